"""Phases over weeks: a version sent now that starts later holds from its day, everywhere."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from caseload.loading import targets_of
from caseload.models import CaseloadPatient
from logbook.keys import uuid7
from logbook.models import PatientDay, Session
from logbook.plan import Plan
from programs.calendar import in_effect, targets_by_day
from programs.handout import version_to_print
from programs.models import Program, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import press, rows

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 15, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def phases(clock, as_user, therapist, patient):
    """Version 1 with one set from Nov 2 on; version 2 with three, sent on Monday for Friday."""
    make_version(
        patient,
        make_exercise("press-up", name="Press up"),
        by=therapist,
        effective_on=date(2026, 11, 2),
    )
    Program.open_for(patient).open_draft()
    (row,) = rows(patient)
    typed = {f"{row.code}-sets": "3", "effective_on": "2026-11-27"}
    assert press(as_user(therapist), patient, "program_send", **typed).status_code == 302
    return list(ProgramVersion.objects.order_by("number"))


def test_it_keeps_the_day_it_was_sent_for(phases):
    assert [str(version.effective_on) for version in phases] == ["2026-11-02", "2026-11-27"]
    assert phases[0].program.current == phases[0]


def test_the_version_that_holds_on_each_day(phases, patient):
    days = [date(2026, 11, day) for day in (1, 2, 26, 27, 30)]
    followed = [ProgramVersion.objects.in_effect(patient, day) for day in days]
    assert followed == [None, phases[0], phases[0], phases[1], phases[1]]
    assert [in_effect(phases, day) for day in days] == followed
    targets = targets_by_day(phases, date(2026, 11, 25), date(2026, 11, 28))
    assert list(targets.values()) == [1, 1, 3, 3]


def test_what_the_patient_is_asked_for_changes_on_that_day(as_user, patient, phases, clock):
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "1 set of 10" in page
    assert "3 sets of 10" not in page
    assert Plan(patient).version.endswith("/1")
    clock.move_to(FRIDAY)
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "3 sets of 10" in page
    assert Plan(patient).version.endswith("/2")


def test_a_session_follows_the_version_that_holds_at_home(patient, phases, clock):
    assert Session.start(patient, uuid7()).version == phases[0]
    # On Thursday evening in New York it is Friday in Tokyo, where the phone is.
    clock.move_to(datetime(2026, 11, 27, 1, tzinfo=UTC))
    assert Session.start(patient, uuid7(), zone="Asia/Tokyo").version == phases[0]
    clock.move_to(FRIDAY)
    assert Session.start(patient, uuid7()).version == phases[1]


def test_days_are_counted_against_what_held_then(patient, phases):
    for day in (26, 27):
        PatientDay.recompute(patient, date(2026, 11, day))
    targets = PatientDay.objects.order_by("local_date").values_list("sets_target", flat=True)
    assert list(targets) == [1, 3]


def test_the_caseload_counts_no_day_of_it_before_it_starts(therapist, patient, phases, clock):
    def targets():
        (row,) = (
            CaseloadPatient.objects.filter(pk=patient.pk).any_care().for_worklist(patient.today())
        )
        return targets_of(row.versions, date(2026, 11, 25), date(2026, 11, 28))

    assert list(targets().values()) == [1, 1, 3, 3]
    clock.move_to(datetime(2026, 11, 29, 15, tzinfo=UTC))
    assert list(targets().values()) == [1, 1, 3, 3]


def test_the_draft_after_it_continues_from_it(as_user, therapist, patient, phases):
    client = as_user(therapist)
    client.post(reverse("program_start_draft", args=[patient.code]))
    (row,) = rows(patient)
    assert (row.sets, row.version.number) == (3, 3)
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "No changes since" in page
    assert "version 2 on Nov 27" in page
    assert "Draft 3 takes its place unless it starts after Nov 27." in page


def test_a_day_in_the_past_means_today(as_user, therapist, patient, clock):
    make_version(patient, make_exercise(), sent=False)
    press(as_user(therapist), patient, "program_send", effective_on="2026-11-01")
    assert str(ProgramVersion.objects.get().effective_on) == "2026-11-23"


def test_the_earliest_is_announced_whichever_was_sent_first(as_user, therapist, patient, clock):
    """Version 2 comes before version 1 does, so that version 1 never holds."""
    for day in ("2026-12-10", "2026-11-30"):
        make_version(patient, make_exercise(), by=therapist, effective_on=date.fromisoformat(day))
    assert version_to_print(patient).number == 2
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "Your plan starts on Monday, November 30" in page


def test_the_record_names_the_next_phase_and_none_as_an_earlier_one(
    as_user, therapist, patient, clock
):
    for day in ("2026-11-30", "2026-12-10"):
        make_version(patient, make_exercise(), by=therapist, effective_on=date.fromisoformat(day))
    page = as_user(therapist).get(reverse("patient_detail", args=[patient.code])).content.decode()
    assert "Version 1 starts Mon, Nov 30" in page
    assert "Earlier:" not in page
    assert reverse("session_together", args=[patient.code]) not in page


def test_a_first_program_that_starts_later_is_announced(as_user, therapist, patient, clock):
    make_version(patient, make_exercise(), sent=False)
    press(as_user(therapist), patient, "program_send", effective_on="2026-11-27")
    page = as_user(patient).get(reverse("today")).content.decode()
    assert "Your plan starts on Friday, November 27" in page
    assert "on the way" not in page
    page = as_user(therapist).get(reverse("program", args=[patient.code])).content.decode()
    assert "Version 1 starts Nov 27." in page
