from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import Review
from logbook.keys import uuid7
from logbook.models import Message, Session
from tests.caseload.history import do_session, make_program


def url(patient):
    return reverse("patient_review", args=[patient.code])


def mark(client, patient, at):
    return client.post(url(patient), {"seen_until": at.isoformat()}, follow=True)


def test_it_is_seen_up_to_when_the_page_was_made(as_user, therapist, patient):
    client = as_user(therapist)
    page = client.get(reverse("patient_detail", args=[patient.code]))
    Message.write(patient, uuid7(), "This came later.")

    page = mark(client, patient, page.context["record"].made_at).content.decode()

    assert "Reviewed. What comes later will show as new." in page
    assert "1 note" in page
    assert Message.objects.get().read_at is None


def test_the_page_carries_that_moment(as_user, therapist, patient):
    page = as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    moment = page.context["record"].made_at
    as_user(therapist).post(url(patient), {"seen_until": hidden(page)})
    assert Review.objects.get().seen_until == moment


def hidden(page):
    return page.content.decode().split('name="seen_until" value="')[1].split('"')[0]


def test_one_page_marked_twice_is_one_review(as_user, therapist, colleague, patient):
    at = timezone.now()
    for member in (therapist, therapist, colleague):
        mark(as_user(member), patient, at)
    assert list(Review.objects.order_by("id").values_list("by", flat=True)) == [
        therapist.pk,
        colleague.pk,
    ]


def test_nobody_has_seen_what_is_to_come(as_user, therapist, patient):
    mark(as_user(therapist), patient, timezone.now() + timedelta(days=9))
    assert Review.objects.get().seen_until <= timezone.now()


def test_what_staff_wrote_down_is_no_news(as_user, therapist, patient):
    version = make_program(patient)
    done = [(version.prescriptions.get(), None, False)]
    Session.log_together(patient, uuid7(), therapist, version, done, note="Good form.")
    page = as_user(therapist).get(reverse("patient_detail", args=[patient.code]))
    assert page.context["record"].timeline.news == ""


def test_it_closes_no_flag(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True)

    page = mark(as_user(therapist), patient, timezone.now()).content.decode()

    assert not patient.flags.get().is_closed
    assert "Safety flag: New or worse pain" in page


@pytest.mark.parametrize("text", ["", "soon", "2026-13-45T00:00:00Z", "2026-11-24T10:00:00"])
def test_what_is_no_moment_marks_nothing(as_user, therapist, patient, text):
    assert as_user(therapist).post(url(patient), {"seen_until": text}).status_code == 404
    assert not Review.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_it_is_not_there(as_user, request, patient, who):
    client = as_user(request.getfixturevalue(who))
    assert client.post(url(patient), {"seen_until": timezone.now()}).status_code == 404
    assert not Review.objects.exists()


def test_it_is_never_a_link(as_user, therapist, patient):
    assert as_user(therapist).get(url(patient)).status_code == 405


def test_a_moment_that_no_clock_counts_is_none(as_user, therapist, patient):
    answer = as_user(therapist).post(url(patient), {"seen_until": "0001-01-01T00:00:00+14:00"})
    assert answer.status_code == 404
    assert not Review.objects.exists()
