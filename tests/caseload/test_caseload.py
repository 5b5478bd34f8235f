import re
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caseload.models import CaseloadPatient, Monitoring
from exercises.models import Exercise
from logbook.keys import uuid7
from logbook.models import Flag
from logbook.models import Session as PatientSession
from people.models import Clinic, Cover, Episode
from programs.models import Prescription, Program, ProgramVersion
from tests.caseload.history import do_session, make_program
from tests.factories import make_member, make_patient

URL = reverse("caseload")


def names(response):
    return [row.name for row in response.context["page"]]


@pytest.fixture
def history(therapist):
    """Makes a patient of the therapist with two weeks of sessions."""

    def make(name):
        patient = make_patient(therapist=therapist, name=name)
        make_program(patient, exercise=Exercise.objects.first())
        for days_ago in (12, 8, 1):
            do_session(patient, days_ago, pain_after=3)
        return patient

    return make


def test_own_patients_by_default(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Sams Patient")

    response = as_user(therapist).get(URL)

    assert names(response) == ["Maria Delgado"]
    assert b"Sams Patient" not in response.content


def test_a_colleagues_patients_and_everyones(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Sams Patient")
    client = as_user(therapist)

    assert names(client.get(URL, {"therapist": colleague.code})) == ["Sams Patient"]
    assert names(client.get(URL, {"therapist": "everyone"})) == ["Maria Delgado", "Sams Patient"]
    assert b"Dana Okafor" in client.get(URL, {"therapist": "everyone"}).content


@pytest.mark.parametrize("who", ["outsider", "nobody", "1"])
def test_another_clinics_member_is_not_there(as_user, therapist, outsider, patient, who):
    code = outsider.code if who == "outsider" else who

    response = as_user(therapist).get(URL, {"therapist": code})

    assert response.status_code == 404
    assert b"Olga" not in response.content


def test_the_outsider_sees_none_of_our_patients(as_user, outsider, patient, outsiders_patient):
    for query in ({}, {"therapist": "everyone"}, {"show": "discharged"}):
        response = as_user(outsider).get(URL, query)

        assert b"Delgado" not in response.content
    assert b"Delgado" not in as_user(outsider).post(URL, {"q": "Maria"}).content
    assert names(as_user(outsider).get(URL)) == ["Priya Raman"]


def test_not_for_admins_and_patients(as_user, clinic_admin, patient):
    assert as_user(clinic_admin).get(URL).status_code == 404
    assert as_user(patient).get(URL).status_code == 404


def test_an_admin_with_credentials_has_a_caseload(as_user, clinic):
    owner = make_member(clinic, role="admin", email="own@riverbend.test")
    owner.credentials = "DPT"
    owner.save()
    make_patient(therapist=owner, name="Own Patient")

    assert names(as_user(owner).get(URL)) == ["Own Patient"]


def test_a_name_is_looked_for_among_everyones(as_user, therapist, colleague, patient):
    make_patient(therapist=colleague, name="Marie Curie")
    client = as_user(therapist)

    assert names(client.post(URL, {"q": "mari"})) == ["Maria Delgado", "Marie Curie"]
    assert names(client.post(URL, {"q": "delgado maria"})) == ["Maria Delgado"]
    assert names(client.post(URL, {"q": "mari", "therapist": ""})) == ["Maria Delgado"]


def test_no_name_that_is_looked_for_stands_in_an_address(as_user, therapist):
    """The boxes for it are posted, and so is all that leads on from what was found."""
    for number in range(51):
        make_patient(therapist=therapist, name=f"Patient {number:02}")
    client = as_user(therapist)
    found = client.post(URL, {"q": "patien"}).text
    for page in (found, client.get(URL).text, client.post(URL, {"q": "Patiens 01"}).text):
        forms = re.findall(r"<form[^>]*>(?:(?!</form>).)*</form>", page, re.S)
        asking = [form for form in forms if 'name="q"' in form]
        assert asking
        assert [form for form in asking if 'method="post"' not in form] == []
        assert re.findall(r'(?:href|action|data-refresh|hx-get)="[^"]*[?;]q=', page) == []
    assert names(client.get(URL, {"q": "nobody"})) == names(client.get(URL))
    assert 'formaction="?therapist=everyone&amp;page=2"' in found
    assert len(names(client.post(f"{URL}?therapist=everyone&page=2", {"q": "patien"}))) == 1


def test_a_name_looked_for_among_the_own_ones_stays_there(as_user, therapist, colleague):
    """On the next page of the list, by a button that narrows it, and with each fresh table."""
    make_patient(therapist=colleague, name="Marie Curie")
    make_patient(therapist=therapist, name="Maria Delgado")
    client = as_user(therapist)
    found = client.post(URL, {"q": "mari", "therapist": ""})
    again = re.search(r'data-refresh="([^"]*)"', found.text)[1]
    narrowed = re.search(r'formaction="([^"]*show=not-started)"', found.text)[1]
    for address in (again, f"{URL}{narrowed}"):
        assert names(client.post(address.replace("&amp;", "&"), {"q": "mari"})) == ["Maria Delgado"]


@pytest.mark.parametrize("q", ["%", "_", "x" * 5000, "a\x00b", "<b>", "z " * 2000])
def test_odd_searches_find_nothing_and_break_nothing(as_user, therapist, patient, q):
    response = as_user(therapist).post(URL, {"q": q})

    assert response.status_code == 200
    assert names(response) == []
    assert b"<b>\xe2\x80\x9d" not in response.content


def test_htmx_gets_the_table_alone(as_user, therapist, patient):
    response = as_user(therapist).post(URL, {"q": "maria"}, headers={"HX-Request": "true"})

    assert response.content.strip().startswith(b"<div")
    assert b'id="caseload-table"' in response.content
    assert b"<html" not in response.content
    assert b"Maria Delgado" in response.content


def test_discharged_patients_have_a_list_of_their_own(as_user, therapist, patient, other_patient):
    other_patient.discharge()
    client = as_user(therapist)

    assert names(client.get(URL)) == ["Maria Delgado"]
    assert names(client.get(URL, {"show": "discharged"})) == ["Walter Nguyen"]


def test_a_patient_with_an_old_and_an_open_episode_stands_once(as_user, therapist, patient):
    Episode.objects.create(
        patient=patient,
        complaint="Old knee",
        started_on="2020-01-01",
        discharged_at=timezone.now(),
    )
    client = as_user(therapist)

    assert names(client.get(URL)) == ["Maria Delgado"]
    assert b"Low back pain" in client.get(URL).content
    assert names(client.get(URL, {"show": "discharged"})) == []


def test_what_a_row_says(as_user, therapist, patient):
    make_program(patient, days_ago=10)
    do_session(patient, 8, pain_after=4)
    do_session(patient, 1, done=5, pain_after=7, new_or_worse=True)

    page = " ".join(as_user(therapist).get(URL).content.decode().split())

    assert f"{patient.age()}, Low back pain" in page
    assert "New or worse pain" in page
    assert "Yesterday. Paused since then" in page
    assert page.count("<b>1</b> of 9") == 2  # days and sets; the paused day counts nowhere
    assert "was 4" in page
    assert "min, cut short" in page  # finished all the same
    assert "Not booked" in page


def test_done_in_the_clinic_is_not_home_adherence(as_user, therapist, patient):
    make_program(patient, days_ago=10)
    do_session(patient, 2, place="clinic")

    (row,) = as_user(therapist).get(URL).context["page"]

    assert (row.adherence.days_done, row.adherence.dose) == (0, 0)
    assert row.days_quiet == 2


def test_what_was_done_together_has_no_minutes(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 1, place="clinic")
    patient.sessions.filter(pk=session.pk).update(logged_by=therapist)

    assert b"Yesterday<small>together</small>" in as_user(therapist).get(URL).content


def test_who_did_it_together_ever_since_has_started_all_the_same(as_user, therapist, patient):
    """However many sessions in the clinic stand between: the newest own one is known."""
    version = make_program(patient, days_ago=60)
    began = do_session(patient, 50).local_date
    done = [(version.prescriptions.get(), None, False)]
    for days_ago in range(20, 4, -1):
        on_date = patient.today() - timedelta(days=days_ago)
        PatientSession.log_together(patient, uuid7(), therapist, version, done, on_date=on_date)

    (row,) = as_user(therapist).get(URL).context["page"]
    assert [session.local_date for session in row.own_sessions] == [began]
    assert as_user(therapist).get(URL, {"show": "not-started"}).context["page"].object_list == []


def test_a_started_session_does_not_hide_yesterdays_report(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True)
    do_session(patient, 0, finish=False)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "New or worse pain"


@pytest.mark.parametrize("days_ago", [2, 12])
def test_a_report_stays_until_it_is_closed_whatever_the_next_day_says(
    as_user, therapist, patient, days_ago
):
    make_program(patient)
    do_session(patient, days_ago, new_or_worse=True)
    do_session(patient, 1, new_or_worse=False)
    client = as_user(therapist)

    (row,) = client.get(URL).context["page"]
    assert row.why.words == "New or worse pain"

    row.resume()
    (row,) = client.get(URL).context["page"]
    assert row.why.words == "New or worse pain"

    patient.flags.get().close(therapist, "called", "All is well.", {}, keep_paused=False)
    (row,) = client.get(URL).context["page"]
    assert row.why.words == ""


def test_a_flag_taken_back_ranks_no_more(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 0, pain_after=8)
    flag = session.flags.get()
    client = as_user(therapist)
    assert client.get(URL).context["page"][0].why.words == "Pain reached the limit"

    session.withdraw(flag.key, uuid7())

    (row,) = client.get(URL).context["page"]
    assert (row.why.words, row.paused_since) == ("", None)


@pytest.mark.parametrize("days_ago", [6, 8, 40])
def test_felt_lower_down_asks_until_it_is_closed(as_user, therapist, patient, days_ago):
    version = make_program(patient)
    session = do_session(patient, 1)
    at = timezone.now() - timedelta(days=days_ago)
    Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), at, version.prescriptions.get())

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "Felt lower down"
    assert row.paused_since is None


