"""What a patient tells raises a flag, and what was a mistake takes it back."""

from datetime import timedelta

import pytest
import time_machine

from logbook.keys import uuid7
from logbook.models import (
    DifferentContent,
    FinishLog,
    Flag,
    Session,
)
from programs.models import ProgramPause
from tests.factories import make_version
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def standing():
    return sorted(Flag.objects.standing().values_list("reason", flat=True))


# --- flags ------------------------------------------------------------------


def test_pain_below_the_limit_flags_nothing(session, roll, press):
    session.close_stretch(roll, uuid7(), pain=6)
    session.log_stretch(press, uuid7(), pain=6)
    session.finish(uuid7(), new_or_worse=False, pain_after=6)
    assert standing() == []
    assert not ProgramPause.objects.exists()


@pytest.mark.parametrize("verb", ["close_stretch", "log_stretch"])
def test_pain_at_the_limit_flags_and_pauses(session, patient, roll, verb):
    key = uuid7()
    log = getattr(session, verb)(roll, key, pain=7)
    flag = Flag.objects.get()
    assert (flag.reason, flag.key, flag.prescription) == ("pain-at-limit", key, roll)
    assert (flag.patient, flag.session, flag.at) == (patient, session, log.logged_at)
    assert flag.pause == patient.pauses.get()
    assert flag.pause.from_date == patient.today()
    getattr(session, verb)(roll, key, pain=7)
    assert Flag.objects.count() == 1


def test_the_patients_own_limit_is_the_one(session, patient, roll):
    patient.pain_limit = 4
    patient.save()
    session.close_stretch(roll, uuid7(), pain=4)
    assert standing() == ["pain-at-limit"]


def test_what_is_told_before_and_after_is_flagged(patient, plan):
    session = Session.start(patient, uuid7(), pain_before=8, new_or_worse_before=True)
    assert standing() == ["new-or-worse", "pain-at-limit"]
    assert set(Flag.objects.values_list("key", "prescription")) == {(session.key, None)}
    session.finish(uuid7(), new_or_worse=True, pain_after=9)
    assert standing() == ["new-or-worse"] * 2 + ["pain-at-limit"] * 2
    assert patient.pauses.count() == 1


def test_sharp_pain_flags_once_and_pauses(session, patient, roll, press):
    key = uuid7()
    flag = session.hurt(roll, key)
    assert (flag.reason, flag.prescription, flag.already) == ("sharp-pain", roll, False)
    assert session.hurt(roll, key).already
    assert patient.pauses.get().until is None
    with pytest.raises(DifferentContent):
        session.hurt(press, key)


@pytest.mark.parametrize(
    ("before", "now", "lower"),
    [
        ("back", "buttock", True),
        ("thigh", "foot", True),
        ("foot", "back", False),
        ("thigh", "thigh", False),
        ("", "foot", False),
        ("back", "", False),
    ],
)
def test_lower_than_the_last_time_is_flagged_and_pauses_nothing(
    patient, session, press, before, now, lower
):
    session.close_stretch(press, uuid7(), lowest_place_felt=before)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        key = uuid7()
        Session.start(patient, uuid7()).close_stretch(press, key, lowest_place_felt=now)
    assert standing() == ["moved-down"] * lower
    assert not ProgramPause.objects.exists()
    if lower:
        assert (Flag.objects.get().key, Flag.objects.get().prescription) == (key, press)


def test_lower_than_earlier_in_the_same_stretch_is_flagged(session, press):
    session.close_stretch(press, uuid7(), lowest_place_felt="buttock")
    session.close_stretch(press, uuid7(), lowest_place_felt="thigh")
    assert standing() == ["moved-down"]


def test_an_answer_skipped_in_between_is_looked_past(patient, session, press):
    session.close_stretch(press, uuid7(), lowest_place_felt="back")
    Session.start(patient, uuid7()).close_stretch(press, uuid7())
    Session.start(patient, uuid7()).close_stretch(press, uuid7(), lowest_place_felt="thigh")
    assert standing() == ["moved-down"]


def test_the_last_answer_is_of_the_same_way_to_do_it_by_the_same_patient(
    session, press, roll, other_patient
):
    theirs = make_version(other_patient, press.exercise).prescriptions.get()
    Session.start(other_patient, uuid7()).close_stretch(theirs, uuid7(), lowest_place_felt="back")
    session.close_stretch(roll, uuid7(), lowest_place_felt="back")
    session.close_stretch(press, uuid7(), lowest_place_felt="foot")
    assert standing() == []


