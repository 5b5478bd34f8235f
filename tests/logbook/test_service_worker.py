import json
import re

from django.conf import settings
from django.urls import reverse

from logbook.views import player


def kept(response):
    return json.loads(re.match(r"self\.KEPT = (.*?);\n", response.text)[1])


def test_it_is_a_script_that_browsers_ask_for_anew(client):
    response = client.get(reverse("service_worker"))
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in response["Cache-Control"]
    code = (settings.BASE_DIR / "static/scripts/worker.js").read_text()
    assert response.text.endswith(code)


def test_it_keeps_static_files_and_the_shell_and_no_page_of_a_patient(client):
    told = kept(client.get(reverse("service_worker")))
    assert told["shell"] == reverse("session_player")
    assert reverse("words") in told["files"]
    others = [path for path in told["files"] if path != reverse("words")]
    assert all(path.startswith("/static/") for path in others)
    names = [path.removeprefix("/static/") for path in others]
    assert {"css/patient.css", "scripts/player.js", "scripts/figure.js"} <= set(names)
    made = [settings.BASE_DIR / "static", settings.BASE_DIR / "var/bundles"]
    assert all(any((root / name).exists() for root in made) for name in names)


def test_its_version_changes_with_its_files_and_with_nobody(client, as_user, patient, monkeypatch):
    before = client.get(reverse("service_worker"))
    assert as_user(patient).get(reverse("service_worker")).text == before.text
    monkeypatch.setattr(player, "KEPT", player.KEPT[1:])
    assert kept(client.get(reverse("service_worker")))["version"] != kept(before)["version"]
