from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import Review
from caseload.sessions import attach_rates
from logbook.keys import uuid7
from logbook.models import Flag, Message
from tests.caseload.history import do_session, make_program, noon
from tests.factories import make_exercise, make_patient, make_version

QUERIES = 31


def url(patient):
    return reverse("patient_detail", args=[patient.code])


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def program(patient, therapist):
    make_program(patient, exercise=make_exercise("press-up", name="Press up"), by=therapist)


def test_the_therapist_and_a_colleague_open_it(as_user, therapist, colleague, patient, program):
    for member in (therapist, colleague):
        response = as_user(member).get(url(patient))

        assert response.status_code == 200
        assert b"Maria Delgado" in response.content
        assert b"Low back pain" in response.content


@pytest.mark.parametrize("who", ["outsider", "clinic_admin", "patient", "operator"])
def test_for_others_there_is_no_trace_of_it(as_user, request, patient, program, who):
    do_session(patient, note="A secret note.")

    response = as_user(request.getfixturevalue(who)).get(url(patient))

    assert response.status_code == 404
    for secret in (b"Delgado", b"secret", b"Press up", str(patient.code).encode()):
        assert secret not in response.content


def test_facts_program_and_sessions(as_user, therapist, patient, program):
    do_session(patient, 9, pain_before=6, pain_after=5)
    do_session(patient, 1, done=4, pain_before=3, pain_after=2, note="Tired today.")

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Week 3 of the program." in page
    assert "6 <span>to</span> 3" in page
    assert "2 <span>of 13</span>" in page  # days
    assert "1 <span>of 13</span>" in page  # sets: one and two fifths
    assert "Pain 3, then 2." in page
    assert "Press up cut short:" in page
    assert "4 of 10." in page
    assert "Tired today." in page
    assert "<b>1</b> of 2" in page  # in full, of the sessions of this version
    assert reverse("program_version", args=[patient.code, 1]) in page
    assert page.count("<circle") >= 4


def test_new_or_worse_is_said_in_words(as_user, therapist, patient, program):
    do_session(patient, new_or_worse=True)

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Safety flag: New or worse pain" in page
    assert page.count("New or worse pain") == 2  # and in the list of sessions


def test_each_session_links_to_its_page(as_user, therapist, patient, program):
    session = do_session(patient)

    assert (
        reverse("patient_session", args=[patient.code, session.code])
        in as_user(therapist).get(url(patient)).content.decode()
    )


def test_a_skipped_stretch_and_one_left_out(as_user, therapist, patient):
    version = make_version(patient, make_exercise(name="Thread the needle"))
    session = do_session(patient, 0, finish=False)
    (prescription,) = version.prescriptions.all()
    session.log_stretch(
        prescription, "01890000-0000-7000-8000-000000000001", skipped=True, reason="no-time"
    )

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Thread the needle skipped." in page
    assert "Why: no time." in page
    assert "0 of 1 sets." in page
    assert "<b>0</b> of 1" in page


def test_without_a_program_one_is_offered(as_user, therapist, patient):
    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Make a program" in page
    assert "No program yet" in page
    assert reverse("program", args=[patient.code]) in page


def test_a_draft_is_named_and_the_sent_version_stays(as_user, therapist, patient, program):
    patient.programs.get().open_draft()

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "A changed version is open and not sent yet." in page
    assert "Version 1" in page


def test_earlier_versions_are_linked(as_user, therapist, patient, program):
    make_version(patient, make_exercise(name="Second"), by=therapist)

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Version 2" in page
    assert reverse("program_version", args=[patient.code, 1]) in page


def test_twelve_items_a_page(as_user, therapist, patient, program):
    for days_ago in range(1, 14):  # and the version that was sent
        do_session(patient, days_ago)
    client = as_user(therapist)

    def kinds(**query):
        record = client.get(url(patient), query).context["record"]
        return [item.kind for item, _thing in record.items]

    assert kinds() == ["sent", *["session"] * 11]
    assert kinds(page=2) == ["session"] * 2


def test_since_the_last_review(as_user, therapist, colleague, patient, program):
    do_session(patient, 3, note="Before.")
    client = as_user(therapist)
    page = text_of(client.get(url(patient)))
    assert "Not reviewed yet" in page
    assert "1 session, 1 note" in page

    Review.mark(patient, therapist, timezone.now() - timedelta(days=2))
    do_session(patient, 1, note="After.")
    do_session(patient, 0, new_or_worse=True)
    Message.write(patient, uuid7(), "And a word.")
    page = text_of(client.get(url(patient)))
    assert "Since your last review" in page
    assert "2 sessions, 2 notes, 1 flag" in page

    Review.mark(patient, colleague, timezone.now() + timedelta(days=1))
    page = text_of(client.get(url(patient)))
    assert "Since the last review, Sam Rivera, today" in page
    assert "Nothing new" in page


