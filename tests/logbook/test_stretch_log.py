import re

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Flag, PatientDay, Session, SetLog, StretchLog
from programs.models import Prescription
from tests.factories import make_exercise, make_version

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def post(as_user, patient, session):
    """`post(prescription, pain=3, ...)` sends the form as a patient does; returns the answer."""

    def send(prescription, htmx=False, **data):
        filled = {f"{side}-{number}": prescription.target for side, number in prescription.slots}
        filled |= {"key": uuid7()}
        filled |= {name.replace("_n", "-"): value for name, value in data.items()}
        return as_user(patient).post(page(prescription), filled, **HTMX if htmx else {})

    return send


def page(prescription):
    return reverse("stretch_log", args=[prescription.code])


def text(response):
    return " ".join(response.content.decode().split())


def done(prescription):
    logs = SetLog.objects.filter(prescription=prescription, current=True).order_by("number", "side")
    return [row.done for row in logs]


# --- the page ---------------------------------------------------------------


def test_the_page_shows_how_and_asks_without_a_pain_chosen(as_user, patient, session, hip):
    body = text(as_user(patient).get(page(hip)))
    assert "Move slowly." in body
    assert "2 holds of 30 seconds, each side" in body
    assert body.count('type="number"') == 4
    assert "Left, hold 1" in body
    assert "of 30 sec" in body
    assert "Stretch 3 of 3" in body
    assert "checked" not in body


def how_to_do_it(body):
    return re.search(r'<details class="card eff how"( open)?>', body)[0]


def test_how_to_do_it_is_open_only_until_it_was_ever_logged(as_user, patient, plan, roll, press):
    first = Session.start(patient, uuid7())
    client = as_user(patient)
    assert "open" in how_to_do_it(text(client.get(page(roll))))
    first.log_stretch(roll, uuid7())
    Session.start(patient, uuid7())
    assert "open" not in how_to_do_it(text(client.get(page(roll))))
    assert "open" in how_to_do_it(text(client.get(page(press))))


def test_a_stretch_of_an_earlier_version_is_known(as_user, patient, therapist, session, plan, roll):
    session.log_stretch(roll, uuid7())
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    Session.start(patient, uuid7())
    row = newer.prescriptions.get(variation=roll.variation)
    assert "open" not in how_to_do_it(text(as_user(patient).get(page(row))))


def test_what_somebody_else_logged_makes_nothing_known(as_user, patient, other_patient, plan, roll):
    theirs = make_version(other_patient, roll.exercise).prescriptions.get()
    Session.start(other_patient, uuid7()).log_stretch(theirs, uuid7())
    Session.start(patient, uuid7())
    assert "open" in how_to_do_it(text(as_user(patient).get(page(roll))))


def test_errors_stand_in_view_with_how_to_do_it_closed(post, roll):
    assert "open" not in how_to_do_it(text(post(roll, none_n1=-1)))


def test_what_to_watch_for_is_on_the_page(as_user, patient, session, roll):
    words = roll.exercise.wordings.get()
    words.steps = [
        {"role": "set-up", "text": "Lie on your back."},
        {"role": "cue", "text": "Pressure on, pressure off."},
        {"role": "caution", "text": "Keep your core tight."},
    ]
    words.save()
    body = text(as_user(patient).get(page(roll)))
    for line in ("Lie on your back.", "Pressure on, pressure off.", "Keep your core tight."):
        assert line in body


def test_the_note_of_the_therapist_is_there(as_user, patient, session, roll):
    Prescription.objects.filter(pk=roll.pk).update(note="Put a towel under your head.")
    body = text(as_user(patient).get(page(roll)))
    assert "Put a towel under your head." in body
    assert "<footer>Dana</footer>" in body


def test_enter_means_save_not_done_as_planned(as_user, patient, session, roll):
    body = text(as_user(patient).get(page(roll)))
    form = body[body.index("<form") :]
    first = form[form.index("<button") : form.index("</button>")]
    assert "name=" not in first


def test_without_a_session_the_page_goes_back_to_the_day(as_user, patient, plan, roll):
    client = as_user(patient)
    assert client.get(page(roll)).url == "/today/"
    assert client.post(page(roll), {"key": uuid7(), "as_planned": 1}).url == "/today/"
    assert not StretchLog.objects.exists()


def test_htmx_gets_the_form_in_place_of_the_card(as_user, patient, session, roll):
    body = text(as_user(patient).get(page(roll), **HTMX))
    assert body.startswith(f'<li id="stretch-{roll.code}"')
    assert f'hx-post="{page(roll)}"' in body
    assert "<html" not in body


def test_a_saved_stretch_comes_back_filled_in(as_user, patient, session, hip):
    session.log_stretch(hip, uuid7(), dict.fromkeys(hip.slots, 12), pain=0, reason="tired")
    body = text(as_user(patient).get(page(hip)))
    assert body.count('value="12"') == 4
    assert 'value="0" id="id_pain" checked' in body
    assert 'value="tired" checked' in body


