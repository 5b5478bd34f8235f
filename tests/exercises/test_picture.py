"""Shared pictures are anybody's, a clinic's are its people's; only our own bytes are served."""

import gzip
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from exercises import pictures
from exercises.models import Picture
from tests.factories import make_exercise


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def image_bytes(kind="PNG", size=(60, 40), color=(10, 84, 104), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **options)
    return out.getvalue()


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content, "image/png")


def kept(clinic=None, **options):
    drawn = pictures.draw_again(upload(image_bytes(**options)))
    exercise = make_exercise(clinic=clinic)
    return Picture.objects.create(
        exercise=exercise, clinic=clinic, alt="A press up", **drawn.keep()
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_become_our_own(kind):
    drawn = pictures.draw_again(upload(image_bytes(kind, (2000, 1000))))
    full, thumbnail = (Image.open(io.BytesIO(c)) for c in (drawn.full, drawn.thumbnail))

    assert (full.format, full.size, thumbnail.size) == ("WEBP", (1600, 800), (480, 240))
    assert (drawn.width, drawn.height) == (1600, 800)


def gps():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 24.0, 12.0)
    return exif


def test_metadata_is_gone_and_the_picture_is_upright():
    content = image_bytes("JPEG", (60, 40), exif=gps(), icc_profile=b"profile", comment=b"Maria")
    assert b"SecretCamera" in content

    drawn = pictures.draw_again(upload(content))
    again = Image.open(io.BytesIO(drawn.full))

    assert (drawn.width, drawn.height) == (40, 60)
    assert not again.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(again.info)
    for trace in (b"SecretCamera", b"EXIF", b"ICCP", b"XMP ", b"Maria"):
        assert trace not in drawn.full + drawn.thumbnail


def test_text_in_a_png_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "taken at home")
    drawn = pictures.draw_again(upload(image_bytes(pnginfo=info)))

    assert b"taken at home" not in drawn.full


def test_a_page_behind_the_picture_is_not_served():
    drawn = pictures.draw_again(upload(image_bytes() + b"<script>alert(1)</script>"))

    assert b"script" not in drawn.full + drawn.thumbnail


def test_clear_stays_clear():
    drawn = pictures.draw_again(upload(image_bytes(mode="RGBA", color=(0, 0, 0, 0))))

    assert Image.open(io.BytesIO(drawn.full)).convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    drawn = pictures.draw_again(upload(image_bytes(mode=mode, color=0)))

    assert drawn.width == 60


def frames(kind):
    out = io.BytesIO()
    first, *rest = (Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 90, 180))
    first.save(out, kind, save_all=True, append_images=rest, duration=100)
    return out.getvalue()


def ten_thousand_frames():
    out = io.BytesIO()
    dots = [Image.new("L", (1, 1), number % 256) for number in range(10_000)]
    dots[0].save(out, "PNG", save_all=True, append_images=dots[1:])
    return out.getvalue()


def text_bomb():
    """A PNG of one pixel whose comment unpacks to 80 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", " " * 80_000_000, zip=True)
    return image_bytes(size=(1, 1), pnginfo=info)


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../picture.png", image_bytes())
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "svg": (SVG, "can't read"),
    "text named png": (b"Dear clinic, here is the picture.", "can't read"),
    "page": (b"<html><script>alert(1)</script></html>", "can't read"),
    "gif": (image_bytes("GIF"), "can't read"),
    "bmp": (image_bytes("BMP"), "can't read"),
    "pdf": (image_bytes("PDF"), "can't read"),
    "tiff": (image_bytes("TIFF"), "can't read"),
    "nothing but a signature": (b"\x89PNG\r\n\x1a\n", "can't read"),
    "truncated png": (image_bytes(size=(400, 400))[:300], "can't read"),
    "truncated jpeg": (image_bytes("JPEG", (400, 400))[:-200], "can't read"),
    "truncated webp": (image_bytes("WEBP", (400, 400))[:60], "can't read"),
    "svg behind a png signature": (b"\x89PNG\r\n\x1a\n" + SVG, "can't read"),
    "30 million pixels": (image_bytes(size=(6000, 5000)), "too many pixels"),
    "400 million pixels": (image_bytes(mode="1", color=0, size=(20000, 20000)), "too many pixels"),
    "moving png": (frames("PNG"), "moves"),
    "moving webp": (frames("WEBP"), "moves"),
    "10,000 frames": (ten_thousand_frames(), "moves"),
    "text bomb": (text_bomb(), "can't read"),
    "zip": (zipped(), "can't read"),
    "packed svg": (gzip.compress(SVG), "can't read"),
    "icon": (image_bytes("ICO"), "can't read"),
    "program": (b"\x7fELF" + bytes(200), "can't read"),
    "nothing": (b"", "can't read"),
    "over 10 MB": (image_bytes() + bytes(10 * 1024 * 1024), "too big"),
}


@pytest.mark.trial("C7")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_uploads_are_refused_in_words(name):
    content, reason = HOSTILE[name]

    with pytest.raises(ValidationError, match=reason):
        pictures.draw_again(upload(content))


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("decoded"))

    with pytest.raises(ValidationError, match="too many pixels"):
        pictures.draw_again(upload(image_bytes(size=(6000, 5000))))


def test_anybody_sees_a_shared_picture(client):
    shown = kept()
    for sha256 in (shown.sha256, shown.thumbnail_sha256):
        answer = client.get(f"/pictures/{sha256}/")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"] == "inline"
        assert answer["Cache-Control"].startswith("public")
        assert answer.getvalue()[:4] == b"RIFF"


@pytest.mark.parametrize("person", ["therapist", "clinic_admin", "patient"])
def test_a_clinics_picture_is_for_its_people(request, as_user, clinic, person):
    shown = kept(clinic)
    answer = as_user(request.getfixturevalue(person)).get(f"/pictures/{shown.sha256}/")

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize("person", ["outsider", "outsiders_patient", "operator", None])
def test_a_clinics_picture_is_not_there_for_others(request, client, clinic, person):
    shown = kept(clinic)
    if person:
        person = request.getfixturevalue(person)
        client.force_login(getattr(person, "user", None) or person)

    assert client.get(f"/pictures/{shown.sha256}/").status_code == 404


@pytest.mark.parametrize("sha256", ["0" * 64, "x", "___"])
def test_unknown_pictures_are_not_there(client, sha256):
    assert client.get(f"/pictures/{sha256}/").status_code == 404


def test_the_file_goes_with_the_last_picture_that_shows_it(client, clinic):
    first, second = kept(), kept()
    assert first.sha256 == second.sha256

    first.delete()
    pictures.forget_unused(first.sha256)
    assert client.get(f"/pictures/{second.sha256}/").status_code == 200

    second.delete()
    pictures.forget_unused(second.sha256)
    assert not pictures.default_storage.exists(pictures.path_of(second.sha256))