def test_words_of_both_sides_versions_and_reviews_stand_in_one_line_of_time(
    as_user, therapist, colleague, patient, program
):
    do_session(patient, 1, note="My knee hurts.")
    Message.write(patient, uuid7(), "I put a towel under it.")
    Message.write(patient, uuid7(), "Good.", by=therapist)
    Review.mark(patient, colleague, timezone.now())

    page = text_of(as_user(therapist).get(url(patient)))

    assert "<b> You wrote: </b> “Good.”" in page
    assert "Not read yet" in page
    assert "<b> Maria wrote: </b> “I put a towel under it.”" in page
    assert "“My knee hurts.”" in page
    assert "Sam Rivera reviewed this record." in page
    assert "sent by Dana Okafor." in page


def test_every_act_leads_somewhere(as_user, therapist, patient, program):
    page = as_user(therapist).get(url(patient)).content.decode()
    for name in ("chart_note", "program_handout", "patient_messages", "program", "patient_review"):
        assert f'"{reverse(name, args=[patient.code])}"' in page


def test_before_a_program_there_is_nothing_to_print_or_map(as_user, therapist, patient):
    page = as_user(therapist).get(url(patient)).content.decode()
    assert reverse("program_handout", args=[patient.code]) not in page
    assert 'id="days"' not in page


def test_a_waiting_version_is_named_and_no_dose_is_changed_beside_it(
    as_user, therapist, patient, program
):
    client = as_user(therapist)
    assert text_of(client.get(url(patient))).count("Sent at once as a new version.") == 1
    draft = patient.programs.get().open_draft()
    draft.effective_on = patient.today() + timedelta(days=5)
    draft.save()
    draft.send(by=therapist, revision=draft.revision)

    page = text_of(client.get(url(patient)))

    assert "Version 2 starts" in page
    assert "Sent at once" not in page


def test_a_pause_with_an_end_is_named_and_can_be_ended_now(as_user, therapist, patient, program):
    today = patient.today()
    pause = patient.programs.get().pause(
        today - timedelta(days=2), "away", until=today + timedelta(days=4), by=therapist
    )
    client = as_user(therapist)
    page = text_of(client.get(url(patient)))
    assert "The program is paused" in page
    assert ": Away." in page
    assert "It goes on by itself on" in page
    assert 'class="flag"' not in page
    assert reverse("program_pause", args=[patient.code]) in page

    client.post(reverse("program_resume", args=[patient.code]))

    pause.refresh_from_db()
    assert pause.until == today
    assert "The program is paused" not in text_of(client.get(url(patient)))


def test_flags_closed_together_are_one_line(as_user, therapist, patient, program):
    session = do_session(patient, 0, new_or_worse=True, pain_after=9)
    Flag.close_all(list(session.flags.all()), therapist, "called", "All is well.", {}, False)

    page = text_of(as_user(therapist).get(url(patient)))

    assert page.count("safety flags closed:") == 1
    assert "2 safety flags closed: </b> new or worse pain, pain reached the limit, called" in page


@pytest.mark.parametrize(
    ("full", "short", "low"), [(0, 2, False), (0, 3, True), (11, 3, True), (12, 3, False)]
)
def test_a_low_rate_stands_out(patient, program, full, short, low):
    for days_ago in range(full + short):
        do_session(patient, days_ago, done=10 if days_ago < full else 5)
    (row,) = attach_rates(patient.prescriptions.all())
    assert (row.in_full, row.of_sessions, row.is_often_short) == (full, full + short, low)


def test_kept_paused_after_the_flag_was_closed(as_user, therapist, patient, program):
    flag = do_session(patient, 0, new_or_worse=True).flags.get()
    flag.close(therapist, "called", "Seen on Friday.", {}, keep_paused=True)

    page = text_of(as_user(therapist).get(url(patient)))

    assert "The program is paused" in page
    assert "Resume the program" in page
    assert 'class="flag"' not in page
    assert "Change the pause" not in page


