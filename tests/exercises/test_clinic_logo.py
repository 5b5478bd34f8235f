import io

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from exercises.logos import draw_logo, forget_unused_logo, keep_logo


@pytest.fixture
def sha256(clinic):
    clinic.logo_sha256 = keep_logo(logo())
    clinic.save()
    return clinic.logo_sha256


def logo(color="teal", **info):
    file = io.BytesIO()
    Image.new("RGB", (300, 120), color).save(file, "PNG", **info)
    return draw_logo(SimpleUploadedFile("logo.png", file.getvalue()))


def shown(client, sha256):
    return client.get(reverse("clinic_logo", args=[sha256]))


def test_anybody_with_the_hash_sees_it_for_ever(client, sha256):
    answer = shown(client, sha256)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == logo()


@pytest.mark.parametrize("other", ["0" * 64, "manage", "-"])
def test_nothing_else_is_served(client, sha256, other):
    assert shown(client, other).status_code == 404


def test_one_no_clinic_shows_is_gone(client, clinic, sha256):
    clinic.logo_sha256 = ""
    clinic.save()
    assert shown(client, sha256).status_code == 404


def test_two_clinics_with_one_logo_keep_it(client, clinic, other_clinic, sha256):
    other_clinic.logo_sha256 = sha256
    other_clinic.save()
    clinic.logo_sha256 = ""
    clinic.save()
    forget_unused_logo(sha256)
    assert shown(client, sha256).status_code == 200


def test_paper_can_show_it(tmp_path):
    """The typesetter embeds our PNG as it is."""
    (tmp_path / "logo.png").write_bytes(logo())
    (tmp_path / "page.typ").write_text('#image("logo.png", width: 4cm, alt: "Logo")')
    assert typst.compile(str(tmp_path / "page.typ")).startswith(b"%PDF")
