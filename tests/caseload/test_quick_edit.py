import pytest
from django.urls import reverse

from exercises.dosage import Kind
from people.models import PrecautionTag
from programs.models import ProgramVersion
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise, make_prescription, make_version


@pytest.fixture
def row(patient, therapist):
    """Press up, 1 set of 10, in version 1, with a hip stretch beside it."""
    version = make_version(patient, sent=False)
    press = make_prescription(version, make_exercise("press-up", name="Press up"), note="Slowly.")
    hip = make_exercise("hip", region="hips", kind=Kind.MUSCLE, sided=True, name="Hip flexor")
    make_prescription(version, hip)
    version.send(by=therapist, revision=version.revision)
    return press


def post(client, row, follow=False, **typed):
    data = {"number": row.version.number, "sets": 2, "reps": 8} | typed
    return client.post(
        reverse("quick_edit", args=[row.patient.code, row.code]), data, follow=follow
    )


def text_of(response):
    return " ".join(response.content.decode().split())


def newest(patient):
    return patient.program_versions.order_by("-number").first()


def test_one_dose_is_sent_as_a_new_version(as_user, therapist, patient, row):
    page = text_of(post(as_user(therapist), row, follow=True))

    version = newest(patient)
    assert (version.number, version.status, version.sent_by) == (2, "sent", therapist)
    assert version.effective_on == patient.today()
    press, hip = version.prescriptions.in_region_order()
    assert (press.sets, press.reps, press.note, press.copied_from) == (2, 8, "Slowly.", row)
    assert (hip.sets, hip.hold_seconds, hip.side) == (2, 30, "both")
    row.refresh_from_db()
    assert (row.sets, row.reps) == (1, 10)  # what was sent never changes
    assert "Sent. Maria follows version 2 from today." in page


def test_a_hold_has_seconds(as_user, therapist, patient, row):
    hip = row.version.prescriptions.get(variation__exercise__slug="hip")
    post(as_user(therapist), hip, sets=1, hold_seconds=45)
    now = newest(patient).prescriptions.get(variation__exercise__slug="hip")
    assert (now.sets, now.hold_seconds, now.rest_seconds) == (1, 45, 10)


def test_the_same_dose_sends_nothing(as_user, therapist, patient, row):
    page = text_of(post(as_user(therapist), row, follow=True, sets=1, reps=10))
    assert "It has this dose already. Nothing was sent." in page
    assert newest(patient) == row.version


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sets": 0}, "Sets can be 1 to 10."),
        ({"sets": 11}, "Sets can be 1 to 10."),
        ({"reps": 101}, "Reps can be 1 to 100."),
        ({"reps": "many"}, "Reps can be 1 to 100."),
        ({"reps": ""}, "Reps can be 1 to 100."),
    ],
)
def test_a_number_out_of_range_is_said_beside_it(as_user, therapist, patient, row, typed, words):
    response = post(as_user(therapist), row, **typed)
    assert response.status_code == 422
    assert words in text_of(response)
    assert newest(patient) == row.version


def test_an_open_draft_is_named_and_never_touched(as_user, therapist, colleague, patient, row):
    draft = row.version.program.open_draft()
    draft.claim(draft.revision, by=colleague)

    response = post(as_user(therapist), row)

    assert response.status_code == 409
    page = text_of(response)
    assert "A draft of this program is open, last edited by Sam Rivera." in page
    assert "Sets: 2, Repetitions: 8" in page
    assert f'href="{reverse("program", args=[patient.code])}"' in page
    assert newest(patient) == draft
    assert draft.prescriptions.get(copied_from=row).sets == 1


def test_a_version_sent_meanwhile_is_shown_beside_what_was_typed(
    as_user, therapist, colleague, patient, row
):
    post(as_user(colleague), row, sets=3, reps=5)

    response = post(as_user(therapist), row)

    assert response.status_code == 409
    page = text_of(response)
    assert "The program has changed since you opened the page." in page
    assert "Sets: 2, Repetitions: 8" in page
    assert "3 sets of 5 (version 2, Sam Rivera)" in page
    assert newest(patient).number == 2

    # typed again on top of it, by choice
    now = newest(patient).prescriptions.get(copied_from=row)
    assert f'action="{reverse("quick_edit", args=[patient.code, now.code])}"' in page
    post(as_user(therapist), now)
    assert (newest(patient).number, newest(patient).prescriptions.first().sets) == (3, 2)


def test_what_another_patient_follows_is_not_what_holds_now(
    as_user, therapist, colleague, other_patient, row
):
    others = make_version(other_patient, row.variation.exercise, by=therapist, sets=7)
    others.number = 9
    others.save(update_fields=["number"])
    post(as_user(colleague), row, sets=3, reps=5)

    page = text_of(post(as_user(therapist), row))

    assert "3 sets of 5 (version 2, Sam Rivera)" in page


def test_a_stretch_that_is_gone_leads_to_the_builder(as_user, therapist, colleague, patient, row):
    draft = row.version.program.open_draft()
    draft.remove(draft.prescriptions.get(copied_from=row), revision=draft.revision)
    draft.send(by=colleague, revision=draft.revision)

    response = post(as_user(therapist), row)

    assert response.status_code == 409
    assert "This stretch is not in the newest version." in text_of(response)


def test_a_program_that_was_ended_is_not_brought_back(as_user, therapist, patient, row):
    row.version.program.end(patient.today())
    response = post(as_user(therapist), row)
    assert response.status_code == 409
    assert newest(patient) == row.version


def test_after_discharge_nothing_is_sent(as_user, therapist, patient, row):
    patient.discharge()
    response = post(as_user(therapist), row)
    assert response.status_code == 409
    assert "care has ended" in text_of(response)
    assert newest(patient) == row.version


def test_a_precaution_without_a_reason_is_the_builders_to_ask(as_user, therapist, patient, row):
    tag = PrecautionTag.objects.create(slug="knee", name="Knee pain")
    row.variation.precautions.add(tag)
    patient.precautions.add(tag)

    response = post(as_user(therapist), row)

    assert response.status_code == 409
    assert "no reason is written" in text_of(response)
    assert newest(patient) == row.version


def test_what_was_logged_before_stays_with_the_dose_of_then(as_user, therapist, patient):
    row = make_program(patient, by=therapist).prescriptions.get()
    session = do_session(patient, 1)
    post(as_user(therapist), row, sets=3)
    session.refresh_from_db()
    assert session.version == row.version


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_it_is_not_there(as_user, request, row, who):
    assert post(as_user(request.getfixturevalue(who)), row).status_code == 404
    assert ProgramVersion.objects.count() == 1


def test_another_patients_row_is_not_there(as_user, therapist, other_patient, row):
    address = reverse("quick_edit", args=[other_patient.code, row.code])
    assert as_user(therapist).post(address, {"number": 1}).status_code == 404


def test_a_row_of_a_draft_is_not_there(as_user, therapist, row):
    drafted = row.version.program.open_draft().prescriptions.first()
    assert post(as_user(therapist), drafted).status_code == 404
