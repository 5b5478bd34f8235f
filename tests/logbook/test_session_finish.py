import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FinishLog, Session
from tests.factories import make_exercise, make_version

FINISH = "/today/finish/"


@pytest.fixture
def post(as_user, patient, session):
    def send(**data):
        return as_user(patient).post(FINISH, {"key": uuid7(), "new_or_worse": "no"} | data)

    return send


def text(response):
    return " ".join(response.content.decode().split())


def test_nothing_is_chosen_for_the_patient(as_user, patient, session):
    body = text(as_user(patient).get(FINISH))
    assert "Is anything new or worse?" in body
    assert "Note for Dana" in body
    assert "checked" not in body


def test_answers_are_stored_as_given(post, session):
    post(pain_after=0, effort=4, note="Kneeling was easier with the towel.")
    session.refresh_from_db()
    assert (session.pain_after, session.effort, session.new_or_worse) == (0, 4, False)
    assert session.note == "Kneeling was easier with the towel."
    assert session.state == "finished"


def test_unanswered_stays_unanswered(post, session):
    post()
    session.refresh_from_db()
    assert (session.pain_after, session.effort, session.note) == (None, None, "")


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_new_or_worse_is_required(post, session, answer):
    response = post(new_or_worse=answer, pain_after=3, note="Typed already")
    body = text(response)
    assert response.status_code == 422
    assert 'aria-describedby="worse-error"' in body
    assert "Please choose No or Yes." in body
    assert "Typed already" in body
    assert 'value="3" checked' in body
    session.refresh_from_db()
    assert (session.state, session.pain_after) == ("open", None)


def test_a_partial_session_counts(post, as_user, patient, session, roll):
    session.log_stretch(roll, uuid7())
    post()
    body = text(as_user(patient).get(FINISH))
    assert "Saved. You did what you could, and that counts." in body
    assert "Your plan is paused" not in body


def test_a_whole_session_says_saved(post, as_user, patient, session, roll, press, hip):
    for row in (roll, press, hip):
        session.log_stretch(row, uuid7())
    answer = post(pain_after=2)
    assert answer.url == FINISH
    assert "Saved. 3 stretches logged." in text(as_user(patient).get(FINISH))


def test_before_and_after_are_shown_when_both_are_known(post, as_user, patient, session):
    session.pain_before = 4
    session.save()
    post(pain_after=3)
    body = text(as_user(patient).get(FINISH))
    assert "<small>Before</small><b>4</b>" in body
    assert "<small>After</small><b>3</b>" in body


@pytest.mark.parametrize(
    ("answers", "stops"),
    [
        ({"new_or_worse": "yes"}, True),
        ({"pain_after": 7}, True),
        ({"pain_after": 10}, True),
        ({"pain_after": 6}, False),
        ({}, False),
    ],
)
def test_new_or_strong_pain_is_answered_first_of_all(post, as_user, patient, answers, stops):
    assert post(**answers).url == (reverse("stop_signs") if stops else FINISH)
    body = text(as_user(patient).get(FINISH))
    assert ("Your plan is paused" in body) == stops
    if stops:
        assert body.index("Your plan is paused") < body.index("Saved.")
        assert 'href="tel:911"' in body
        assert 'href="tel:5550100142"' in body
        assert f'href="{reverse("stop_signs")}"' in body
        assert "you are safe" not in body


def test_a_mistaken_yes_can_be_undone_and_both_are_kept(post, as_user, patient, session):
    post(new_or_worse="yes")
    form = text(as_user(patient).get(f"{FINISH}?change=1"))
    assert 'value="yes" required checked' in form
    post(new_or_worse="no")
    assert "Your plan is paused" not in text(as_user(patient).get(FINISH))
    assert list(FinishLog.objects.order_by("id").values_list("new_or_worse", "current")) == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    "data", [{"pain_after": 11}, {"effort": -1}, {"effort": "hard"}, {"note": "x" * 12_000}]
)
def test_wrong_answers_save_nothing_and_keep_what_was_typed(post, session, data):
    response = post(**data)
    body = text(response)
    assert response.status_code == 422
    assert 'class="err"' in body
    if "note" in data:
        assert "x" * 12_000 in body
        assert 'aria-describedby="note-error"' in body
        assert "Yours has 12000" in body
    session.refresh_from_db()
    assert session.state == "open"
    assert not FinishLog.objects.exists()


def test_a_note_of_two_thousand_characters_fits(post, session):
    post(note="é" * 2000)
    session.refresh_from_db()
    assert len(session.note) == 2000


def test_a_script_in_a_note_is_text(post, as_user, patient):
    post(note="<script>alert(1)</script>")
    assert "<script>alert" not in text(as_user(patient).get(FINISH))


def test_one_key_finishes_once(post, session):
    key = uuid7()
    post(key=key, pain_after=3)
    post(key=key, pain_after=3)
    answer = post(key=key, pain_after=5)
    assert answer.status_code == 422
    assert "You saved this before" in text(answer)
    session.refresh_from_db()
    assert session.pain_after == 3
    assert FinishLog.objects.count() == 1


def test_a_missing_key_is_said_in_plain_text(post):
    answer = post(key="", note="Typed already")
    assert answer.status_code == 422
    assert "This page was out of date" in text(answer)
    assert "Typed already" in text(answer)


def test_without_a_session_there_is_nothing_to_finish(as_user, patient, plan):
    client = as_user(patient)
    assert client.get(FINISH).url == "/today/"
    assert client.post(FINISH, {"key": uuid7(), "new_or_worse": "no"}).url == "/today/"


def test_the_session_of_somebody_else_does_not_exist(post, other_patient):
    make_version(other_patient, make_exercise())
    foreign = Session.start(other_patient, uuid7())
    assert post(session=foreign.code).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_a_discharged_patient_is_told_here_too(post, as_user, patient):
    patient.discharge()
    assert "nobody reads new logs" in text(as_user(patient).get(FINISH))
    post()
    assert "nobody reads new logs" in text(as_user(patient).get(FINISH))


def test_queries_of_the_end_are_pinned(post, as_user, patient, session, own_queries):
    client = as_user(patient)
    # session, stretches with their logs, episode with therapist, what stops it
    assert own_queries(lambda: client.get(FINISH)) == 4
