"""The same doors where a clinic restricts therapists to their own caseload: a colleague who treats
none of its patients is asked for a reason at each, and no answer holds a word of any of them."""

import pytest

from people.models import Cover
from tests.access_rows import ROWS, STAFF
from tests.factories import make_member
from tests.test_access import expected_status, world  # noqa: F401


@pytest.fixture
def restricted(world, clinic):  # noqa: F811
    world.people["stranger"] = make_member(clinic, email="strange@riverbend.test")
    world.sign_in()
    type(clinic).objects.filter(pk=clinic.pk).update(restrict_to_caseload=True)
    return world


def asks_for_a_reason(row, answer, patient):
    """Whether the answer leads to the page that asks why, or is that page."""
    where = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    if row.name == "break_glass":
        return answer.status_code in {200, 422} and not where
    return where.startswith(f"/patients/{patient}/open/")


@pytest.mark.trial("A1")
def test_a_stranger_opens_nothing_and_reads_no_word(restricted, tally):
    patient, problems, cases = restricted.things["PATIENT"], [], 0
    for row in ROWS:
        for htmx in (False, True):
            answer, body = restricted.ask(row, "stranger", htmx)
            asked = f"{row.method} {row.name} {row.label}{' by htmx' if htmx else ''}"
            about = row.args[:1] == ["PATIENT"] and row.who == STAFF
            cases += 1
            if about and not asks_for_a_reason(row, answer, patient):
                problems.append(f"{asked}: {answer.status_code} {answer.headers.get('Location')}")
            seen = body + str(answer.headers)
            problems += [f"{asked}: sees {w}" for w in restricted.canaries.values() if w in seen]
    tally("A1", cases=cases, wrong=len(problems))
    assert problems == []
    assert cases > 300


def test_with_a_reason_the_same_doors_open(restricted, clinic):
    """Else the redirects above would prove nothing."""
    row = next(row for row in ROWS if row.name == "patient_detail")
    _answer, body = restricted.ask(row, "colleague", htmx=False)  # opened it with a reason
    assert "canary-patient-name" in body
    _answer, body = restricted.ask(row, "therapist", htmx=False)
    assert "canary-patient-name" in body


def ask_at(doors, restricted, who, closed, like):
    """(cases, problems) of this one at each door, plain and by htmx: 403 where it is closed, else
    answered like that role."""
    problems = []
    for row in doors:
        for htmx in (False, True):
            answer, _body = restricted.ask(row, who, htmx)
            expected = 403 if row.name in closed else expected_status(row, like, htmx)
            if answer.status_code != expected:
                problems.append(f"{row.method} {row.name} {row.label}: {answer.status_code}")
    return 2 * len(doors), problems


# What is not for who stands in.
CLOSED_WHILE_LENT = {"merge_records", "patient_reassign"}


@pytest.mark.trial("A1")
def test_who_covers_treats_and_takes_nobody_over(restricted, clinic, therapist, tally):
    """The stranger covers for our therapist and asks at each door of our patient's record."""
    cover, today = restricted.people["stranger"], clinic.today()
    Cover.objects.all().delete()
    Cover.objects.create(clinic=clinic, away=therapist, by=cover, from_date=today, to_date=today)
    doors = [row for row in ROWS if row.args[:1] == ["PATIENT"] and row.who == STAFF]
    cases, problems = ask_at(doors, restricted, "stranger", CLOSED_WHILE_LENT, like="therapist")
    tally("A1", cases=cases, wrong=len(problems))
    assert problems == []
    assert cases > 80


# What a reason does not open. (An edit that changes the e-mail: tests/people/test_the_hour.py.)
CLOSED_IN_THE_HOUR = {
    "access_code",
    "merge_records",
    "patient_discharge",
    "patient_export",
    "patient_invite",
    "patient_reassign",
    "patient_report",
    "report_period",
}


@pytest.mark.trial("A1")
def test_the_hour_opens_what_treats_and_nothing_that_takes_over(restricted, tally):
    """The colleague opened our patient with a reason, and asks at each door of a record."""
    doors = [row for row in ROWS if row.args[:1] == ["PATIENT"] and "colleague" in row.who]
    cases, problems = ask_at(doors, restricted, "colleague", CLOSED_IN_THE_HOUR, like="colleague")
    tally("A1", cases=cases, wrong=len(problems))
    assert problems == []
    assert cases > 80
