import pytest
from django.urls import reverse

from exercises.models import Variation
from programs.models import Prescription, Program, ProgramVersion
from programs.weekdays import from_days
from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import fields, open_page, press


@pytest.fixture
def row(patient):
    """A mobility row, 1 × 10, in the patient's draft."""
    return make_version(patient, make_exercise(name="Press up"), sent=False).prescriptions.get()


@pytest.fixture
def hold(row):
    """A second row: a held stretch with sides."""
    exercise = make_exercise(region="hips", kind="muscle", sided=True, name="Figure 4")
    return make_prescription(row.version, exercise)


def stored():
    return list(Prescription.objects.order_by("pk").values())


def test_typed_values_are_saved(as_user, therapist, patient, row, hold):
    client = as_user(therapist)
    answer = press(
        client,
        patient,
        "program_save",
        **{
            f"{row.code}-sets": "2",
            f"{row.code}-seconds_off": "4",
            f"{row.code}-weekdays": ["0", "2", "4"],
            f"{row.code}-times_a_day": "3",
            f"{row.code}-note": "Slowly.\r\nBreathe.",
            f"{hold.code}-hold_seconds": "45",
            f"{hold.code}-rest_seconds": "0",
            f"{hold.code}-side": "left",
        },
    )
    assert answer.status_code == 302
    assert answer.url == reverse("program", args=[patient.code])
    row.refresh_from_db()
    hold.refresh_from_db()
    assert (row.sets, row.seconds_off, row.times_a_day) == (2, 4, 3)
    assert row.weekdays == from_days([0, 2, 4])
    assert row.note == "Slowly.\nBreathe."
    assert (hold.hold_seconds, hold.rest_seconds, hold.side) == (45, 0, "left")


def test_saving_the_page_as_it_is_writes_nothing(as_user, therapist, patient, row, hold):
    Prescription.objects.filter(pk=row.pk).update(note="One line.\nAnother.")
    before = stored()
    assert press(as_user(therapist), patient, "program_save").status_code == 302
    assert stored() == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("sets", "0", "Sets can be 1 to 10."),
        ("sets", "11", "Sets can be 1 to 10."),
        ("reps", "-1", "Reps can be 1 to 100."),
        ("reps", "10000", "Reps can be 1 to 100."),
        ("reps", "ten", "Reps can be 1 to 100."),
        ("reps", "", "Reps can be 1 to 100."),
        ("seconds_on", "11", "On can be 1 to 10 seconds."),
        ("seconds_off", "0", "Off can be 1 to 10 seconds."),
        ("times_a_day", "7", "Times a day can be 1 to 6."),
    ],
)
def test_a_dose_out_of_range_is_said_beside_its_field(
    as_user, therapist, patient, row, hold, name, value, message
):
    before = stored()
    field = f"{row.code}-{name}"
    good = {f"{hold.code}-sets": "3"}
    answer = press(as_user(therapist), patient, "program_save", **{field: value}, **good)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert message in page
    assert f'aria-describedby="id_{field}_error"' in page
    assert fields(answer)[field] == [value]
    assert fields(answer)[f"{hold.code}-sets"] == ["3"]
    assert stored() == before


@pytest.mark.parametrize("value", ["0", "4", "301", "1e9", "1000000000", "9" * 5000])
def test_a_hold_out_of_range_is_refused(as_user, therapist, patient, hold, value):
    before = stored()
    name = f"{hold.code}-hold_seconds"
    answer = press(as_user(therapist), patient, "program_save", **{name: value}, htmx=True)
    assert answer.status_code == 422
    assert "Hold can be 5 to 300 seconds." in answer.content.decode()
    assert fields(answer)[name] == [value]
    assert stored() == before


def test_a_note_of_12000_characters_is_refused_and_kept(as_user, therapist, patient, row):
    note = "a long note " * 1000
    answer = press(as_user(therapist), patient, "program_save", **{f"{row.code}-note": note})
    assert answer.status_code == 422
    assert "2000 characters at most" in answer.content.decode()
    assert fields(answer)[f"{row.code}-note"] == [note]
    row.refresh_from_db()
    assert row.note == ""


@pytest.mark.parametrize("days", [[], ["7"], ["monday"], ["-1"]])
def test_days_that_are_no_days_are_refused(as_user, therapist, patient, row, days):
    name = f"{row.code}-weekdays"
    answer = press(as_user(therapist), patient, "program_save", **{name: days})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.weekdays == 127


