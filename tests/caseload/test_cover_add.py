import pytest
from django.urls import reverse

from caseload.views.worklist import today_at
from people.models import Cover
from tests.factories import make_member

# Noon in New York; dates below are of the clinic's calendar.
NOW = "2026-11-24T17:00:00Z"
pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def add(client, away, by, first="2026-12-01", last="2026-12-07", key="one-page"):
    fields = {"by": getattr(by, "code", by), "from_date": first, "to_date": last, "key": key}
    return client.post(reverse("cover_add", args=[away.code]), fields)


def all_covers():
    return [(str(c.away.user), str(c.by.user), str(c.from_date)) for c in Cover.objects.all()]


def test_a_therapist_sets_the_own_one(as_user, therapist, colleague):
    assert add(as_user(therapist), therapist, colleague).url == reverse("hand_over")
    assert all_covers() == [("Dana Okafor", "Sam Rivera", "2026-12-01")]


def test_an_admin_sets_anyones(as_user, clinic_admin, therapist, colleague):
    assert add(as_user(clinic_admin), therapist, colleague).url == reverse("clinic_staff")
    assert len(all_covers()) == 1


def test_it_holds_on_its_days_and_no_other(therapist, colleague, clinic):
    Cover.objects.create(
        clinic=clinic, away=therapist, by=colleague, from_date="2026-12-01", to_date="2026-12-07"
    )
    days = ["2026-11-30", "2026-12-01", "2026-12-07", "2026-12-08"]
    assert [Cover.objects.holding_on(day).count() for day in days] == [0, 1, 1, 0]


def test_two_clicks_make_one(as_user, therapist, colleague):
    for _ in range(2):
        assert add(as_user(therapist), therapist, colleague).status_code == 302
    assert len(all_covers()) == 1


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        ("2026-11-28", "2026-11-30", False),  # the day before
        ("2026-11-28", "2026-12-01", True),
        ("2026-12-03", "2026-12-04", True),
        ("2026-12-07", "2026-12-20", True),
        ("2026-12-08", "2026-12-20", False),  # the day after
        ("2026-11-25", "2026-12-31", True),
    ],
)
def test_overlaps_are_refused_with_who_and_when(
    as_user, therapist, colleague, clinic, first, last, overlaps
):
    client, third = as_user(therapist), make_member(clinic, name="Ana Ruiz")
    add(client, therapist, colleague)
    answer = add(client, therapist, third, first, last, key="another")
    assert answer.status_code == (422 if overlaps else 302)
    if overlaps:
        said = "Dana Okafor is away from Dec 1 to Dec 7 already, covered by Sam Rivera."
        assert said in str(answer.context["form"].errors["from_date"])
    assert len(all_covers()) == (1 if overlaps else 2)


def test_who_is_away_does_not_cover(as_user, clinic_admin, therapist, colleague, clinic):
    client, third = as_user(clinic_admin), make_member(clinic, name="Ana Ruiz")
    add(client, colleague, third)
    answer = add(client, therapist, colleague, key="another")
    said = "Sam Rivera is away, too, from Dec 1 to Dec 7."
    assert said in str(answer.context["form"].errors["by"])


def test_who_covers_does_not_go_away(as_user, clinic_admin, therapist, colleague, clinic):
    client, third = as_user(clinic_admin), make_member(clinic, name="Ana Ruiz")
    add(client, colleague, therapist)
    answer = add(client, therapist, third, key="another")
    said = "Dana Okafor covers for Sam Rivera from Dec 1 to Dec 7. End that first."
    assert said in str(answer.context["form"].errors["from_date"])


def test_one_that_ended_is_in_nobodys_way(as_user, therapist, colleague):
    client = as_user(therapist)
    add(client, therapist, colleague)
    Cover.objects.get().end()
    assert add(client, therapist, colleague, key="another").status_code == 302


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        ("2026-12-07", "2026-12-01", "to_date", "The last day is before the first day."),
        ("2026-11-01", "2026-11-23", "to_date", "This day is over."),
        ("2026-12-01", "2027-12-03", "to_date", "A cover lasts a year at most."),
        ("", "2026-12-01", "from_date", "This is needed."),
        ("soon", "2026-12-01", "from_date", "Enter a valid date."),
        ("2096-12-01", "2096-12-02", "to_date", "Choose a day in the next two years."),
    ],
)
def test_errors_stand_beside_their_fields(as_user, therapist, colleague, first, last, field, words):
    answer = add(as_user(therapist), therapist, colleague, first, last)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert all_covers() == []


def test_today_is_the_clinics(as_user, therapist, colleague, time_machine):
    """At 3 in the morning in London it is still the day before in New York."""
    time_machine.move_to("2026-11-25T03:00:00Z", tick=False)
    assert str(today_at(therapist.clinic)) == "2026-11-24"
    assert (
        add(as_user(therapist), therapist, colleague, "2026-11-24", "2026-11-24").status_code == 302
    )


def test_nothing_of_others(as_user, therapist, colleague, outsider, clinic_admin):
    client = as_user(therapist)
    assert add(client, colleague, therapist).status_code == 404
    assert add(client, outsider, therapist).status_code == 404
    for by in (outsider, therapist, clinic_admin, "", "nonsense"):
        assert add(client, therapist, by).status_code == 422
    assert all_covers() == []
