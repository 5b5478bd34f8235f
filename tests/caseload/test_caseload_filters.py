"""Which patients the chips show, and in which order."""

from datetime import timedelta

import pytest

from caseload.models import Monitoring
from people.models import Clinic
from tests.caseload.history import do_session, make_program
from tests.caseload.listed import URL, names
from tests.factories import make_patient


@pytest.fixture
def five(therapist):
    """Worse, Fine, New (nothing logged), Visit (next week and the one after) and Silent."""

    def make(name, days_ago=1, visit=None, **answers):
        patient = make_patient(therapist=therapist, name=name)
        make_program(patient, days_ago=2 if name == "New" else 20)
        if days_ago:
            do_session(patient, days_ago, **answers)
        if visit is not None:
            patient.episodes.update(next_visit_on=patient.today() + timedelta(days=visit))

    make("Fine", visit=7)
    make("Worse", new_or_worse=True, visit=0)
    make("New", days_ago=0)
    make("Visit", visit=6)
    make("Silent", days_ago=9)


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("", ["Worse", "Silent", "New", "Fine", "Visit"]),
        ("need", ["Worse", "Silent"]),
        ("not-started", ["New"]),
        ("visit", ["Worse", "Visit"]),
    ],
)
def test_what_the_chips_show_and_count(as_user, therapist, five, show, shown):
    page = as_user(therapist).get(URL, {"show": show})

    assert names(page) == shown
    counts = {value: many for value, _name, many, _query in page.context["chips"]}
    assert counts == {"": 5, "need": 2, "not-started": 1, "visit": 2, "discharged": ""}


@pytest.mark.parametrize(("day", "ends"), [(22, False), (23, True), (29, True), (30, False)])
def test_a_monitoring_period_ends_in_7_days(as_user, therapist, patient, day, ends):
    """The 24th day of 30 has seven left, itself among them."""
    Clinic.objects.update(monitoring=True)
    Monitoring.objects.create(patient=patient, started_on=patient.today() - timedelta(days=day))

    assert bool(names(as_user(therapist).get(URL, {"show": "period"}))) is ends


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("name", ["Fine", "New", "Silent", "Visit", "Worse"]),
        ("session", ["New", "Silent", "Fine", "Visit", "Worse"]),
        ("visit", ["Worse", "Visit", "Fine", "New", "Silent"]),
    ],
)
def test_other_orders_have_no_groups(as_user, therapist, five, sort, shown):
    page = as_user(therapist).get(URL, {"sort": sort})

    assert names(page) == shown
    assert b"rowgroup" not in page.content
    assert b"rowgroup" in as_user(therapist).get(URL).content


@pytest.mark.parametrize("query", [{"show": "x"}, {"sort": "x"}, {"therapist": "x"}])
def test_a_filter_nobody_offered_is_not_there(as_user, therapist, patient, query):
    assert as_user(therapist).get(URL, query).status_code == 404


def test_the_filters_stay_from_page_to_page(as_user, therapist):
    for number in range(51):
        make_patient(therapist=therapist, name=f"Patient {number:02}")

    page = as_user(therapist).post(URL, {"show": "need", "sort": "name", "q": "pat"})

    assert b"?therapist=everyone&amp;sort=name&amp;show=need&amp;page=2" in page.content
    assert page.context["page"].paginator.count == 51


def test_a_refresh_asks_for_the_same_list(as_user, therapist, five):
    page = as_user(therapist).get(URL, {"show": "need", "sort": "name"}).content.decode()

    assert 'data-refresh="/caseload/?sort=name&amp;show=need"' in page


def test_when_no_one_needs_you_the_page_says_so(as_user, therapist, patient):
    make_program(patient, days_ago=1)

    page = " ".join(as_user(therapist).get(URL, {"show": "need"}).content.decode().split())

    assert page.count("No one needs you right now") == 2
    assert "1 patient is on track. Last check today" in page