def test_a_stretch_twice_on_the_same_side_is_refused_beside_its_row(
    as_user, therapist, patient, hold
):
    Prescription.objects.filter(pk=hold.pk).update(side="right")
    other = make_prescription(hold.version, hold.exercise, side="left")
    before = stored()
    answer = press(as_user(therapist), patient, "program_save", **{f"{other.code}-side": "both"})
    assert answer.status_code == 422
    assert f'id="id_{other.code}-side_error"' in answer.content.decode()
    assert "in the program already, on this side" in answer.content.decode()
    assert stored() == before


def test_the_variation_can_be_changed_to_another_of_the_same_stretch(
    as_user, therapist, patient, row
):
    elbows = Variation.objects.create(exercise=row.exercise, slug="elbows", position=1)
    client = as_user(therapist)
    foreign = {f"{row.code}-variation": "on-the-moon"}
    assert press(client, patient, "program_save", **foreign).status_code == 422
    press(client, patient, "program_save", **{f"{row.code}-variation": "elbows"})
    row.refresh_from_db()
    assert row.variation == elbows


def test_two_therapists_on_different_rows_are_both_saved(
    as_user, therapist, colleague, patient, row, hold
):
    theirs = open_page(as_user(colleague), patient)
    mine = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_save", theirs, **{f"{row.code}-sets": "3"})
    answer = press(as_user(therapist), patient, "program_save", mine, **{f"{hold.code}-sets": "4"})
    assert answer.status_code == 302
    row.refresh_from_db()
    hold.refresh_from_db()
    assert (row.sets, hold.sets) == (3, 4)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_row_answers_409_with_both_and_keeps_what_was_typed(
    as_user, therapist, colleague, patient, row, hold, htmx
):
    mine = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_save", **{f"{row.code}-sets": "3"})
    client = as_user(therapist)
    typed = {f"{row.code}-sets": "7", f"{hold.code}-sets": "4"}
    answer = press(client, patient, "program_save", mine, htmx=htmx, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam Rivera, PT changed this program" in page
    assert "7 sets of 10" in page
    assert "3 sets of 10" in page
    hold.refresh_from_db()
    assert hold.sets == 2, "nothing is half saved"
    kept = fields(answer)
    assert kept[f"{row.code}-sets"] == ["7"]
    assert kept[f"{hold.code}-sets"] == ["4"]
    assert press(client, patient, "program_save", kept).status_code == 302
    row.refresh_from_db()
    hold.refresh_from_db()
    assert (row.sets, hold.sets) == (7, 4)


def test_after_a_colleague_sent_the_draft_both_are_shown(
    as_user, therapist, colleague, patient, row
):
    mine = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_send")
    answer = press(as_user(therapist), patient, "program_save", mine, **{f"{row.code}-sets": "7"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "7 sets of 10" in page
    assert "1 set of 10" in page
    assert "Change this program" in page
    row.refresh_from_db()
    assert row.sets == 1


def test_a_row_a_colleague_removed_is_shown_with_what_was_typed(
    as_user, therapist, colleague, patient, row, hold
):
    mine = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "prescription_remove", row=row)
    typed = {f"{row.code}-note": "Towel under the belly."}
    answer = press(as_user(therapist), patient, "program_save", mine, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Press up" in page
    assert "Towel under the belly." in page


def test_a_foreign_row_in_the_form_is_404_and_nothing_is_saved(
    as_user, therapist, patient, other_patient, outsiders_patient, row
):
    client = as_user(therapist)
    for stranger in (other_patient, outsiders_patient):
        theirs = make_version(stranger, make_exercise(), sent=False).prescriptions.get()
        before = stored()
        answer = press(
            client,
            patient,
            "program_save",
            **{
                f"{row.code}-sets": "5",
                f"{theirs.code}-revision": "1",
                f"{theirs.code}-sets": "5",
            },
        )
        assert answer.status_code == 404
        assert stored() == before


@pytest.mark.parametrize("code", ["x", "019a3c00-0000-7000-8000-000000000099"])
def test_a_made_up_row_is_404(as_user, therapist, patient, row, code):
    data = {f"{code}-revision": "1", f"{row.code}-sets": "5"}
    assert press(as_user(therapist), patient, "program_save", **data).status_code == 404
    row.refresh_from_db()
    assert row.sets == 1


@pytest.mark.parametrize("days", ["", "12", "7", "mon"])
def test_odd_days_are_marked_like_no_days(as_user, therapist, patient, row, days):
    data = {f"{row.code}-weekdays": days}
    assert press(as_user(therapist), patient, "program_save", **data).status_code == 422


def test_fields_nobody_offers_change_nothing(as_user, therapist, patient, row):
    data = {f"{row.code}-{name}": "2" for name in ("position", "kind", "version", "hold_seconds")}
    press(as_user(therapist), patient, "program_save", **data, status="sent", number="9")
    version = ProgramVersion.objects.get()
    row.refresh_from_db()
    assert (row.position, row.kind, row.hold_seconds) == (0, "mobility", None)
    assert (version.status, version.number) == ("draft", 1)


def test_the_review_day_is_saved(as_user, therapist, patient, row):
    client = as_user(therapist)
    assert press(client, patient, "program_save", review_on="soon").status_code == 422
    press(client, patient, "program_save", review_on="2026-12-15")
    assert str(ProgramVersion.objects.get().review_on) == "2026-12-15"


def test_saving_an_empty_page_opens_no_draft(as_user, therapist, patient, library):
    press(as_user(therapist), patient, "program_save")
    assert Program.objects.count() == 0


def test_search_is_kept_by_every_button(as_user, therapist, patient, row):
    answer = press(as_user(therapist), patient, "program_save", q="press", region="hips")
    assert answer.url.endswith("?q=press&region=hips")


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, row):
    data = open_page(as_user(therapist), patient) | {f"{row.code}-sets": "5"}
    assert press(as_user(outsider), patient, "program_save", data).status_code == 404
    row.refresh_from_db()
    assert row.sets == 1
    assert press(as_user(therapist), patient, "program_save", data).status_code == 302


def test_when_to_move_on_and_the_first_day_are_saved(as_user, therapist, patient, row):
    client = as_user(therapist)
    assert press(client, patient, "program_save", effective_on="soon").status_code == 422
    days = {"effective_on": "2099-12-08", "progression_note": "Two weeks without pain."}
    press(client, patient, "program_save", **days)
    draft = ProgramVersion.objects.get()
    assert str(draft.effective_on) == "2099-12-08"
    assert draft.progression_note == "Two weeks without pain."
    press(client, patient, "program_save", progression_note="")
    assert ProgramVersion.objects.get().progression_note == ""


def test_two_review_days_at_once_are_409_and_both_are_shown(
    as_user, therapist, colleague, patient, row
):
    page = open_page(as_user(therapist), patient)
    press(as_user(colleague), patient, "program_save", review_on="2026-12-15")
    client = as_user(therapist)
    answer = press(client, patient, "program_save", page, review_on="2026-12-20")
    assert answer.status_code == 409
    assert "Review: Dec 15, 2026" in answer.content.decode()
    assert "Review: Dec 20, 2026" in answer.content.decode()
    assert str(ProgramVersion.objects.get().review_on) == "2026-12-15"
    press(client, patient, "program_save", fields(answer))
    assert str(ProgramVersion.objects.get().review_on) == "2026-12-20"


def test_a_colleagues_review_day_survives_my_conflict_about_a_row(
    as_user, therapist, colleague, patient, row
):
    page = open_page(as_user(therapist), patient)
    theirs = {f"{row.code}-sets": "7", "review_on": "2026-12-15"}
    press(as_user(colleague), patient, "program_save", **theirs)
    client = as_user(therapist)
    answer = press(client, patient, "program_save", page, **{f"{row.code}-sets": "5"})
    assert answer.status_code == 409
    press(client, patient, "program_save", fields(answer))
    draft = ProgramVersion.objects.get()
    assert str(draft.review_on) == "2026-12-15", "I typed nothing there"
    assert draft.prescriptions.get().sets == 5


def test_after_discharge_nothing_is_written_and_what_was_typed_is_shown(
    as_user, therapist, patient, row
):
    client = as_user(therapist)
    page = open_page(client, patient)
    patient.discharge()
    answer = press(client, patient, "program_save", page, **{f"{row.code}-sets": "5"})
    assert answer.status_code == 409
    assert "care has ended" in answer.content.decode()
    assert "5 sets of 10" in answer.content.decode()
    row.refresh_from_db()
    assert row.sets == 1
    shown = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "program-form" not in shown
    patient.episodes.create(complaint="Back again", started_on=patient.today())
    assert press(client, patient, "program_save").status_code == 302


def test_the_enter_key_saves(as_user, therapist, patient, row):
    page = as_user(therapist).get(reverse("program", args=[patient.code])).content.decode()
    first = page[page.index('id="program-form"') :].split("<button", 2)[1].split(">")[0]
    assert "formaction" not in first
    assert "disabled" not in first