def test_the_same_way_in_a_newer_version_is_compared(patient, session, plan, press, therapist):
    session.close_stretch(press, uuid7(), lowest_place_felt="back")
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    row = newer.prescriptions.get(variation=press.variation)
    Session.start(patient, uuid7()).close_stretch(row, uuid7(), lowest_place_felt="foot")
    assert standing() == ["moved-down"]


def test_a_late_answer_is_compared_with_what_was_before_it(patient, session, press):
    session.close_stretch(press, uuid7(), lowest_place_felt="back")
    earlier = NOW - timedelta(hours=5)
    late = Session.start(patient, uuid7(), now=earlier)
    late.close_stretch(press, uuid7(), lowest_place_felt="thigh", now=earlier)
    assert standing() == []


# --- answers corrected, acts taken back -------------------------------------


def test_a_harmless_correction_takes_its_own_flag_back(session, patient, roll, press):
    session.log_stretch(roll, uuid7(), pain=8)
    session.log_stretch(press, uuid7(), pain=8)
    session.log_stretch(roll, uuid7(), pain=2)
    assert Flag.objects.standing().get().prescription == press
    assert patient.pauses.get().until is None
    session.log_stretch(press, uuid7(), pain=3)
    assert standing() == []
    assert patient.pauses.get().until == patient.today()


def test_a_correction_of_something_else_leaves_the_flag(session, roll, press):
    key = uuid7()
    session.log_stretch(roll, key, pain=8, lowest_place_felt="back")
    session.log_stretch(roll, uuid7(), {("none", 1): 5}, pain=8, lowest_place_felt="back")
    session.close_stretch(roll, uuid7(), reason="pain")
    assert Flag.objects.standing().get().key == key
    session.log_stretch(press, uuid7(), lowest_place_felt="back")
    session.log_stretch(press, uuid7(), lowest_place_felt="foot")
    session.log_stretch(press, uuid7(), {("none", 1): 5}, lowest_place_felt="foot")
    assert standing() == ["moved-down", "pain-at-limit"]
    session.log_stretch(press, uuid7(), lowest_place_felt="back")
    assert standing() == ["pain-at-limit"]


def test_the_end_corrected_leaves_the_flag_of_the_beginning(patient, plan):
    session = Session.start(patient, uuid7(), new_or_worse_before=True)
    session.finish(uuid7(), new_or_worse=True)
    session.finish(uuid7(), new_or_worse=False)
    assert Flag.objects.standing().get().key == session.key
    assert patient.pauses.get().until is None


def test_a_mistaken_yes_before_is_taken_back_once(patient, plan):
    key = uuid7()
    session = Session.start(patient, key, new_or_worse_before=True)
    assert not session.withdraw(key, uuid7()).already
    assert session.withdraw(key, uuid7()).already
    session.refresh_from_db()
    assert session.new_or_worse_before is False
    assert (standing(), patient.pauses.get().until) == ([], patient.today())
    # the start itself, sent again, is still the start that was sent
    assert Session.start(patient, key, new_or_worse_before=True).already


def test_a_mistaken_yes_at_the_end_becomes_a_corrected_answer(session):
    of, key = uuid7(), uuid7()
    session.finish(of, new_or_worse=True, pain_after=3, effort=5, note="Fine.")
    session.withdraw(of, key)
    session.refresh_from_db()
    assert (session.new_or_worse, session.pain_after, session.note) == (False, 3, "Fine.")
    old, new = FinishLog.objects.order_by("id")
    assert (old.new_or_worse, old.current, new.key, new.replaces) == (True, False, key, old)
    assert session.withdraw(of, key).already
    assert FinishLog.objects.count() == 2


def test_what_is_taken_back_leaves_what_others_told(session, patient, roll):
    of = uuid7()
    session.hurt(roll, of)
    session.finish(uuid7(), new_or_worse=True)
    session.withdraw(of, uuid7())
    assert standing() == ["new-or-worse"]
    assert patient.pauses.get().until is None


def test_what_flagged_nothing_here_cannot_be_taken_back(session, patient, roll):
    of = uuid7()
    session.hurt(roll, of)
    other = Session.start(patient, uuid7())
    for wrong in (uuid7(), session.key):
        with pytest.raises(ValueError):
            session.withdraw(wrong, uuid7())
    with pytest.raises(ValueError):
        other.withdraw(of, uuid7())
    assert standing() == ["sharp-pain"]
