"""Pictures are uploaded with words, kept as our own bytes, and go with their last mention."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from exercises import pictures
from exercises.models import Picture
from tests.exercises.test_picture import HOSTILE, gps, image_bytes, upload, zipped
from tests.factories import make_exercise

LIST = "/admin/exercises/picture/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def shared():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def as_admin(as_user, clinic_admin):
    return as_user(clinic_admin)


def typed(exercise, /, **changed):
    file = upload(image_bytes(), name="../../<b>.html")
    return {"exercise": exercise.pk, "alt": "A press up", "upload": file} | changed


def add(client, exercise, /, **changed):
    return client.post(f"{LIST}add/", typed(exercise, **changed))


def test_a_clinics_picture_of_a_shared_stretch(as_admin, shared, clinic, media):
    assert add(as_admin, shared).status_code == 302
    picture = Picture.objects.get()

    assert (picture.clinic, picture.alt, picture.width) == (clinic, "A press up", 60)
    assert {path.suffix for path in media.rglob("*") if path.is_file()} == {".webp"}
    assert as_admin.get(f"/pictures/{picture.sha256}/").status_code == 200
    assert picture.thumbnail_sha256 in as_admin.get(LIST).text


def test_the_operators_picture_is_shared(as_user, operator, shared):
    add(as_user(operator), shared)

    assert Picture.objects.get().clinic is None


@pytest.mark.trial("C7")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_uploads_come_back_with_the_words_kept(as_admin, shared, media, name):
    content, _reason = HOSTILE[name]
    answer = add(as_admin, shared, upload=upload(content), alt="Typed and kept")

    assert answer.status_code == 422
    assert "Typed and kept" in answer.text
    assert not Picture.objects.exists()
    assert not list(media.rglob("*.webp"))


@pytest.mark.parametrize(
    "changed", [{"alt": ""}, {"alt": "a" * 12_000}, {"exercise": "999"}, {"upload": ""}]
)
def test_what_is_missing_is_asked_for(as_admin, shared, changed):
    assert add(as_admin, shared, **changed).status_code == 422
    assert not Picture.objects.exists()


def test_a_foreign_stretch_gets_no_picture(as_admin, other_clinic):
    foreign = make_exercise("secret-stretch", clinic=other_clinic)

    assert "Secret stretch" not in as_admin.get(f"{LIST}add/").text
    assert add(as_admin, foreign).status_code == 422


def test_deleting_takes_the_file_with_the_last_picture(
    as_user, clinic_admin, operator, shared, django_capture_on_commit_callbacks
):
    add(as_user(clinic_admin), shared)
    add(as_user(operator), shared)
    ours, everybodys = Picture.objects.order_by("pk")
    path = pictures.path_of(ours.sha256)

    def delete(client, picture):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"}).status_code

    assert delete(as_user(clinic_admin), everybodys) == 403
    assert delete(as_user(operator), ours) == 404
    assert delete(as_user(clinic_admin), ours) == 302
    assert pictures.default_storage.exists(path)
    assert delete(as_user(operator), everybodys) == 302
    assert not pictures.default_storage.exists(path)


def test_the_words_of_a_picture_change_alone(as_admin, shared):
    add(as_admin, shared)
    picture = Picture.objects.get()
    as_admin.post(f"{LIST}{picture.pk}/change/", {"alt": "Arms straight", "sha256": "0" * 64})
    picture.refresh_from_db()

    assert picture.alt == "Arms straight"
    assert picture.sha256 != "0" * 64


# A picture with something behind, before or beside its pixels, and what its name pretends.
TRACE = b"<script>alert(1)</script>"
TAMED = {
    "page behind a png": ("a.png", image_bytes() + TRACE),
    "page behind a jpeg": ("a.jpg", image_bytes("JPEG") + TRACE),
    "page behind a webp": ("a.webp", image_bytes("WEBP") + TRACE),
    "zip behind a png": ("a.png", image_bytes() + zipped() + TRACE),
    "comment in a jpeg": ("a.jpg", image_bytes("JPEG", comment=TRACE)),
    "where it was taken": ("a.jpg", image_bytes("JPEG", exif=gps(), icc_profile=TRACE)),
    "a page by name": ("a.html", image_bytes() + TRACE),
    "a path for a name": ("../../../etc/a.png", image_bytes() + TRACE),
    "two endings": ("a.png.svg", image_bytes() + TRACE),
    "a mark in the name": ("<img src=x onerror=alert(1)>.png", image_bytes() + TRACE),
    "four colors of print": ("a.jpg", image_bytes("JPEG", mode="CMYK", color=0) + TRACE),
}


@pytest.mark.trial("C7")
@pytest.mark.parametrize("name", TAMED)
def test_only_our_own_bytes_are_served(as_admin, shared, media, name):
    file_name, content = TAMED[name]
    file = SimpleUploadedFile(file_name, content, "text/html")
    assert add(as_admin, shared, upload=file).status_code == 302

    picture = Picture.objects.get()
    for sha256 in (picture.sha256, picture.thumbnail_sha256):
        answer = as_admin.get(f"/pictures/{sha256}/")
        served = answer.getvalue()
        assert hashlib.sha256(served).hexdigest() == sha256
        assert answer["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(served)).format == "WEBP"
        for trace in (b"script", b"SecretCamera", b"PK\x03\x04"):
            assert trace not in served
    kept = [path.name for path in media.rglob("*") if path.is_file()]
    assert sorted(kept) == sorted({f"{picture.sha256}.webp", f"{picture.thumbnail_sha256}.webp"})