def test_the_newest_report_stands_first_and_lower_down_below_all_that_stop(
    as_user, therapist, history
):
    lower, older, newer = history("Lower"), history("Older"), history("Newer")
    do_session(older, 3, new_or_worse=True)
    do_session(newer, 2, pain_after=9)
    session = do_session(lower, 0)
    Flag.raise_for(session, Flag.Reason.MOVED_DOWN, uuid7(), timezone.now())

    assert names(as_user(therapist).get(URL)) == ["Newer", "Older", "Lower"]


def test_the_pause_of_another_patient_is_not_counted(as_user, therapist, history):
    history("Fine")
    do_session(history("Worse"), 0, new_or_worse=True)

    worse, fine = as_user(therapist).get(URL).context["page"]

    assert worse.paused_since == worse.today()
    assert (fine.name, fine.paused_since, fine.why.words) == ("Fine", None, "")
    assert fine.adherence.days_prescribed > 0


def test_quiet_days_begin_anew_after_a_pause(as_user, therapist, patient):
    make_program(patient)
    session = do_session(patient, 12)
    flag = Flag.raise_for(session, Flag.Reason.SHARP_PAIN, uuid7(), session.started_at)
    flag.close(therapist, "called", "All is well.", {}, keep_paused=True)
    flag.pause.end(patient.today() - timedelta(days=3))

    (row,) = as_user(therapist).get(URL).context["page"]

    assert (row.days_quiet, row.why.words) == (3, "")
    assert row.adherence.days_prescribed == 4  # 13 days ago, and the three since the pause


