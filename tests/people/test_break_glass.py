"""A clinic restricts therapists to their own caseload: who is opened, and the way to others."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import AuditEvent, BreakGlass, Cover, Patient
from tests.factories import make_patient

WHY = "Covering the walk-in clinic this morning."


@pytest.fixture
def restricted(clinic):
    clinic.restrict_to_caseload = True
    clinic.save()
    return clinic


@pytest.fixture
def theirs(restricted, colleague):
    return make_patient(therapist=colleague, name="Nadia Blake", birth_year=1975)


def ask(client, patient, reason=WHY, **fields):
    data = {"reason": reason, "key": uuid.uuid4()} | fields
    return client.post(f"/patients/{patient.code}/open/", data)


def seen_by(member):
    return set(Patient.objects.visible_to(member))


def test_without_the_switch_every_patient_is_open(as_user, therapist, colleague):
    theirs = make_patient(therapist=colleague)
    assert as_user(therapist).get(f"/patients/{theirs.code}/").status_code == 200
    assert as_user(therapist).get(f"/patients/{theirs.code}/open/").status_code == 302


def test_with_it_only_the_own_ones_and_those_nobody_treats(therapist, theirs, restricted, patient):
    nobodys = make_patient(restricted)
    assert seen_by(therapist) == {patient, nobodys}


def test_those_of_a_colleague_away_while_covered(therapist, colleague, theirs, restricted):
    today = restricted.today()
    cover = Cover.objects.create(
        clinic=restricted, away=colleague, by=therapist, from_date=today, to_date=today
    )
    assert seen_by(therapist) == {theirs}
    cover.end()
    assert seen_by(therapist) == set()


def test_it_stays_one_query(therapist, theirs, patient, assert_queries):
    therapist.clinic.restrict_to_caseload = True
    with assert_queries(1):
        assert list(Patient.objects.visible_to(therapist)) == [patient]


def test_a_page_of_somebody_elses_patient_asks_why(as_user, therapist, theirs):
    client = as_user(therapist)
    address = f"/patients/{theirs.code}/messages/"
    answer = client.get(address)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, f"/patients/{theirs.code}/open/")
    page = client.get(answer.url).content.decode()
    assert "You do not treat this patient" in page
    assert "Nadia" not in page
    by_htmx = client.get(address, headers={"HX-Request": "true"})
    assert by_htmx.headers["HX-Redirect"] == f"/patients/{theirs.code}/open/"


def test_a_reason_opens_the_page_asked_for_and_each_says_so(as_user, therapist, theirs):
    client = as_user(therapist)
    messages = f"/patients/{theirs.code}/messages/"
    answer = ask(client, theirs, next=messages)
    assert answer.url == messages
    for address in (messages, f"/patients/{theirs.code}/", f"/patients/{theirs.code}/edit/"):
        page = client.get(address).content.decode()
        assert "Open to you until" in page
        assert WHY in page
    assert WHY not in client.get("/caseload/").content.decode()


def test_it_leads_nowhere_else(as_user, therapist, theirs):
    for elsewhere in ("https://evil.test/", "//evil.test/", "/caseload/"):
        answer = ask(as_user(therapist), theirs, next=elsewhere)
        assert answer.url == f"/patients/{theirs.code}/"


def test_the_audit_trail_tells_the_refusal_from_the_opening(as_user, therapist, theirs):
    client = as_user(therapist)
    client.get(f"/patients/{theirs.code}/messages/")
    ask(client, theirs)
    client.get(f"/patients/{theirs.code}/messages/")
    rows = AuditEvent.objects.filter(patient_code=theirs.code).order_by("pk")
    assert list(rows.values_list("action", "outcome")) == [
        ("patient_messages GET", "refused"),
        ("break_glass POST", "ok"),
        ("patient_messages GET", "ok"),
    ]


def test_after_the_hour_it_is_closed(as_user, therapist, theirs):
    ask(as_user(therapist), theirs)
    opened = BreakGlass.objects.get()
    assert opened.until - opened.at == timedelta(minutes=60)
    BreakGlass.objects.update(
        at=timezone.now() - timedelta(minutes=61), until=timezone.now() - timedelta(minutes=1)
    )
    assert as_user(therapist).get(f"/patients/{theirs.code}/").status_code == 302
    assert seen_by(therapist) == set()


def test_what_is_sent_after_the_hour_is_said_to_be_unsaved(as_user, therapist, theirs):
    client = as_user(therapist)
    answer = client.post(f"/patients/{theirs.code}/discharge/", follow=True)
    assert "What you sent last is not saved." in answer.content.decode()
    assert theirs.episodes.get().discharged_at is None


@pytest.mark.parametrize("reason", ["", "   ", "Need it", "x" * 501])
def test_a_reason_is_a_sentence(as_user, therapist, theirs, reason):
    answer = ask(as_user(therapist), theirs, reason=reason)
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    assert not BreakGlass.objects.exists()


def test_one_page_opens_once(as_user, therapist, theirs):
    key = uuid.uuid4()
    for _click in range(2):
        ask(as_user(therapist), theirs, key=key)
    assert BreakGlass.objects.count() == 1


def test_it_opens_for_nobody_else(as_user, therapist, colleague, outsider, theirs):
    ask(as_user(therapist), theirs)
    assert seen_by(outsider) == set()
    for person in (outsider,):
        client = as_user(person)
        assert client.get(f"/patients/{theirs.code}/").status_code == 404
        assert client.get(f"/patients/{theirs.code}/open/").status_code == 404
        assert ask(client, theirs).status_code == 404


def test_an_outsider_of_a_clinic_that_restricts_still_gets_404(as_user, outsider, theirs):
    outsider.clinic.restrict_to_caseload = True
    outsider.clinic.save()
    assert as_user(outsider).get(f"/patients/{theirs.code}/").status_code == 404
    assert ask(as_user(outsider), theirs).status_code == 404


def test_a_page_that_is_not_there_is_404_as_before(as_user, therapist, patient, restricted):
    client = as_user(therapist)
    assert client.get(f"/patients/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/patients/{patient.code}/sessions/{uuid.uuid4()}/").status_code == 404


def test_somebody_handed_over_is_closed_at_once(as_user, therapist, colleague, patient, restricted):
    client = as_user(therapist)
    answer = client.post(f"/patients/{patient.code}/reassign/", {"therapist": colleague.code})
    assert answer.url == "/"
    assert seen_by(therapist) == set()


def test_two_records_are_merged_by_whoever_opens_both(as_user, therapist, theirs, patient):
    client = as_user(therapist)
    page = client.post("/clinic/merge/", {"q": "a"}).content.decode()
    assert "Maria Delgado" in page
    assert "Nadia" not in page
    assert client.get(f"/clinic/merge/{patient.code}/{theirs.code}/").status_code == 404


def test_the_database_keeps_no_opening_without_a_reason_or_an_hour(therapist, patient):
    now = timezone.now()
    whole = {"patient": patient, "membership": therapist, "reason": WHY, "at": now}
    for wrong in ({"reason": ""}, {"until": now}, {"note": "Fine."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.create(**whole | {"until": now + timedelta(hours=1)} | wrong)


def test_who_treats_still_invites_and_hands_over(as_user, therapist, colleague, restricted):
    client, mine = as_user(therapist), make_patient(therapist=therapist, email="ana@home.test")
    client.post(f"/patients/{mine.code}/invite/")
    assert mine.invitations.exists()
    client.post(f"/patients/{mine.code}/reassign/", {"therapist": colleague.code})
    assert mine.therapist_links.get().membership == colleague
