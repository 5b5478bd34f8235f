"""Two therapists at the same moment, on real connections: nothing lost, nothing doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from programs.models import Prescription, ProgramVersion
from tests.factories import make_exercise, make_version
from tests.programs.page import open_page, press, rows, slugs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.trial("D7")]


def at_once(*acts):
    """Run these in threads that start together; their results in order."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def clients(therapist, colleague):
    return signed_in(therapist), signed_in(colleague)


def test_two_first_stretches_make_one_draft_and_one_409(clients, patient):
    make_exercise("press")
    make_exercise("book")
    pages = [open_page(client, patient) for client in clients]
    answers = at_once(
        lambda: press(clients[0], patient, "program_prescribe", pages[0], stretch="press"),
        lambda: press(clients[1], patient, "program_prescribe", pages[1], stretch="book"),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert ProgramVersion.objects.count() == 1
    assert len(rows(patient)) == 1


def test_two_edits_of_one_row_lose_none(clients, patient):
    row = make_version(patient, make_exercise(), sent=False).prescriptions.get()
    pages = [open_page(client, patient) for client in clients]
    answers = at_once(
        lambda: press(clients[0], patient, "program_save", pages[0], **{f"{row.code}-sets": "3"}),
        lambda: press(clients[1], patient, "program_save", pages[1], **{f"{row.code}-sets": "7"}),
    )
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302, 409]
    row.refresh_from_db()
    assert row.sets == (3, 7)[statuses.index(302)]
    refused = answers[statuses.index(409)].content.decode()
    assert "3 sets of 10" in refused
    assert "7 sets of 10" in refused


def test_sending_and_removing_at_once_keeps_what_was_sent(clients, patient):
    make_version(patient, make_exercise("press"), make_exercise("book"), sent=False)
    pages = [open_page(client, patient) for client in clients]
    gone = rows(patient)[0]
    answers = at_once(
        lambda: press(clients[0], patient, "program_send", pages[0]),
        lambda: press(clients[1], patient, "prescription_remove", pages[1], row=gone),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    version = ProgramVersion.objects.get()
    assert (version.status, version.prescriptions.count()) in [("sent", 2), ("draft", 1)]


def test_two_moves_keep_every_row_once(clients, patient):
    make_version(patient, *[make_exercise(slug) for slug in "abc"], sent=False)
    pages = [open_page(client, patient) for client in clients]
    first, _second, last = rows(patient)
    answers = at_once(
        lambda: press(clients[0], patient, "prescription_move", pages[0], row=first),
        lambda: press(clients[1], patient, "prescription_move", pages[1], row=last, direction="up"),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert slugs(patient) in [["b", "a", "c"], ["a", "c", "b"]]


def test_a_double_click_on_use_or_send_counts_once(clients, patient, library):
    client, _colleague = clients
    page = open_page(client, patient)
    template = {"template": "019a3c00-0000-7000-8000-000000000001"}
    at_once(*[lambda: press(client, patient, "program_use_template", page, **template)] * 2)
    assert Prescription.objects.count() == 6
    page = open_page(client, patient)
    at_once(*[lambda: press(client, patient, "program_send", page)] * 2)
    assert [version.status for version in ProgramVersion.objects.all()] == ["sent"]
