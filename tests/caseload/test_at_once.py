"""Two therapists press at the same moment, for real: one is told, nothing is lost or doubled."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from logbook.models import Flag
from tests.caseload.history import do_session, make_program
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def both_post(therapist, colleague):
    """`both_post(path, [data, data])`: the answers' statuses, in order of size."""
    clients = [Client(), Client()]
    for client, member in zip(clients, (therapist, colleague), strict=True):
        client.force_login(member.user)

    def post(path, datas):
        gate = threading.Barrier(2)
        answers = [None, None]

        def run(number):
            try:
                gate.wait(10)
                answers[number] = clients[number].post(path, datas[number]).status_code
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[number]) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(answers)

    return post


def test_one_flag_closed_by_two(both_post, patient):
    make_program(patient)
    for _ in range(ROUNDS):
        flag = do_session(patient, 0, new_or_worse=True).flags.get()
        path = reverse("patient_flag", args=[patient.code, flag.key])
        data = {"flags": flag.name, "outcome": "emergency", "keep_paused": "on"}
        words = [data | {"finding": finding} for finding in ("Dana's.", "Sam's.")]

        assert both_post(path, words) == [302, 409]

        flag.refresh_from_db()
        assert flag.finding == (
            "Dana's." if flag.closed_by.user.name == "Dana Okafor" else "Sam's."
        )
    assert Flag.objects.exclude(closed_at=None).count() == ROUNDS
    assert patient.pauses.running().count() == 1


def test_one_dose_changed_by_two(both_post, patient, therapist):
    row = make_program(patient, exercise=make_exercise(), by=therapist).prescriptions.get()
    for number in range(1, ROUNDS + 1):
        path = reverse("quick_edit", args=[patient.code, row.code])
        doses = [{"number": number, "sets": 1, "reps": 10 + 2 * number + more} for more in (0, 1)]

        assert both_post(path, doses) == [302, 409]

        version = patient.program_versions.get(number=number + 1)
        now = version.prescriptions.get()
        assert (version.status, now.copied_from) == ("sent", row)
        assert now.reps - 10 in (2 * number, 2 * number + 1)
        row = now
    assert patient.program_versions.count() == ROUNDS + 1
