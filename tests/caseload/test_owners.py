"""Whose a safety flag is, hour by hour, and where it goes next."""

from datetime import UTC, datetime, timedelta

import pytest

from caseload.models import WorklistRules
from caseload.owners import Desk, owner_of, therapists_of
from people.models import Cover
from tests.factories import make_member, make_patient

TOLD = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def hours(number):
    return timedelta(hours=number)


@pytest.fixture
def ana(clinic):
    return make_member(clinic, email="ana@riverbend.test", name="Ana Ruiz")


def ask(patient, after=0.0, told=TOLD):
    desk = Desk(patient.clinic, told.date())
    return owner_of(told, therapists_of(patient), desk, told + hours(after))


def test_the_therapist_then_a_colleague_then_the_admins(
    patient, therapist, colleague, ana, clinic_admin
):
    first = ask(patient)
    assert (first.members, first.words) == ((therapist,), "Dana Okafor")
    assert (first.next_members, first.next_words) == ((ana, colleague), "any colleague")
    assert first.next_at == TOLD + hours(2)

    assert ask(patient, 1.99).members == (therapist,)
    second = ask(patient, 2)
    assert second.members == (ana, colleague)
    assert (second.before, second.is_of(therapist)) == ((therapist,), True)
    assert (second.next_members, second.next_words) == ((clinic_admin,), "Lee Park")
    assert second.next_at == TOLD + hours(4)

    last = ask(patient, 4)
    assert last.members == (clinic_admin,)
    assert (last.next_at, last.next_members) == (None, ())


def test_another_therapist_of_the_patient_comes_before_any_colleague(
    patient, therapist, colleague, ana
):
    patient.therapist_links.create(membership=ana)
    assert ask(patient).next_words == "Ana Ruiz"


def test_while_away_it_is_the_covers(patient, therapist, colleague, ana):
    day = TOLD.date()
    Cover.objects.create(clinic=patient.clinic, away=therapist, by=ana, from_date=day, to_date=day)
    first = ask(patient)
    assert first.members == (ana,)
    assert therapist in first.next_members
    later = TOLD + hours(24)  # the cover has ended by itself
    assert ask(patient, told=later).members == (therapist,)


def test_covers_that_cover_each_other_go_round_once(patient, therapist, ana):
    day = TOLD.date()
    for away, by in ((therapist, ana), (ana, therapist)):
        Cover.objects.create(clinic=patient.clinic, away=away, by=by, from_date=day, to_date=day)
    assert ask(patient).members == (ana,)


def test_alone_in_a_clinic_it_goes_nowhere(patient, therapist):
    only = ask(patient, 100)
    assert (only.members, only.next_at) == ((therapist,), None)


def test_without_a_therapist_it_is_anybodys(clinic, therapist, colleague, clinic_admin):
    nobodys = ask(make_patient(clinic))
    assert nobodys.members == (therapist, colleague)
    assert nobodys.next_members == (clinic_admin,)


def test_who_left_owns_nothing(patient, therapist, colleague):
    therapist.ended_at = TOLD
    therapist.save()
    assert ask(patient).members == (colleague,)


@pytest.mark.parametrize(
    ("numbers", "next_at"),
    [
        ({"cover_after_hours": 1, "admin_after_hours": 1}, 1),
        ({"cover_after_hours": 0, "admin_after_hours": 3}, 3),
        ({"cover_after_hours": 0, "admin_after_hours": 0}, None),
    ],
)
def test_the_hours_are_the_clinics_and_0_hands_nothing_on(
    patient, colleague, clinic_admin, numbers, next_at
):
    WorklistRules.objects.create(clinic=patient.clinic, **numbers)
    assert ask(patient).next_at == (next_at and TOLD + hours(next_at))


def test_a_desk_costs_one_query(patient, colleague, clinic_admin, assert_queries):
    with assert_queries(1):
        Desk(patient.clinic, TOLD.date())
