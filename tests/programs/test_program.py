import pytest
from django.urls import reverse

from people.models import PrecautionTag
from programs.models import Program, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import fields, open_page


@pytest.fixture
def url(patient):
    return reverse("program", args=[patient.code])


def test_without_a_program_the_builder_is_empty_and_writes_nothing(
    as_user, therapist, patient, library, url
):
    page = as_user(therapist).get(url)
    assert page.status_code == 200
    assert "No program yet" in page.content.decode()
    assert "Back pain starter" in page.content.decode()
    assert Program.objects.count() == ProgramVersion.objects.count() == 0


def test_a_draft_is_one_form_with_a_row_a_prescription(as_user, therapist, patient, url):
    mobility = make_exercise(name="Press up")
    muscle = make_exercise(region="hips", kind="muscle", sided=True, name="Hip flexor")
    draft = make_version(patient, mobility, muscle, sent=False)
    data = fields(as_user(therapist).get(url))
    press_up, flexor = draft.prescriptions.in_region_order()
    assert data["version"] == ["1"]
    assert data["revision"] == [str(draft.revision)]
    assert {name for name in data if name.startswith(str(press_up.code))} == {
        f"{press_up.code}-{name}"
        for name in "revision seen stretch sets reps seconds_on seconds_off times_a_day weekdays "
        "note precaution_reason".split()
    }
    assert {name for name in data if name.startswith(str(flexor.code))} == {
        f"{flexor.code}-{name}"
        for name in "revision seen stretch sets hold_seconds rest_seconds times_a_day weekdays "
        "side note precaution_reason".split()
    }
    assert data[f"{flexor.code}-side"] == ["both"]


def test_a_sent_version_is_read_only_until_somebody_changes_it(as_user, therapist, patient, url):
    make_version(patient, make_exercise(name="Press up"), by=therapist)
    page = as_user(therapist).get(url).content.decode()
    assert "Change this program" in page
    assert "Press up" in page
    assert "program-form" not in page


def test_more_than_four_rows_get_a_gentle_word(as_user, therapist, patient, url):
    make_version(patient, *[make_exercise() for _ in range(4)], sent=False)
    client = as_user(therapist)
    assert "easier to keep up" not in client.get(url).content.decode()
    make_version(patient, make_exercise(), sent=False)
    assert "This program has 5." in client.get(url).content.decode()


def test_what_changed_since_the_version_followed_is_marked(as_user, therapist, patient, url):
    make_version(patient, make_exercise(), make_exercise(), by=therapist)
    draft = Program.open_for(patient).open_draft()
    row = draft.prescriptions.first()
    row.sets, row.note = 3, "Slowly."
    row.save()
    draft.prescriptions.last().delete()
    page = as_user(therapist).get(url).content.decode()
    assert "was 1" in page
    assert "<b>3 changes</b> since" in page


def test_a_precaution_of_the_patient_asks_for_a_reason(as_user, therapist, patient, url):
    knee, wrist = (PrecautionTag.objects.create(slug=s, name=s) for s in ("knee pain", "wrist"))
    exercise = make_exercise()
    exercise.variations.get().precautions.set([knee, wrist])
    make_version(patient, exercise, sent=False)
    client = as_user(therapist)
    assert "Why it is right for" not in client.get(url).content.decode()
    patient.precautions.add(knee)
    page = client.get(url).content.decode()
    assert "Maria’s record: knee pain." in page
    assert "Why it is right for Maria" in page


def test_the_sign_off_state_shows(as_user, therapist, patient, url):
    make_version(patient, make_exercise(), sent=False)
    assert "Not yet reviewed by your clinic." in as_user(therapist).get(url).content.decode()


def test_minutes_count_sets_sides_side_changes_and_pauses(as_user, therapist, patient, url):
    # 40 s, and 2 sides × 2 sets × 40 s + 15 s to change sides, and 20 s in between: 4 minutes.
    make_version(
        patient,
        make_exercise(),
        make_exercise(region="hips", kind="muscle", sided=True),
        sent=False,
    )
    assert "<b>4 min</b>" in as_user(therapist).get(url).content.decode()


def test_search_and_region_work_as_plain_links(as_user, therapist, patient):
    make_exercise(name="Press up")
    make_exercise(region="hips", name="Figure 4")
    page = as_user(therapist).get(reverse("program", args=[patient.code]), {"q": "press"})
    assert "Press up" in page.content.decode()
    assert "Figure 4" not in page.content.decode()


def test_queries_stay_the_same_for_one_and_three_rows(
    as_user, therapist, patient, assert_queries, library
):
    client = as_user(therapist)
    for add in (1, 2):
        make_version(patient, *[make_exercise() for _ in range(add)], sent=False)
        client.get(reverse("program", args=[patient.code]))
        with assert_queries(19):
            open_page(client, patient)


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, url):
    client = as_user(therapist)
    assert client.get(url).status_code == 200
    answer = as_user(outsider).get(url)
    assert answer.status_code == 404
    assert "Maria" not in answer.content.decode()