def test_a_discharged_patient_keeps_the_record(as_user, therapist, patient, program):
    do_session(patient, pain_before=2, pain_after=6)
    do_session(patient, 0, pain_before=2, pain_after=9)
    patient.discharge()

    page = as_user(therapist).get(url(patient)).content.decode()

    assert "Discharged" in page
    assert 'class="alert now"' not in page


def test_a_patient_without_an_episode_opens(as_user, therapist):
    bare = make_patient(therapist=therapist, episode=False, name="Bare", birth_year=None)

    assert as_user(therapist).get(url(bare)).status_code == 200


def test_reading_is_get_only(as_user, therapist, patient):
    assert as_user(therapist).post(url(patient)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_stay_the_same(as_user, therapist, patient, assert_queries, rows):
    exercises = [make_exercise() for _ in range(rows)]
    make_version(patient, *exercises, effective_on=patient.today().replace(year=2026, day=1))
    for days_ago in range(1, rows + 1):
        do_session(patient, days_ago, done=5, pain_before=4, pain_after=4)
    client = as_user(therapist)
    client.get(url(patient))

    with assert_queries(QUERIES):
        page = client.get(url(patient)).content.decode()

    assert page.count("cut short:") == rows * rows


def test_a_session_says_which_stretch_hurt_up_to_the_limit(as_user, therapist, patient, program):
    do_session(patient, 1, pain_during=6)
    do_session(patient, 0, pain_during=7)

    page = as_user(therapist).get(url(patient)).content.decode()

    assert page.count("Press up:") == 1
    assert "Pain 7 during." in page
    assert "Pain 6 during." not in page


def test_a_flag_says_what_was_told_and_when(as_user, therapist, patient, program):
    session = do_session(patient, 1, finish=False)
    row = session.version.prescriptions.get()
    session.log_stretch(row, uuid7(), pain=8, lowest_place_felt="foot", now=noon(patient, 1))
    session.hurt(row, uuid7(), now=noon(patient, 1) + timedelta(minutes=3))

    page = " ".join(as_user(therapist).get(url(patient)).content.decode().split())

    assert "Safety flag: Sharp, new or worse pain" in page
    assert "<b>Press up.</b> Pressed “This hurts”: sharp, new or worse pain." in page
    assert "12:03 p.m." in page
    assert "<b>Press up.</b> <b>Pain 8</b>, the limit is 7." in page
    assert "<b>Paused</b> since" in page
    assert f'action="{reverse("program_resume", args=[patient.code])}"' in page


def test_felt_lower_down_offers_nothing_to_resume(as_user, therapist, patient, program):
    row = do_session(patient, 2).version.prescriptions.get()
    for days_ago, place in ((1, "buttock"), (0, "foot")):
        session = do_session(patient, days_ago, finish=False)
        session.log_stretch(row, uuid7(), lowest_place_felt=place, now=noon(patient, days_ago))

    page = " ".join(as_user(therapist).get(url(patient)).content.decode().split())

    assert "Safety flag: Felt lower down" in page
    assert "Felt lower down than before: <b>foot</b>." in page
    assert "Resume the program" not in page


def test_earlier_flags_say_how_they_ended(as_user, therapist, patient, program):
    old = do_session(patient, 9, new_or_worse=True)
    old.flags.get().close(therapist, "called", "All is well.", {}, keep_paused=False)
    mistaken = do_session(patient, 0, new_or_worse=True)
    mistaken.withdraw(mistaken.flags.get().key, uuid7())

    response = as_user(therapist).get(url(patient))
    page = " ".join(response.content.decode().split())

    record = response.context["record"]
    assert [flag.session for flag in record.answered] == [mistaken, old]
    assert record.asking == []
    assert "Taken back by the patient" in page
    assert "The program went on" in page
    assert "Safety flag:" not in page
    assert "All is well." in page
    assert "Resume the program" not in page


@pytest.mark.parametrize("flags", [1, 3])
def test_queries_do_not_grow_with_the_flags(as_user, therapist, patient, assert_queries, flags):
    exercises = [make_exercise() for _ in range(flags)]
    make_version(patient, *exercises, effective_on=patient.today() - timedelta(days=3))
    session = do_session(patient, 0, finish=False)
    for row in session.version.prescriptions.all():
        session.hurt(row, uuid7())
    client = as_user(therapist)
    client.get(url(patient))

    with assert_queries(QUERIES + 2):  # the names of what hurt, and who is there
        page = client.get(url(patient)).content.decode()

    assert page.count("Pressed “This hurts”") == flags
