"""Real threads against the real database: exactly one of many uses of a link succeeds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from people.models import Invitation, Patient, User
from tests.factories import make_member, make_notice, make_patient, make_user

PATIENT = {
    "name": "Maria Delgado",
    "zone": "America/New_York",
    "complaint": "Low back pain",
    "side": "left",
    "directional_preference": "not_tested",
    "started_on": "2026-11-01",
}
pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(count, act):
    """What `act(number)` returned in each of `count` threads that start together."""
    start = Barrier(count)

    def run(number):
        try:
            start.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.parametrize("answer", [{"password": "kneel in the garden"}, {"by_code": "yes"}])
def test_one_link_is_accepted_once(answer):
    therapist = make_member()
    patient = make_patient(therapist=therapist, email="maria@example.com")
    _, token = Invitation.issue(
        clinic=patient.clinic, email=patient.email, role="patient", patient=patient
    )
    address = reverse("invitation", args=[token])
    statuses = all_at_once(8, lambda number: Client().post(address, answer).status_code)
    assert sorted(statuses)[0] == 302
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 404, 422}
    user = User.objects.get(email="maria@example.com")
    assert Patient.objects.get(user=user) == patient
    assert Invitation.objects.exclude(used_at=None).count() == 1


def test_two_links_to_one_new_person_make_one_account():
    """Two clinics invite the same e-mail; both links are opened at the same moment."""
    links = []
    for _ in range(2):
        patient = make_patient(therapist=make_member(), email="maria@example.com")
        _, token = Invitation.issue(
            clinic=patient.clinic, email=patient.email, role="patient", patient=patient
        )
        links.append(reverse("invitation", args=[token]))
    statuses = all_at_once(
        2, lambda number: Client().post(links[number], {"by_code": "yes"}).status_code
    )
    assert sorted(statuses) in ([302, 302], [302, 422])
    assert User.objects.filter(email="maria@example.com").count() == 1
    assert Patient.objects.exclude(user=None).count() == statuses.count(302) == 1


def test_a_patient_added_twice_is_one():
    member = make_member()

    def add(number):
        client = Client()
        client.force_login(member.user)
        return client.post(reverse("patient_add"), PATIENT | {"key": "one-page"}).status_code

    assert all_at_once(4, add) == [302] * 4
    assert Patient.objects.count() == 1


def test_of_many_edits_of_one_revision_one_is_saved():
    patient = make_patient(therapist=make_member())
    address = reverse("patient_edit", args=[patient.code])

    def save(number):
        client = Client()
        client.force_login(patient.therapist.user)
        return client.post(address, PATIENT | {"revision": 1, "name": f"Maria {number}"})

    statuses = [answer.status_code for answer in all_at_once(6, save)]
    assert sorted(statuses) == [302] + [409] * 5
    winner = statuses.index(302)
    patient.refresh_from_db()
    assert (patient.name, patient.revision) == (f"Maria {winner}", 2)


def test_a_notice_acknowledged_by_many_clicks_is_one_row():
    notice = make_notice()
    patient = make_patient(user=make_user())

    def click(number):
        client = Client()
        client.force_login(patient.user)
        answer = {"version": notice.number, "understood": "yes"}
        return client.post(reverse("notice"), answer).status_code

    assert all_at_once(6, click) == [302] * 6
    assert notice.acknowledgements.count() == 1


def test_a_patient_handed_over_by_many_clicks_has_one_therapist():
    patient = make_patient(therapist=make_member())
    colleagues = [make_member(patient.clinic) for _ in range(2)]

    def hand_over(number):
        client = Client()
        client.force_login(patient.therapist.user)
        address = reverse("patient_reassign", args=[patient.code])
        return client.post(address, {"therapist": colleagues[number % 2].code}).status_code

    assert all_at_once(6, hand_over) == [302] * 6
    assert patient.therapist_links.get().membership in colleagues
