import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Cover


@pytest.fixture
def cover(therapist, colleague):
    today = timezone.localdate()
    return Cover.objects.create(
        clinic=therapist.clinic, away=therapist, by=colleague, from_date=today, to_date=today
    )


def end(client, cover):
    return client.post(reverse("cover_end", args=[cover.code]))


@pytest.mark.parametrize(
    ("who", "back"), [("therapist", "hand_over"), ("clinic_admin", "clinic_staff")]
)
def test_it_ends_at_once_and_stays_as_a_row(as_user, request, clinic_admin, cover, who, back):
    assert Cover.objects.holding_on(cover.from_date).count() == 1
    assert end(as_user(request.getfixturevalue(who)), cover).url == reverse(back)
    assert Cover.objects.holding_on(cover.from_date).count() == 0
    assert Cover.objects.get().ended_at


def test_a_second_click_keeps_the_first_time(as_user, therapist, cover):
    end(as_user(therapist), cover)
    ended_at = Cover.objects.get().ended_at
    assert end(as_user(therapist), cover).status_code == 302
    assert Cover.objects.get().ended_at == ended_at


@pytest.mark.parametrize("who", ["colleague", "outsider"])
def test_nobody_else_ends_it(as_user, request, outsider, cover, who):
    assert end(as_user(request.getfixturevalue(who)), cover).status_code == 404
    assert Cover.objects.get().ended_at is None
