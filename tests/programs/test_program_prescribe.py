import pytest

from exercises.models import StretchParameters, Variation
from programs.models import Prescription, Program
from tests.factories import make_exercise, make_version
from tests.programs.page import fields, press, rows, slugs


@pytest.fixture
def press_up():
    return make_exercise("press-up", name="Press up")


def test_the_first_stretch_opens_the_draft(as_user, therapist, patient, press_up):
    answer = press(as_user(therapist), patient, "program_prescribe", stretch="press-up")
    assert answer.status_code == 302
    (row,) = rows(patient)
    assert row.version.number == 1
    assert row.version.status == "draft"
    assert row.version.edited_by == therapist


def test_values_come_from_the_parameters_of_the_clinic(as_user, therapist, patient, press_up):
    StretchParameters.objects.create(
        clinic=patient.clinic, kind="mobility", sets=2, reps=8, seconds_on=3, seconds_off=1
    )
    make_exercise("glute", region="hips", kind="muscle", sided=True)
    client = as_user(therapist)
    press(client, patient, "program_prescribe", stretch="press-up")
    press(client, patient, "program_prescribe", stretch="glute")
    mobility, muscle = rows(patient)
    assert mobility.dosage() == {
        "sets": 2, "reps": 8, "seconds_on": 3, "seconds_off": 1,
        "hold_seconds": None, "rest_seconds": None,
    }  # fmt: skip
    assert (muscle.sets, muscle.hold_seconds, muscle.rest_seconds) == (2, 30, 10)
    assert (mobility.side, muscle.side) == ("none", "both")
    assert (mobility.days_text, mobility.times_a_day) == ("Mon–Fri", 1)


def test_a_stretch_takes_its_place_in_region_order(as_user, therapist, patient):
    client = as_user(therapist)
    for region in ("hips", "lower-back", "upper-back", "hips", "upper-back"):
        exercise = make_exercise(region=region)
        press(client, patient, "program_prescribe", stretch=exercise.slug)
    orders = [row.exercise.region.slug for row in rows(patient)]
    assert orders == ["upper-back", "upper-back", "lower-back", "hips", "hips"]


def test_what_was_typed_in_other_rows_is_saved_with_it(as_user, therapist, patient, press_up):
    row = make_version(patient, make_exercise(), sent=False).prescriptions.get()
    typed = {f"{row.code}-sets": "4"}
    press(as_user(therapist), patient, "program_prescribe", stretch="press-up", **typed)
    row.refresh_from_db()
    assert row.sets == 4
    assert len(rows(patient)) == 2


def test_an_invalid_field_elsewhere_stops_it(as_user, therapist, patient, press_up):
    row = make_version(patient, make_exercise(), sent=False).prescriptions.get()
    typed = {f"{row.code}-sets": "ten"}
    answer = press(as_user(therapist), patient, "program_prescribe", stretch="press-up", **typed)
    assert answer.status_code == 422
    assert rows(patient) == [row]


def test_twice_on_the_same_side_is_refused_beside_the_row(as_user, therapist, patient, press_up):
    client = as_user(therapist)
    press(client, patient, "program_prescribe", stretch="press-up")
    (row,) = rows(patient)
    answer = press(client, patient, "program_prescribe", stretch="press-up", htmx=True)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#prescription-{row.code}"' in page
    assert "This stretch is in the program already, on this side." in page
    assert rows(patient) == [row]


def test_another_variation_and_the_other_side_fit(as_user, therapist, patient):
    book = make_exercise("open-book", sided=True)
    Variation.objects.create(exercise=book, slug="both-knees", position=1)
    client = as_user(therapist)
    press(client, patient, "program_prescribe", stretch="open-book")
    press(client, patient, "program_prescribe", stretch="open-book/both-knees")
    Prescription.objects.filter(variation__is_standard=True).update(side="left")
    press(client, patient, "program_prescribe", stretch="open-book/standard")
    found = sorted((row.variation.slug, row.side) for row in rows(patient))
    assert found == [("both-knees", "both"), ("standard", "left"), ("standard", "right")]


@pytest.mark.parametrize("stretch", ["", "nothing", "press-up/nothing", "foreign", "../press-up"])
def test_what_the_clinic_does_not_have_is_404(
    as_user, therapist, patient, press_up, other_clinic, stretch
):
    make_exercise("foreign", clinic=other_clinic)
    client = as_user(therapist)
    assert press(client, patient, "program_prescribe", stretch=stretch).status_code == 404
    assert Program.objects.count() == 0
    assert press(client, patient, "program_prescribe", stretch="press-up").status_code == 302


def test_a_program_has_a_most(as_user, therapist, patient, press_up):
    make_version(patient, *[make_exercise() for _ in range(40)], sent=False)
    answer = press(as_user(therapist), patient, "program_prescribe", stretch="press-up")
    assert answer.status_code == 422
    assert "at most 40 rows" in answer.content.decode()
    assert len(rows(patient)) == 40


def test_a_stale_page_is_409_with_both(as_user, therapist, colleague, patient, press_up):
    make_exercise("cat", name="Cat stretch")
    draft = make_version(patient, make_exercise(name="Old one"), sent=False)
    client = as_user(therapist)
    page = fields(client.get(f"/patients/{patient.code}/program/"))
    press(as_user(colleague), patient, "program_prescribe", stretch="cat")
    answer = press(as_user(therapist), patient, "program_prescribe", page, stretch="press-up")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam Rivera, PT changed this program" in text
    assert "<b>Cat stretch</b>" in text
    assert "press-up" not in slugs(patient)
    kept = fields(answer)
    assert kept["revision"] == [str(draft.revision + 1)]
    press(as_user(therapist), patient, "program_prescribe", kept, stretch="press-up")
    assert "press-up" in slugs(patient)


def test_htmx_gets_the_page_part_and_a_word(as_user, therapist, patient, press_up):
    answer = press(as_user(therapist), patient, "program_prescribe", stretch="press-up", htmx=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.lstrip().startswith('<div id="program">')
    assert "Press up is in the program." in text


def test_another_clinics_patient_does_not_exist(as_user, outsider, patient, press_up):
    data = {"version": "0", "revision": "0"}
    client = as_user(outsider)
    answer = press(client, patient, "program_prescribe", data, stretch="press-up")
    assert answer.status_code == 404
    assert Program.objects.count() == 0
