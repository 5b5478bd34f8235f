import pytest
from django.urls import reverse

from people.models import Patient, PrecautionTag

ADD = reverse("patient_add")


@pytest.fixture
def knee():
    return PrecautionTag.objects.get_or_create(slug="knee", defaults={"name": "Knee pain"})[0]


def filled(**changes):
    return {
        "key": "a-page",
        "name": "Maria Delgado",
        "email": "maria@example.com",
        "birth_year": "1968",
        "zone": "America/Chicago",
        "complaint": "Low back pain",
        "side": "left",
        "goals": "Kneel in the garden for an hour",
        "surgery_on": "2026-08-03",
        "referrer": "Dr. Lin",
        "directional_preference": "back",
        "next_visit_on": "2026-12-01",
        "started_on": "2026-11-02",
    } | changes


def test_who_adds_a_patient_treats_them(as_user, therapist, knee):
    response = as_user(therapist).post(ADD, filled(precautions=[knee.pk]))
    patient = Patient.objects.get()
    assert response.url == f"/patients/{patient.code}/"
    assert (patient.clinic, patient.therapist) == (therapist.clinic, therapist)
    assert (patient.name, patient.zone, patient.birth_year) == (
        "Maria Delgado",
        "America/Chicago",
        1968,
    )
    assert list(patient.precautions.all()) == [knee]
    episode = patient.open_episode
    assert (episode.complaint, episode.side, episode.referrer) == (
        "Low back pain",
        "left",
        "Dr. Lin",
    )
    assert str(episode.next_visit_on) == "2026-12-01"
    assert episode.directional_preference == "back"


def test_the_clinics_zone_and_today_are_filled_in(as_user, therapist):
    therapist.clinic.zone = "America/Denver"
    therapist.clinic.save()
    page = as_user(therapist).get(ADD).content.decode()
    assert '<option value="America/Denver" selected>' in page
    assert 'name="started_on" value="20' in page


def test_the_same_page_sent_twice_is_one_patient(as_user, therapist):
    first, second = (as_user(therapist).post(ADD, filled()) for _ in range(2))
    assert first.url == second.url
    assert Patient.objects.count() == 1


def test_two_members_pages_never_meet(as_user, therapist, outsider):
    as_user(therapist).post(ADD, filled())
    as_user(outsider).post(ADD, filled())
    assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("email", "maria"),
        ("birth_year", "1899"),
        ("birth_year", "3000"),
        ("birth_year", "ten"),
        ("zone", "Mars/Base"),
        ("complaint", ""),
        ("side", "top"),
        ("goals", "x" * 12_000),
        ("surgery_on", "yesterday"),
        ("next_visit_on", "0001-01-01"),
        ("started_on", ""),
        ("precautions", "999"),
        ("precautions", "9" * 30),
        ("name", "\u200b\u202e"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(as_user, therapist, field, value):
    response = as_user(therapist).post(ADD, filled(referrer="Typed by Dana", **{field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "Typed by Dana" in page
    assert not Patient.objects.exists()


def test_a_name_is_one_line_that_reads_forward(as_user, therapist):
    as_user(therapist).post(ADD, filled(name=" Maria\r\n\r\nhttps://x.test \u202eDelgado\t"))
    assert Patient.objects.get().name == "Maria https://x.test Delgado"


def test_fields_of_the_model_are_not_all_of_the_form(as_user, therapist, other_clinic, operator):
    as_user(therapist).post(
        ADD, filled(clinic=other_clinic.pk, user=operator.pk, pain_limit=3, look="x", revision=9)
    )
    patient = Patient.objects.get()
    assert (patient.clinic, patient.user, patient.pain_limit) == (therapist.clinic, None, None)
    assert (patient.look, patient.revision) == ("standard", 1)


def test_not_for_a_plain_admin_or_a_patient(as_user, clinic_admin, patient):
    for person in (clinic_admin, patient):
        assert as_user(person).get(ADD).status_code == 404
        assert as_user(person).post(ADD, filled()).status_code == 404