def test_a_correction_takes_the_report_back(as_user, therapist, patient):
    make_program(patient)
    do_session(patient, 1, new_or_worse=True).finish(uuid7(), new_or_worse=False)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == ""


def test_worst_stands_first(as_user, therapist, history):
    history("Fine")
    do_session(history("Worse"), 0, new_or_worse=True)
    make_program(make_patient(therapist=therapist, name="Silent"))

    assert names(as_user(therapist).get(URL)) == ["Worse", "Silent", "Fine"]


def test_the_last_session_shows_however_long_ago(as_user, therapist, patient):
    make_program(patient, days_ago=100)
    do_session(patient, 60, pain_after=5)

    (row,) = as_user(therapist).get(URL).context["page"]

    assert row.why.words == "No session for 60 days"
    assert row.pain.now == 5


def test_only_versions_that_held_in_these_days_are_loaded(therapist, patient):
    for days_ago in (90, 60, 30, 5):
        make_program(patient, days_ago=days_ago)

    (row,) = CaseloadPatient.objects.in_care().for_worklist(patient.today())

    assert [version.number for version in row.versions] == [3, 4]


def test_fifty_a_page(as_user, therapist):
    for number in range(51):
        make_patient(therapist=therapist, name=f"Patient {number:02}")
    client = as_user(therapist)

    assert len(names(client.get(URL))) == 50
    assert names(client.get(URL, {"page": 2})) == ["Patient 50"]
    assert names(client.get(URL, {"page": "x"}))[0] == "Patient 00"


