"""A flag closes with an outcome, once, and its pause goes on or ends as the therapist says."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import AlreadyClosed, Flag, PatientDay, WrongOutcome
from logbook.models.spine import needs_stop_signs
from programs.models import ProgramPause
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")

WORDS = "Strength is equal. Seen on Friday."


def asked(*answers):
    return {"list": 1, "language": "en", "answers": list(answers)}


def asking():
    return list(Flag.objects.asking(timezone.now()).values_list("reason", flat=True))


@pytest.fixture
def flag(session, roll):
    return session.hurt(roll, uuid7())


def test_it_is_closed_with_all_that_was_said(flag, therapist, patient):
    flag.close(therapist, "called", f" {WORDS} ", asked("no", "no"), keep_paused=False)

    assert (flag.outcome, flag.finding, flag.closed_by) == ("called", WORDS, therapist)
    assert (flag.closed_at, flag.asked) == (NOW, asked("no", "no"))
    assert asking() == []
    assert patient.pauses.get().until == patient.today()


def test_kept_paused_it_is_the_therapists_pause(flag, session, therapist, patient):
    flag.close(therapist, "emergency", WORDS, asked("yes"), keep_paused=True)

    pause = patient.pauses.get()
    assert (pause.until, pause.by) == (None, therapist)
    assert not needs_stop_signs(session)  # the stop signs have been talked about
    # taken back afterwards by a phone that had no network: the therapist's word holds
    session.withdraw(flag.key, uuid7())
    flag.refresh_from_db()
    assert (flag.is_taken_back, flag.is_closed) == (True, True)
    assert patient.pauses.get().until is None


def test_let_go_on_it_stays_paused_while_another_flag_is_open(session, roll, flag, therapist):
    later = session.hurt(roll, uuid7())

    flag.close(therapist, "called", WORDS, asked("no"), keep_paused=False)
    assert (asking(), ProgramPause.objects.get().until) == (["sharp-pain"], None)

    later.close(therapist, "called", WORDS, asked("no"), keep_paused=False)
    assert (asking(), ProgramPause.objects.get().until) == ([], session.local_date)


def test_a_pause_lifted_counts_the_day_anew(session, roll, flag, therapist, patient):
    assert PatientDay.recompute(patient, patient.today()).sets_target == 0

    flag.close(therapist, "called", WORDS, asked("no"), keep_paused=False)

    assert PatientDay.objects.get(patient=patient).sets_target == 6


def test_a_pause_for_another_reason_stays_as_it_is(session, roll, plan, therapist, patient):
    plan.program.pause(patient.today(), ProgramPause.Reason.ILL)
    flag = session.hurt(roll, uuid7())

    flag.close(therapist, "called", WORDS, asked("no"), keep_paused=False)

    pause = patient.pauses.get()
    assert (pause.reason, pause.until, pause.by) == ("ill", None, None)


def test_felt_lower_down_may_pause_as_well(session, press, therapist, patient):
    session.close_stretch(press, uuid7(), lowest_place_felt="back")
    session.close_stretch(press, uuid7(), lowest_place_felt="foot")
    assert asking() == ["moved-down"]

    Flag.objects.get().close(therapist, "called", WORDS, asked("yes"), keep_paused=True)

    pause = patient.pauses.get()
    assert (pause.until, pause.by, pause.from_date) == (None, therapist, patient.today())


def test_several_are_closed_together_or_not_at_all(session, roll, flag, therapist, colleague):
    other = session.hurt(roll, uuid7())
    flag.close(therapist, "called", WORDS, asked("no"), keep_paused=True)

    with pytest.raises(AlreadyClosed) as stale:
        Flag.close_all([flag, other], colleague, "known", "Mine.", asked("no"), True)

    assert [(f.pk, f.closed_by, f.finding) for f in stale.value.flags] == [
        (flag.pk, therapist, WORDS)
    ]
    other.refresh_from_db()
    assert not other.is_closed


def test_the_same_post_twice_is_once(flag, therapist):
    for minutes in (0, 5):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            flag.close(therapist, "called", WORDS, asked("no"), keep_paused=True)
    assert flag.closed_at == NOW


@pytest.mark.parametrize(
    ("outcome", "finding", "answers", "keep", "field"),
    [
        ("called", "  ", ["no"], True, "finding"),
        ("known", WORDS, ["no", "yes"], True, "outcome"),
        ("known", WORDS, ["no", ""], True, "outcome"),
        ("mistaken", WORDS, ["yes", ""], True, "outcome"),
        ("called", WORDS, ["yes"], False, "keep_paused"),
        ("emergency", WORDS, ["", "yes"], False, "keep_paused"),
    ],
)
def test_what_contradicts_itself_closes_nothing(
    flag, therapist, outcome, finding, answers, keep, field
):
    with pytest.raises(WrongOutcome) as wrong:
        flag.close(therapist, outcome, finding, asked(*answers), keep)
    assert wrong.value.field == field
    flag.refresh_from_db()
    assert not flag.is_closed


@pytest.mark.parametrize(
    ("outcome", "answers", "keep"),
    [
        ("known", ["no", "no"], False),
        ("mistaken", ["", ""], False),
        ("emergency", ["", "yes"], True),
        ("called", ["yes", "no"], True),
    ],
)
def test_what_fits_together_closes(flag, therapist, outcome, answers, keep):
    flag.close(therapist, outcome, WORDS, asked(*answers), keep)
    assert flag.outcome == outcome


def test_a_new_report_asks_again(session, roll, flag, therapist):
    flag.close(therapist, "called", WORDS, asked("no"), keep_paused=False)
    session.hurt(roll, uuid7())
    assert asking() == ["sharp-pain"]
    assert ProgramPause.objects.running().count() == 1


def test_asking_is_every_open_one_however_old_the_gravest_first(session, roll, press, therapist):
    long_ago = NOW - timedelta(days=90)
    Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), NOW, press)
    Flag.raise_for(session, Flag.Reason.SHARP_PAIN, uuid7(), long_ago, roll)
    Flag.raise_for(session, Flag.Reason.PAIN_AT_LIMIT, uuid7(), NOW, roll)
    Flag.raise_for(session, Flag.Reason.SHARP_PAIN, uuid7(), NOW + timedelta(hours=1), roll)

    assert asking() == ["pain-at-limit", "sharp-pain", "moved-down"]


@pytest.mark.parametrize("half", [{"outcome": "called"}, {"closed_at": NOW}])
def test_the_database_takes_no_half_closed_flag(flag, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(**half)