# --- saving -----------------------------------------------------------------


def test_save_leads_to_the_next_stretch_and_at_last_to_the_end(post, roll, press, hip):
    assert post(roll).url == page(press)
    assert post(press).url == page(hip)
    assert post(hip).url == reverse("session_finish")


def test_a_stretch_left_out_comes_round_again(post, roll, press, hip):
    assert post(hip).url == page(roll)


def test_done_as_planned_needs_no_numbers(post, hip):
    answer = post(hip, as_planned=1, left_n1="", right_n2="ten")
    assert answer.status_code == 302
    assert done(hip) == [30] * 4
    assert StretchLog.objects.get().as_planned


def test_numbers_reason_and_pain_are_kept(post, roll):
    post(roll, none_n1=8, reason="tired", pain=0)
    log = StretchLog.objects.get()
    assert (log.reason, log.pain, log.cut_short, log.as_planned) == ("tired", 0, True, False)
    assert done(roll) == [8]


def test_unanswered_pain_is_stored_as_unanswered(post, roll):
    post(roll, pain="")
    assert StretchLog.objects.get().pain is None
    assert PatientDay.objects.get().pain_n == 0


def test_skip_saves_that_it_was_skipped(post, roll, press):
    assert post(roll, skip=1, none_n1="").url == page(press)
    assert StretchLog.objects.get().skipped
    assert not SetLog.objects.exists()


def test_htmx_gets_the_card_alone_and_it_is_small(post, roll, press):
    answer = post(roll, htmx=True)
    body = text(answer)
    assert body.startswith(f'<li id="stretch-{roll.code}" class="done"')
    assert 'id="session-head" class="sess-top" hx-swap-oob="true"' in body
    assert page(press) in body
    assert "1 of 3 stretches logged" in body
    assert len(answer.content) < 1300


def test_pain_at_the_limit_leads_to_the_stop_signs(post, roll):
    assert post(roll, pain=7).url == reverse("stop_signs")
    assert post(roll, pain=8, htmx=True).headers["HX-Redirect"] == reverse("stop_signs")


def test_where_it_is_felt_is_kept_and_comes_back(as_user, patient, post, press):
    post(press, pain=2, lowest_place_felt="buttock")
    assert StretchLog.objects.get().lowest_place_felt == "buttock"
    assert 'value="buttock" checked' in text(as_user(patient).get(page(press)))


def test_felt_lower_than_before_flags_and_does_not_stop(post, press, hip):
    post(press, lowest_place_felt="back")
    assert post(press, lowest_place_felt="thigh").url == page(hip)
    assert Flag.objects.get().reason == "moved-down"


def test_where_it_is_felt_is_asked_after_press_ups_and_elsewhere_with_pain(
    as_user, patient, session, roll, press
):
    client = as_user(patient)
    assert "data-with-pain" not in text(client.get(page(press)))
    assert "data-with-pain" in text(client.get(page(roll)))
    for row in (press, roll):
        assert text(client.get(page(row))).count('name="lowest_place_felt"') == 5


def test_sets_logged_one_by_one_are_what_the_form_starts_with(as_user, patient, session, hip):
    session.log_set(hip, uuid7(), "left", 1, 17)
    body = text(as_user(patient).get(page(hip)))
    assert body.count('value="17"') == 1
    assert body.count('value="30"') == 3


def test_a_stretch_half_done_in_the_player_is_logged_whole_here(post, session, hip):
    kept = session.log_set(hip, uuid7(), "left", 1, 30)
    changed = session.log_set(hip, uuid7(), "left", 2, 12)
    post(hip, as_planned=1)
    assert done(hip) == [30] * 4
    current = SetLog.objects.filter(current=True)
    assert current.get(side="left", number=1) == kept
    assert current.get(side="left", number=2).replaces == changed


# --- keys and slots ---------------------------------------------------------


