"""Name, phones, zone, promise, logo and color: what patients and paper show of a clinic."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from caseload.clinic_form import contrast_with_white
from exercises.logos import logo_path
from people.models import Clinic
from tests.factories import make_stop_signs

TYPED = {
    "name": "Riverbend  Physio",
    "phone": "(555) 010-0199",
    "emergency_number": "112",
    "zone": "America/Chicago",
    "language": "en",
    "reply_promise": "next-day",
    "accent": "#7a1f4b",
    "revision": 1,
}


def save(client, **fields):
    return client.post(reverse("clinic_about"), TYPED | fields)


def picture(color="teal", size=(1200, 400), mode="RGB", kind="PNG", name="logo.png"):
    file = io.BytesIO()
    Image.new(mode, size, color).save(file, kind)
    return SimpleUploadedFile(name, file.getvalue())


def test_all_of_it_is_saved(as_user, clinic_admin, clinic):
    client = as_user(clinic_admin)
    assert client.get(reverse("clinic_about")).status_code == 200
    assert save(client).url == reverse("clinic_about")
    clinic.refresh_from_db()
    assert (clinic.name, clinic.phone, clinic.zone) == (
        "Riverbend Physio",
        "(555) 010-0199",
        "America/Chicago",
    )
    assert (clinic.emergency_number, clinic.reply_promise, clinic.accent, clinic.revision) == (
        "112",
        "next-day",
        "#7A1F4B",
        2,
    )


def test_no_time_is_promised_by_itself(as_user, clinic_admin):
    form = as_user(clinic_admin).get(reverse("clinic_about")).context["form"]
    assert form["reply_promise"].value() == ""
    assert save(as_user(clinic_admin), reply_promise="").status_code == 302


def test_patients_see_new_phones_at_once(as_user, clinic_admin, patient):
    make_stop_signs()
    save(as_user(clinic_admin))
    for name in ("help", "session_player"):
        page = as_user(patient).get(reverse(name)).content.decode()
        assert 'href="tel:5550100199"' in page
        assert 'href="tel:112"' in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This is needed."),
        ("phone", "call us", "Use digits, as (555) 010-0142."),
        ("phone", "12", "Use digits, as (555) 010-0142."),
        ("emergency_number", "help", "Use digits, as 911 or 112."),
        ("zone", "Moon/Base", "Select a valid choice"),
        ("language", "tlh", "Select a valid choice"),
        ("reply_promise", "at-once", "Select a valid choice"),
        ("accent", "red", "Write a color as # and six digits"),
        ("accent", "#777777", "#777777 on white has a contrast of 4.4 to 1."),
    ],
)
def test_errors_stand_beside_their_fields(as_user, clinic_admin, clinic, field, value, words):
    answer = save(as_user(clinic_admin), **{field: value})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert "Riverbend PT" in answer.content.decode()  # the head of the page is not the typed name
    clinic.refresh_from_db()
    assert (clinic.name, clinic.revision) == ("Riverbend PT", 1)


def test_contrast_is_computed_as_wcag_has_it():
    colors = {"#FFFFFF": 1.0, "#000000": 21.0, "#0A5468": 8.46, "#767676": 4.54, "#777777": 4.48}
    assert {color: round(contrast_with_white(color), 2) for color in colors} == colors


def test_two_admins_at_once_see_both(as_user, clinic_admin, clinic):
    client = as_user(clinic_admin)
    save(client)
    answer = save(client, phone="(555) 010-0777", name="Riverbend Physio")
    assert answer.status_code == 409
    assert answer.context["differences"] == [
        {"label": "Phone", "theirs": "(555) 010-0199", "mine": "(555) 010-0777"}
    ]
    page = answer.content.decode()
    assert 'name="revision" value="2"' in page
    assert 'value="(555) 010-0777"' in page
    assert Clinic.objects.get(pk=clinic.pk).phone == "(555) 010-0199"
    assert save(client, phone="(555) 010-0777", revision=2).status_code == 302


def test_a_missing_revision_saves_nothing(as_user, clinic_admin, clinic):
    assert save(as_user(clinic_admin), revision="").status_code == 409
    assert Clinic.objects.get(pk=clinic.pk).name == "Riverbend PT"


def test_a_logo_becomes_our_own_png_on_white(as_user, clinic_admin, clinic, patient):
    clear = picture((0, 80, 120, 0), mode="RGBA", name="../../logo.svg")
    assert save(as_user(clinic_admin), logo=clear).status_code == 302
    clinic.refresh_from_db()
    with default_storage.open(logo_path(clinic.logo_sha256)) as file:
        logo = Image.open(file)
        logo.load()
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGB", (640, 213))
    assert logo.getpixel((5, 5)) == (255, 255, 255)
    address = reverse("clinic_logo", args=[clinic.logo_sha256])
    for person in (clinic_admin, patient):
        assert f'src="{address}"' in as_user(person).get("/me/").content.decode()


def test_another_logo_takes_its_place_and_can_be_taken_away(
    as_user, clinic_admin, clinic, django_capture_on_commit_callbacks
):
    client, hashes = as_user(clinic_admin), []
    for number, fields in enumerate(
        [{"logo": picture("teal")}, {"logo": picture("navy")}, {}, {"no_logo": "on"}], 1
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert save(client, revision=number, **fields).status_code == 302
        hashes.append(Clinic.objects.get(pk=clinic.pk).logo_sha256)
    first, second, kept, gone = hashes
    assert first != second == kept
    assert gone == ""
    assert not default_storage.exists(logo_path(first))
    assert not default_storage.exists(logo_path(second))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "read this"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "read this"),
        (b"GIF89a" + b"0" * 40, "read this"),
        (b"", "empty"),
    ],
)
def test_hostile_files_are_refused_in_words(as_user, clinic_admin, clinic, content, words):
    answer = save(as_user(clinic_admin), logo=SimpleUploadedFile("logo.png", content))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["logo"])
    clinic.refresh_from_db()
    assert clinic.logo_sha256 == ""


def test_a_tiny_logo_is_refused(as_user, clinic_admin):
    answer = save(as_user(clinic_admin), logo=picture(size=(8, 8)))
    assert "too small" in str(answer.context["form"].errors["logo"])


def test_the_ring_is_the_clinics_color(as_user, clinic_admin, patient):
    assert 'stroke="#' not in as_user(patient).get("/me/").content.decode().split("</header>")[0]
    save(as_user(clinic_admin))
    assert 'stroke="#7A1F4B"' in as_user(patient).get("/me/").content.decode()


def test_the_players_shell_stays_the_same_for_all_patients(
    as_user, clinic_admin, patient, other_patient
):
    save(as_user(clinic_admin), logo=picture())
    shells = [as_user(p).get(reverse("session_player")).content for p in (patient, other_patient)]
    assert shells[0] == shells[1]
    assert b"/logos/" not in shells[0]


def test_only_admins_of_this_clinic(as_user, therapist, outsider, clinic):
    for member in (therapist, outsider):
        assert save(as_user(member)).status_code == 404
    clinic.refresh_from_db()
    assert clinic.name == "Riverbend PT"
