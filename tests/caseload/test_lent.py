"""A patient open for a while, by cover or by a flag that was passed on, in a clinic that restricts
therapists to their own caseload: treated by whoever stands in, and made their own by nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import Flag
from people.models import AuditEvent, Cover, HandOver
from tests.caseload.history import do_session, make_program
from tests.factories import make_member, make_patient


@pytest.fixture(autouse=True)
def restricted(clinic):
    clinic.restrict_to_caseload = True
    clinic.save()


@pytest.fixture
def theirs(therapist):
    """The therapist's patient, with a program."""
    patient = make_patient(therapist=therapist, name="Nadia Blake")
    make_program(patient, by=therapist)
    return patient


def cover(theirs, therapist, by):
    today = by.clinic.today()
    Cover.objects.create(clinic=by.clinic, away=therapist, by=by, from_date=today, to_date=today)


def pass_on(theirs, therapist, by):
    """After three hours the flag is anybody's to see to."""
    at = timezone.now() - timedelta(hours=3)
    session = do_session(theirs, days_ago=2)
    Flag.objects.create(patient=theirs, session=session, key=uuid7(), reason="sharp-pain", at=at)


@pytest.fixture(params=[cover, pass_on])
def lend(request, theirs, therapist):
    """`lend(colleague)`: from now on that colleague stands in."""
    return lambda by: request.param(theirs, therapist, by)


def reassign(client, patient, to):
    return client.post(reverse("patient_reassign", args=[patient.code]), {"therapist": to.code})


def whose(patient):
    return [link.membership for link in patient.therapist_links.all()]


def refused(answer):
    return answer.status_code == 403 and "Not while you stand in" in answer.text


@pytest.mark.parametrize("to", ["colleague", "somebody else"])
def test_who_stands_in_neither_takes_over_nor_hands_on(
    as_user, lend, theirs, therapist, colleague, clinic, to
):
    lend(colleague)
    client = as_user(colleague)
    taker = colleague if to == "colleague" else make_member(clinic)
    assert refused(client.get(reverse("patient_reassign", args=[theirs.code])))
    assert refused(reassign(client, theirs, taker))
    assert whose(theirs) == [therapist]


def test_nor_makes_the_record_one_with_an_own_one(as_user, lend, theirs, therapist, colleague):
    lend(colleague)
    client, mine = as_user(colleague), make_patient(therapist=colleague, name="Nadia Blake")
    for pair in ([mine.code, theirs.code], [theirs.code, mine.code]):
        for ask in (client.get, client.post):
            assert refused(ask(reverse("merge_records", args=pair)))
    page = client.get(reverse("patient_merge"))
    assert page.context["pairs"] == []
    assert theirs.merged_records.count() + mine.merged_records.count() == 0


def test_a_refusal_is_written_down(as_user, lend, theirs, colleague):
    lend(colleague)
    reassign(as_user(colleague), theirs, colleague)
    row = AuditEvent.objects.get()
    assert (row.action, row.outcome) == ("patient_reassign POST", "refused")
    assert row.patient_code == theirs.code


def test_all_that_treats_is_open(as_user, lend, theirs, colleague):
    lend(colleague)
    client = as_user(colleague)
    page = client.get(reverse("patient_detail", args=[theirs.code])).text
    assert "Reassigning is for this patient’s therapist or an admin" in page
    assert reverse("patient_reassign", args=[theirs.code]) not in page
    reply = {"key": str(uuid4()), "body": "Rest today."}
    client.post(reverse("patient_messages", args=[theirs.code]), reply)
    assert theirs.messages.get().body == "Rest today."
    client.post(reverse("program_start_draft", args=[theirs.code]))
    assert theirs.programs.get().draft


def test_who_treats_the_patient_hands_over(as_user, lend, theirs, therapist, colleague):
    lend(colleague)
    client = as_user(therapist)
    page = client.get(reverse("patient_detail", args=[theirs.code])).text
    assert reverse("patient_reassign", args=[theirs.code]) in page
    assert reassign(client, theirs, colleague).status_code == 302
    assert whose(theirs) == [colleague]


def test_so_does_an_admin_who_treats(as_user, lend, theirs, clinic_admin):
    clinic_admin.credentials = "DPT"
    clinic_admin.save()
    lend(clinic_admin)
    assert reassign(as_user(clinic_admin), theirs, clinic_admin).status_code == 302
    assert whose(theirs) == [clinic_admin]


def test_an_accepted_offer_makes_it_ones_own(as_user, lend, theirs, therapist, colleague):
    lend(colleague)
    offer = HandOver(clinic=theirs.clinic, giver=therapist, taker=colleague, offered_by=therapist)
    offer.offer(type(theirs).objects.filter(pk=theirs.pk))
    answer = reverse("hand_over_answer", args=[offer.code])
    as_user(colleague).post(answer, {"answer": "accept"})
    assert whose(theirs) == [colleague]
    assert reassign(as_user(colleague), theirs, therapist).status_code == 302


def test_a_patient_nobody_treats_any_more_is_anybodys_to_take(
    as_user, theirs, therapist, colleague
):
    type(therapist).objects.filter(pk=therapist.pk).update(ended_at=timezone.now())
    assert reassign(as_user(colleague), theirs, colleague).status_code == 302
    assert whose(theirs) == [colleague]


def test_where_every_patient_is_open_taking_over_is_ordinary(
    as_user, lend, theirs, colleague, clinic
):
    clinic.restrict_to_caseload = False
    clinic.save()
    lend(colleague)
    assert reassign(as_user(colleague), theirs, colleague).status_code == 302
    assert whose(theirs) == [colleague]