def test_a_double_click_is_one_log(post, roll):
    key = uuid7()
    answers = [post(roll, key=key, none_n1=7) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert (StretchLog.objects.count(), SetLog.objects.count()) == (1, 1)


def test_back_and_save_other_numbers_is_asked_about_first(post, roll):
    key = uuid7()
    post(roll, key=key, none_n1=7)
    answer = post(roll, key=key, none_n1=9, pain=4)
    body = text(answer)
    assert answer.status_code == 422
    assert "You saved this before with other numbers. Save again to change it." in body
    assert 'value="9"' in body
    assert 'value="4" checked' in body
    assert done(roll) == [7]
    fresh = body.split('name="key" value="')[1].split('"')[0]
    assert fresh != str(key)
    assert post(roll, key=fresh, none_n1=9, pain=4).status_code == 302
    assert done(roll) == [9]


def test_two_tabs_leave_one_current_row_and_a_correction(post, roll):
    post(roll, none_n1=10)
    post(roll, none_n1=6)
    assert done(roll) == [6]
    assert [log.replaces_id is not None for log in SetLog.objects.order_by("id")] == [False, True]


def test_a_page_of_an_earlier_session_still_saves_into_it(as_user, post, patient, session, roll):
    Session.start(patient, uuid7())
    post(roll, session=session.code)
    assert StretchLog.objects.get().session == session


# --- bad input --------------------------------------------------------------


@pytest.mark.parametrize("typed", ["-1", "201", "10000", "ten", "", "1.5", "1e9", "１２３４"])
def test_a_number_out_of_range_is_named_beside_its_field(post, hip, typed):
    answer = post(hip, left_n1="25", right_n2=typed if typed != "201" else "601", pain=5)
    body = text(answer)
    assert answer.status_code == 422
    assert 'aria-describedby="right-2-error"' in body
    assert "Type a number from 0 to 600." in body
    assert 'value="25"' in body
    assert 'value="5" checked' in body
    assert not StretchLog.objects.exists()
    assert not PatientDay.objects.exists()


def test_typed_text_is_kept(post, roll):
    assert 'value="ten"' in text(post(roll, none_n1="ten"))


@pytest.mark.parametrize(
    "data",
    [
        {"pain": 11},
        {"pain": -1},
        {"pain": "much"},
        {"reason": "lazy"},
        {"lowest_place_felt": "ear"},
    ],
)
def test_other_wrong_answers_save_nothing(post, roll, data):
    answer = post(roll, **data)
    assert answer.status_code == 422
    assert 'class="err"' in text(answer)
    assert not StretchLog.objects.exists()


@pytest.mark.parametrize("key", ["", "abc", "0", "x" * 10_000])
def test_a_missing_or_broken_key_is_said_in_plain_text(post, roll, key):
    answer = post(roll, key=key, none_n1=4)
    assert answer.status_code == 422
    assert "This page was out of date. Nothing is lost: please save again." in text(answer)
    assert 'value="4"' in text(answer)


def test_htmx_gets_errors_in_the_card(post, roll):
    answer = post(roll, htmx=True, none_n1=-1)
    assert answer.status_code == 422
    body = text(answer)
    assert body.startswith(f'<li id="stretch-{roll.code}"')
    assert "Type a number from 0 to 200." in body


# --- whose ------------------------------------------------------------------


def test_a_stretch_of_somebody_else_does_not_exist(post, as_user, patient, other_patient):
    foreign = make_version(other_patient, make_exercise(name="Canary stretch")).prescriptions.get()
    for answer in (post(foreign), post(foreign, htmx=True), as_user(patient).get(page(foreign))):
        assert answer.status_code == 404
        assert "Canary" not in answer.content.decode()
    assert not StretchLog.objects.exists()


def test_a_foreign_stretch_is_no_redirect_either(as_user, patient, plan, other_patient):
    foreign = make_version(other_patient, make_exercise()).prescriptions.get()
    assert as_user(patient).get(page(foreign)).status_code == 404


def test_a_session_of_somebody_else_does_not_exist(post, roll, other_patient):
    make_version(other_patient, make_exercise())
    foreign = Session.start(other_patient, uuid7())
    assert post(roll, session=foreign.code).status_code == 404
    assert post(roll, session="nonsense").status_code == 404
    assert not StretchLog.objects.exists()


def test_a_stretch_of_another_version_does_not_exist(post, roll, plan, therapist):
    assert post(roll).status_code == 302
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    assert post(newer.prescriptions.first()).status_code == 404
    assert post(roll).status_code == 302


@pytest.mark.parametrize("htmx", [False, True])
def test_queries_of_a_log_are_pinned(post, roll, press, htmx, own_queries):
    post(roll)
    # session, stretches with their logs, easier ways (htmx: words for the card); the log: key or
    # slot, log, sets known, sets; its day: read, upsert; what stops the session
    assert own_queries(lambda: post(press, htmx=htmx)) == 3 + 4 + 2 + 1 + htmx


def test_htmx_without_a_session_leaves_the_card_alone(as_user, patient, plan, roll):
    answer = as_user(patient).post(page(roll), {"key": uuid7(), "as_planned": 1}, **HTMX)
    assert answer.headers["HX-Redirect"] == "/today/"


def test_queries_of_the_page_are_pinned(as_user, patient, session, roll, own_queries):
    client = as_user(patient)
    # session, stretches with their logs, sets, easier ways, words
    assert own_queries(lambda: client.get(page(roll))) == 5
    session.log_stretch(roll, uuid7())
    assert own_queries(lambda: client.get(page(roll))) == 5
