from django.conf import settings
from django.urls import reverse
from PIL import Image


def test_it_says_what_a_phone_needs_for_its_home_screen(client):
    response = client.get(reverse("manifest"))
    assert response["Content-Type"] == "application/manifest+json"
    told = response.json()
    assert (told["start_url"], told["scope"], told["display"]) == ("/today/", "/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}


def test_every_icon_is_as_big_as_it_says_and_small_in_bytes(client):
    for icon in client.get(reverse("manifest")).json()["icons"]:
        path = settings.BASE_DIR / icon["src"].lstrip("/")
        with Image.open(path) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
        assert path.stat().st_size < 10_000


def test_it_names_nobody(as_user, patient):
    assert "Maria" not in as_user(patient).get(reverse("manifest")).text