def test_no_patients_yet_shows_the_next_three_steps(as_user, therapist):
    page = as_user(therapist).get(URL).content.decode()

    assert page.count("<li>") == 3
    assert reverse("patient_add") in page


@pytest.mark.parametrize("patients", [1, 3])
def test_queries_stay_the_same(as_user, therapist, history, assert_queries, patients):
    first = history("Patient 0")
    for number in range(1, patients):
        history(f"Patient {number}")
    client = as_user(therapist)
    client.get(URL)

    # User and membership; the words that wait in the menu; who is at the desk, and two of rows;
    # patients that colleagues offer.
    with assert_queries(2 + 1 + 1 + 2 + 1):
        assert len(names(client.get(URL))) == patients

    assert first.name in names(client.get(URL))


def test_200_patients_cost_the_same_queries(as_user, therapist, history, assert_queries):
    """All with a program and sessions: the first one's, copied."""
    first = history("Patient 000")
    version = first.program_versions.get()
    row, sessions = version.prescriptions.get(), list(first.sessions.all())
    for number in range(1, 200):
        patient = make_patient(therapist=therapist, name=f"Patient {number:03}")
        program = Program.open_for(patient)
        same = {"patient": patient, "program": program, "number": 1, "status": "sent"}
        sent = {"sent_at": version.sent_at, "effective_on": version.effective_on}
        copied = ProgramVersion.objects.create(**same | sent)
        row.pk, row.code, row.patient, row.version = None, uuid.uuid4(), patient, copied
        Prescription.objects.bulk_create([row])
        for session in sessions:
            session.pk, session.code, session.key = None, uuid.uuid4(), uuid7()
            session.patient, session.version = patient, copied
        sessions = PatientSession.objects.bulk_create(sessions)
    client = as_user(therapist)
    client.get(URL)

    with assert_queries(2 + 1 + 1 + 2 + 1):  # as with one and with three
        page = client.get(URL)

    assert page.context["page"].paginator.count == 200
    assert {len(row.recent_sessions) for row in page.context["worklist"].rows} == {3}


@pytest.mark.parametrize("patients", [1, 3])
def test_the_worklist_itself_asks_three_times(assert_queries, therapist, history, patients):
    for number in range(patients):
        do_session(history(f"Patient {number}"), 0, done=1, new_or_worse=True)

    with assert_queries(3):
        rows = CaseloadPatient.objects.in_care().for_worklist(timezone.localdate())
        assert (
            len([(row.why.words, row.strip, row.sparkline, row.adherence) for row in rows])
            == patients
        )


# --- which of them, in which order ----------------------------------------------------------


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


def test_patients_one_covers_for_are_ones_own_for_these_days(as_user, therapist, colleague, clinic):
    make_patient(therapist=colleague, name="Sams Patient")
    make_patient(therapist=therapist, name="Own Patient")
    today = timezone.localdate(timezone=ZoneInfo(clinic.zone))
    cover = Cover.objects.create(
        clinic=clinic, away=colleague, by=therapist, from_date=today, to_date=today
    )
    client = as_user(therapist)

    page = client.get(URL)
    assert names(page) == ["Own Patient", "Sams Patient"]
    page = client.get(URL, {"therapist": "everyone"})
    assert "Sam Rivera, covered by Dana Okafor" in page.content.decode()

    cover.end()
    assert names(client.get(URL)) == ["Own Patient"]


def test_a_near_name_is_offered(as_user, therapist, patient, outsiders_patient):
    client = as_user(therapist)

    for q in ("Delgdo Maria", "Delgdo"):
        page = client.post(URL, {"q": q}).text
        assert 'form="searched" name="q" value="Maria Delgado"' in page
    for q in ("Priya Ramen", "Delgdo Priya", "x"):
        assert b"Did you mean" not in client.post(URL, {"q": q}).content


def test_when_no_one_needs_you_the_page_says_so(as_user, therapist, patient):
    make_program(patient, days_ago=1)

    page = " ".join(as_user(therapist).get(URL, {"show": "need"}).content.decode().split())

    assert page.count("No one needs you right now") == 2
    assert "1 patient is on track. Last check today" in page


def test_a_flag_says_whose_it_is_and_where_it_goes_next(as_user, therapist, colleague, patient):
    make_program(patient)
    do_session(patient, 1)
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(patient.zone)), tick=False):
        session = do_session(patient, 0, finish=False)
        session.hurt(session.version.prescriptions.get(), uuid7())
        page = " ".join(as_user(therapist).get(URL).content.decode().split())

    assert "To close: Dana Okafor, goes to Sam Rivera at 12:00 p.m." in page


