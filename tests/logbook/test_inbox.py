"""The list of threads: whose words wait, whose are listed, and the count beside the menu."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Correspondent, Message, Session
from people.models import Cover
from tests.factories import make_patient
from tests.logbook.phone import NOW

pytestmark = pytest.mark.usefixtures("on_tuesday")


def inbox(client, **query):
    return client.get(reverse("inbox"), query)


def names(response):
    return [patient.name for patient in response.context["page"]]


def said(patient, text="Which one is for the neck?", **fields):
    return Message.write(patient, uuid7(), text, **fields)


def waiting(member):
    patients = Correspondent.objects.visible_to(member).looked_after_by(member)
    return [patient.name for patient in patients.waiting().order_by("name")]


def test_nothing_yet(as_user, therapist, patient):
    page = inbox(as_user(therapist))
    assert names(page) == []
    assert "No messages yet" in page.content.decode()
    assert "0 wait for an answer." in page.content.decode()


def test_waiting_ones_first_then_the_newest_word(as_user, therapist, patient, other_patient):
    third = make_patient(therapist=therapist, name="Hannah Kim")
    with time_machine.travel(NOW - timedelta(days=2), tick=False):
        said(patient, "Can I do press ups in bed?")
    said(other_patient, "Thank you.")
    Message.read_by_staff(other_patient, timezone.now())
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        said(third, "Hello")
        said(third, "Great. Keep the ten.", by=therapist, seen_until=timezone.now())
    page = inbox(as_user(therapist))
    assert names(page) == ["Maria Delgado", "Walter Nguyen", "Hannah Kim"]
    text = page.content.decode()
    assert "You: Great. Keep the ten." in text
    assert text.count("Waits for an answer.") == 1
    assert "1 waits for an answer." in " ".join(text.split())
    # The first of them stands open beside the list, and waits on.
    assert page.context["patient"].name == "Maria Delgado"
    assert waiting(therapist) == ["Maria Delgado"]


def test_a_note_waits_until_it_is_answered(session, therapist, patient):
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts.")
    assert waiting(therapist) == ["Maria Delgado"]
    said(patient, "Use a towel.", by=therapist, seen_until=timezone.now())
    assert waiting(therapist) == []


def test_no_note_does_not_wait(session, therapist):
    session.finish(uuid7(), new_or_worse=False)
    assert waiting(therapist) == []


def test_what_came_after_the_page_was_made_waits_on(patient, therapist):
    said(patient, "First")
    said(patient, "Second", now=NOW + timedelta(seconds=5))
    said(patient, "Yes.", by=therapist, seen_until=NOW)
    assert waiting(therapist) == ["Maria Delgado"]


def test_after_discharge_a_message_from_before_waits_and_a_note_does_not(
    session, patient, therapist
):
    session.finish(uuid7(), new_or_worse=False, note="Kneeling hurts.")
    patient.discharge()
    assert waiting(therapist) == []
    patient.messages.create(key=uuid7(), body="Please call", sent_at=timezone.now())
    assert waiting(therapist) == ["Maria Delgado"]


def test_what_was_written_down_together_in_the_clinic_is_no_note_to_answer(session, therapist):
    session.finish(uuid7(), new_or_worse=False, note="Did well with the towel.")
    Session.objects.update(logged_by=therapist)
    assert waiting(therapist) == []


def test_each_therapist_has_their_own_and_everyone_is_a_click_away(
    as_user, therapist, colleague, patient
):
    said(patient)
    client = as_user(colleague)
    assert names(inbox(client)) == []
    assert names(inbox(client, who="everyone")) == ["Maria Delgado"]
    assert waiting(colleague) == []


def test_a_cover_answers_while_the_therapist_is_away(clinic, therapist, colleague, patient):
    said(patient)
    today = patient.today()
    Cover.objects.create(
        clinic=clinic, away=therapist, by=colleague, from_date=today, to_date=today
    )
    assert waiting(colleague) == ["Maria Delgado"]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert waiting(colleague) == []


def test_a_patient_whom_nobody_treats_waits_for_all(clinic, therapist, colleague):
    alone = make_patient(clinic=clinic, name="Nobody's Own")
    said(alone)
    assert waiting(therapist) == waiting(colleague) == ["Nobody's Own"]


def test_a_patient_of_somebody_who_left_waits_for_all(therapist, colleague, patient):
    said(patient)
    therapist.ended_at = timezone.now()
    therapist.save()
    assert waiting(colleague) == ["Maria Delgado"]


def test_another_clinics_patients_are_nowhere(as_user, outsider, patient):
    said(patient)
    assert names(inbox(as_user(outsider), who="everyone")) == []
    assert "neck" not in inbox(as_user(outsider)).content.decode()


def test_the_menu_counts_on_every_page(as_user, therapist, patient):
    said(patient)
    text = as_user(therapist).get(reverse("stretch_list")).content.decode()
    assert 'id="waiting">1<span class="vh"> waiting</span></b>' in text
    Message.read_by_staff(patient, timezone.now())
    text = as_user(therapist).get(reverse("stretch_list")).content.decode()
    assert 'id="waiting"></b>' in text


def test_the_menu_counts_nobody_of_another_clinic(as_user, clinic, outsider):
    said(make_patient(clinic=clinic, name="Nobody's Own"))
    text = as_user(outsider).get(reverse("stretch_list")).content.decode()
    assert 'id="waiting"></b>' in text


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(as_user, therapist, own_queries, rows):
    for _ in range(rows):
        said(make_patient(therapist=therapist))
    client = as_user(therapist)
    # the list; versions, notes, messages and episode of its first thread
    assert own_queries(lambda: inbox(client)) == 5
