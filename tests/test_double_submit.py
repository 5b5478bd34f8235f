"""One act, one row: logs double-clicked, resent with the back button and sent from a second tab, by
eight clients at once against a live server, on whichever database the suite runs on. 200 of them in
a trial (security.md, D8), else 40.
"""

import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import PatientDay, Session, SetLog, StretchLog
from tests.conftest import signed_up_patient
from tests.factories import make_exercise, make_version

PATIENTS = 8
CSRF = "c" * 32


@pytest.fixture
def _database(transactional_db):
    """Rows must be committed: the server answers from threads of its own."""


@pytest.fixture
def post(live_server):
    """`post(patient, url name, args, data)` → the status, as a browser's form post would get it."""
    cookies = {}

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    opener = urllib.request.build_opener(Stay)

    def post(patient, name, args, data):
        request = urllib.request.Request(
            live_server.url + reverse(name, args=args),
            urllib.parse.urlencode(data).encode(),
            {
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookies[patient.pk]}; csrftoken={CSRF}",
                "X-CSRFToken": CSRF,
            },
        )
        try:
            return opener.open(request, timeout=60).status
        except urllib.error.HTTPError as answer:
            return answer.code

    def sign_in(patient):
        client = Client()
        client.force_login(patient.user)
        cookies[patient.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value

    post.sign_in = sign_in
    return post


@pytest.fixture
def stretches(in_full):
    return 25 if in_full else 5


@pytest.fixture
def patients(therapist, notice, post, stretches):
    exercises = [make_exercise() for _ in range(stretches)]
    patients = []
    for number in range(PATIENTS):
        patient = signed_up_patient(therapist, notice, name=f"Name{number} Somebody")
        make_version(patient, *exercises, by=therapist)
        post.sign_in(patient)
        patients.append(patient)
    return patients


def together(tasks, post):
    """Send every task twice at the same moment, eight clients at a time; the statuses."""
    with ThreadPoolExecutor(max_workers=8) as clients:
        return set(
            clients.map(lambda task: post(*task), [t for task in tasks for t in (task, task)])
        )


def rows():
    return {
        "sessions": Session.objects.count(),
        "stretches": StretchLog.objects.filter(current=True).count(),
        "sets": SetLog.objects.count(),
        "days": PatientDay.objects.count(),
    }


@pytest.mark.trial("D8")
def test_double_clicks_resends_and_second_tabs(patients, post, tally, stretches):
    starts = [
        (patient, "session_start", [], {"key": uuid7(), "new_or_worse": "no"})
        for patient in patients
    ]
    assert together(starts, post) == {302}
    assert rows()["sessions"] == PATIENTS

    def logs():
        """A form for every stretch of every patient, as a freshly opened page holds it."""
        return [
            (patient, "stretch_log", [row.code], {"key": uuid7(), "none-1": 7, "pain": 2})
            for patient in patients
            for row in patient.prescriptions.all()
        ]

    first = logs()
    many = PATIENTS * stretches
    assert len(first) == many
    expected = {"sessions": PATIENTS, "stretches": many, "sets": many, "days": PATIENTS}
    assert together(first, post) == {302}
    assert rows() == expected
    assert StretchLog.objects.count() == many

    assert together(first, post) == {302}  # back, and sent again
    assert rows() == expected
    assert StretchLog.objects.count() == many

    assert together(logs(), post) == {302}  # the same from a second tab
    assert rows() == expected

    tally("D8", cases=len(first), wrong=abs(SetLog.objects.count() - len(first)))
    ends = [
        (patient, "session_finish", [], {"key": uuid7(), "new_or_worse": "no", "pain_after": 3})
        for patient in patients
    ]
    assert together(ends, post) == {302}
    assert Session.objects.filter(state="finished", pain_after=3).count() == PATIENTS
    assert set(PatientDay.objects.values_list("sets_done", "sessions")) == {(stretches, 1)}