def test_a_flag_nobody_closed_comes_to_the_next_in_line(as_user, therapist, colleague, patient):
    """To any colleague after two hours, and it stays the therapist's as well."""
    make_program(patient)
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=ZoneInfo(patient.zone)), tick=False):
        session = do_session(patient, 0, finish=False)
        session.hurt(session.version.prescriptions.get(), uuid7())

    for hours, seen_by in ((1, [therapist]), (2, [therapist, colleague])):
        told = datetime(2026, 11, 24, 10 + hours, tzinfo=ZoneInfo(patient.zone))
        with time_machine.travel(told, tick=False):
            for member in (therapist, colleague):
                page = as_user(member).get(URL)
                assert names(page) == (["Maria Delgado"] if member in seen_by else [])
    assert b"<small>Dana Okafor</small>" in page.content


def test_a_newer_flag_takes_none_back_from_the_next_in_line(as_user, therapist, colleague, patient):
    make_program(patient)
    for hour in (10, 13):
        told = datetime(2026, 11, 24, hour, tzinfo=ZoneInfo(patient.zone))
        with time_machine.travel(told, tick=False):
            session = patient.sessions.first() or do_session(patient, 0, finish=False)
            session.hurt(session.version.prescriptions.get(), uuid7())
            shown = names(as_user(colleague).get(URL))
    assert shown == ["Maria Delgado"]


def test_a_flag_of_a_patient_without_a_therapist_is_everybodys(as_user, clinic, colleague):
    patient = make_patient(clinic, name="Nobodys Patient")
    make_program(patient)
    client = as_user(colleague)
    do_session(patient, 1)
    assert names(client.get(URL)) == []

    do_session(patient, 0, new_or_worse=True)
    assert names(client.get(URL)) == ["Nobodys Patient"]
    assert b"No therapist" in client.get(URL).content


# --- data days ------------------------------------------------------------------------------


def test_data_days_are_shown_only_where_the_clinic_counts_them(as_user, therapist, patient):
    make_program(patient, days_ago=40)
    for days_ago in (31, 3, 1):
        do_session(patient, days_ago)
    Monitoring.objects.create(patient=patient, started_on=patient.today() - timedelta(days=35))
    client = as_user(therapist)
    assert b"Data days" not in client.get(URL).content

    Clinic.objects.update(monitoring=True)
    page = client.get(URL)

    (row,) = page.context["page"]
    assert (row.period.number, row.data_days) == (2, 2)
    assert "2<small>25 days left</small>" in page.content.decode()


@pytest.mark.parametrize(("day", "ends"), [(22, False), (23, True), (29, True), (30, False)])
def test_a_monitoring_period_ends_in_7_days(as_user, therapist, patient, day, ends):
    """The 24th day of 30 has seven left, itself among them."""
    Clinic.objects.update(monitoring=True)
    Monitoring.objects.create(patient=patient, started_on=patient.today() - timedelta(days=day))

    assert bool(names(as_user(therapist).get(URL, {"show": "period"}))) is ends


# --- a fresh table --------------------------------------------------------------------------


def test_a_refresh_writes_one_audit_row_and_prolongs_no_sign_in(as_user, therapist, patient):
    client = as_user(therapist)
    client.get(URL)
    before = Session.objects.get()

    later = time_machine.travel(timezone.now() + timedelta(minutes=14))
    with later, CaptureQueriesContext(connection) as captured:
        page = client.get(URL, headers={"HX-Request": "true", "X-Refresh": "1"})

    after = Session.objects.get()
    assert (after.expire_date, after.session_data) == (before.expire_date, before.session_data)
    assert not page.cookies
    writes = [row["sql"] for row in captured if re.match("INSERT|UPDATE|DELETE", row["sql"])]
    assert len(writes) == 1
    assert writes[0].startswith('INSERT INTO "people_auditevent"')


def test_a_refresh_asks_for_the_same_list(as_user, therapist, five):
    page = as_user(therapist).get(URL, {"show": "need", "sort": "name"}).content.decode()

    assert 'data-refresh="/caseload/?sort=name&amp;show=need"' in page


def test_after_signing_out_a_refresh_is_sent_to_sign_in(client, therapist, patient):
    answer = client.get(URL, headers={"HX-Request": "true", "X-Refresh": "1"})

    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")
    assert not answer.content
