"""Real threads against the real database: two admins, two clicks, two covers at one moment."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Cover, HandOver, Invitation, Membership, PatientTherapist
from tests.factories import make_clinic, make_member, make_patient
from tests.people.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_two_admins_who_end_each_other_leave_one():
    clinic = make_clinic()
    admins = [make_member(clinic, role="admin") for _ in range(2)]
    clients = [signed_in(admin) for admin in admins]

    def end_the_other(number):
        address = reverse("member_end", args=[admins[1 - number].code])
        return clients[number].post(address).status_code

    statuses = all_at_once(2, end_the_other)
    assert clinic.memberships.admins().count() == 1
    # The second was refused as the last one, or was no member any more.
    assert sorted(statuses)[0] == 302
    assert sorted(statuses)[1] in {302, 404, 422}


def test_two_admins_who_step_down_at_once_leave_one():
    clinic = make_clinic()
    admins = [make_member(clinic, role="admin") for _ in range(2)]

    def step_down(number):
        member = Membership.objects.get(pk=admins[number].pk)
        try:
            member.change("therapist", "PT")
        except Membership.LastAdmin:
            return "kept"
        return "stepped down"

    assert sorted(all_at_once(2, step_down)) == ["kept", "stepped down"]
    assert clinic.memberships.admins().count() == 1


@pytest.mark.parametrize("answers", [("accept", "accept"), ("accept", "decline")])
def test_an_offer_answered_twice_at_once_is_answered_once(answers):
    giver = make_member()
    taker = make_member(giver.clinic)
    patients = [make_patient(therapist=giver) for _ in range(5)]
    offer = HandOver(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    offer.offer(type(patients[0]).objects.filter(clinic=giver.clinic))
    address = reverse("hand_over_answer", args=[offer.code])
    clients = [signed_in(taker) for _ in answers]

    def press(number):
        return clients[number].post(address, {"answer": answers[number]}).status_code

    assert all_at_once(2, press) == [302, 302]
    offer.refresh_from_db()
    winner = taker if offer.state == "accepted" else giver
    links = PatientTherapist.objects.values_list("membership", flat=True)
    assert list(links) == [winner.pk] * 5


def test_who_leaves_takes_no_patient_along():
    """Accepting and leaving at one moment: the patients are with somebody who works here."""
    giver = make_member()
    taker = make_member(giver.clinic)
    for _ in range(3):
        make_patient(therapist=giver)
    offer = HandOver(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    offer.offer(giver.clinic.patients.all())

    def act(number):
        try:
            if number:
                Membership.objects.get(pk=taker.pk).end()
            else:
                HandOver.objects.get(pk=offer.pk).accept()
        except (HandOver.Answered, Membership.HasPatients) as error:
            return type(error).__name__
        return "done"

    assert "done" in all_at_once(2, act)
    held = PatientTherapist.objects.filter(membership__ended_at=None).count()
    assert (held, PatientTherapist.objects.count()) == (3, 3)


def test_no_patient_is_given_to_somebody_who_leaves_at_that_moment():
    stays = make_member()
    leaves = make_member(stays.clinic)
    patient = make_patient(therapist=stays)

    def act(number):
        try:
            if number:
                Membership.objects.get(pk=leaves.pk).end()
            else:
                patient.reassign(leaves)
        except (ValueError, Membership.HasPatients) as error:
            return type(error).__name__
        return "done"

    assert sorted(all_at_once(2, act)) in (["ValueError", "done"], ["HasPatients", "done"])
    assert patient.therapist_links.get().membership.ended_at is None


def test_overlapping_covers_at_once_are_one():
    away = make_member()
    colleagues = [make_member(away.clinic) for _ in range(4)]
    today = timezone.localdate()

    def add(number):
        cover = Cover(
            clinic=away.clinic,
            away=away,
            by=colleagues[number],
            from_date=today,
            to_date=today + timedelta(days=number),
        )
        try:
            cover.add()
        except Cover.Overlaps:
            return "refused"
        return "added"

    assert sorted(all_at_once(4, add)) == ["added", "refused", "refused", "refused"]
    assert Cover.objects.count() == 1


def test_one_colleague_invited_twice_at_once_gets_one_link(mailoutbox):
    admin = make_member(role="admin")
    clients = [signed_in(admin) for _ in range(4)]
    person = {"name": "Nia Brown", "email": "nia@x.test", "role": "therapist"}
    statuses = all_at_once(
        4, lambda number: clients[number].post(reverse("staff_invite"), person).status_code
    )
    assert statuses == [302] * 4
    assert Invitation.objects.count() == len(mailoutbox) == 1


def test_one_clinic_saved_by_two_admins_at_once_keeps_one_and_shows_both():
    clinic = make_clinic()
    clients = [signed_in(make_member(clinic, role="admin")) for _ in range(2)]
    typed = {
        "name": "Riverbend PT",
        "emergency_number": "911",
        "zone": "America/New_York",
        "language": "en",
        "accent": "#0A5468",
        "revision": 1,
    }

    def save(number):
        words = typed | {"phone": f"(555) 010-010{number}"}
        return clients[number].post(reverse("clinic_about"), words).status_code

    statuses = all_at_once(2, save)
    clinic.refresh_from_db()
    assert sorted(statuses) == [302, 409]
    assert clinic.phone == f"(555) 010-010{statuses.index(302)}"
    assert clinic.revision == 2
