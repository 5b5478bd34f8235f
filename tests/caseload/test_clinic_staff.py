"""Who works at a clinic and what rests on them, for its admin: numbers, never a patient."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Flag, Session
from people.models import Cover, HandOver, Invitation
from tests.factories import make_exercise, make_member, make_patient, make_version

# Wednesday, 2 pm in New York
NOW = time_machine.travel("2026-11-25T19:00:00Z", tick=False)


def rows_of(client):
    """name → (role, patients, flags, last sign-in, cover), as the page has them in words."""
    page = client.get(reverse("clinic_staff"))
    assert page.status_code == 200
    return {str(member): member for member in page.context["members"]}, page.content.decode()


def words(page, name):
    """The cells of one member's row, as plain words."""
    import re

    row = next(r for r in re.findall(r"<tr>.*?</tr>", page, re.S) if name in r)
    cells = re.findall(r"<t[dh].*?</t[dh]>", row, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def flagged(patient, *reasons, **fields):
    version = make_version(patient, make_exercise())
    session = Session.objects.create(
        patient=patient,
        key=uuid7(),
        version=version,
        started_at=timezone.now(),
        zone=patient.zone,
        local_date=patient.today(),
    )
    key = uuid7()
    for reason in reasons:
        Flag.objects.create(
            patient=patient, session=session, key=key, reason=reason, at=timezone.now(), **fields
        )


@NOW
def test_each_member_with_what_rests_on_them(as_user, clinic_admin, therapist, colleague):
    three = [make_patient(therapist=therapist) for _ in range(3)]
    three[0].discharge()
    flagged(three[1], "new-or-worse", "pain-at-limit")  # one report with two reasons
    flagged(three[2], "sharp-pain", withdrawn_at=timezone.now())  # a mistaken yes
    therapist.user.last_login = timezone.now() - timedelta(hours=4, minutes=58)
    therapist.user.save()
    Cover.objects.create(
        clinic=clinic_admin.clinic,
        away=colleague,
        by=therapist,
        from_date=date(2026, 11, 25),
        to_date=date(2026, 11, 30),
    )
    _, page = rows_of(as_user(clinic_admin))
    assert words(page, "Dana Okafor")[:6] == [
        "Dana Okafor, PT dana@riverbend.test",
        "Therapist",
        "2 and 1 discharged",
        "1",
        "Today, 9:02 AM",
        "–",
    ]
    assert words(page, "sam@riverbend.test")[1:6] == [
        "Therapist",
        "0",
        "0",
        "Not yet",
        "Dana Okafor, today to Nov 30",
    ]
    assert words(page, "Lee Park")[1:6] == ["Clinic admin", "–", "–", "Now", "–"]


def test_an_admin_with_credentials_is_both(as_user, clinic_admin, clinic):
    clinic_admin.credentials = "DPT"
    clinic_admin.save()
    make_patient(therapist=clinic_admin)
    _, page = rows_of(as_user(clinic_admin))
    assert words(page, "Lee Park")[1:3] == ["Clinic admin, therapist", "1"]


@NOW
def test_the_invited_stand_below(as_user, clinic_admin, other_clinic):
    for place, email in [(clinic_admin.clinic, "kofi@x.test"), (other_clinic, "far@x.test")]:
        Invitation.issue(clinic=place, email=email, role="therapist", name="Kofi Mensah")
    _, page = rows_of(as_user(clinic_admin))
    assert "3 people" not in page
    assert "1 person, 1 invited" in " ".join(page.split())
    assert "Invited today, 2:00 PM. The link works until Nov 28." in " ".join(page.split())
    assert "far@x.test" not in page


@NOW
def test_one_that_ran_out_can_be_sent_again(as_user, clinic_admin):
    with time_machine.travel("2026-11-10T19:00:00Z", tick=False):
        Invitation.issue(clinic=clinic_admin.clinic, email="kofi@x.test", role="therapist")
    page = " ".join(rows_of(as_user(clinic_admin))[1].split())
    assert "Invited Nov 10. The link ended Nov 13. Send it again." in page


def test_no_patient_is_named(as_user, clinic_admin, patient):
    assert patient.name not in rows_of(as_user(clinic_admin))[1]


def test_those_who_left_and_other_clinics_are_not_there(as_user, clinic_admin, outsider, colleague):
    colleague.end()
    members, page = rows_of(as_user(clinic_admin))
    assert list(members) == ["Lee Park"]
    assert "Sam Rivera" not in page
    assert "Olga" not in page


def test_what_is_on_offer_here_and_nothing_of_another_clinic(
    as_user, clinic_admin, colleague, therapist, outsider
):
    for giver, taker in [(therapist, colleague), (outsider, make_member(outsider.clinic))]:
        HandOver.objects.create(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    page = as_user(clinic_admin).get(reverse("clinic_staff"))
    assert [offer.giver for offer in page.context["offers"]] == [therapist]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_user, clinic_admin, assert_queries, count, clinic, notice):
    for number in range(count):
        member = make_member(clinic, name=f"Member {number}")
        flagged(make_patient(therapist=member), "new-or-worse")
        Invitation.issue(clinic=clinic, email=f"{number}@x.test", role="therapist")
        Cover.objects.create(
            clinic=clinic,
            away=member,
            by=clinic_admin,
            from_date=timezone.localdate(),
            to_date=timezone.localdate() + timedelta(days=3),
        )
    client = as_user(clinic_admin)
    # who asks, where; members, patients, flags, covers, invited, offers; the hours, late flags
    with assert_queries(10):
        assert client.get(reverse("clinic_staff")).status_code == 200
