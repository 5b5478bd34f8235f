"""Start values of a kind or a stretch: a clinic's own from its first save, with their history."""

import pytest

from exercises.models import ParametersWording, SignOff, StretchParameters
from exercises.views.sign_offs import exercise_to_review
from exercises.words import attach_parameters, library
from tests.factories import make_exercise

LIST = "/admin/exercises/stretchparameters/"
MOBILITY = {"sets": 1, "reps": 10, "seconds_on": 2, "seconds_off": 2}
MUSCLE = {"sets": 2, "hold_seconds": 30, "rest_seconds": 10}
WORDS = {"target": "Your joints", "why": "To move.", "how": "In and out.", "cue": "On, off"}


@pytest.fixture
def press_up():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def shared(press_up):
    row = StretchParameters.objects.get(kind="mobility")
    ParametersWording.objects.create(parameters=row, language="en", **WORDS)
    return row


@pytest.fixture
def muscle(press_up):
    return StretchParameters.objects.get(kind="muscle")


@pytest.fixture
def as_admin(as_user, clinic_admin):
    return as_user(clinic_admin)


def url(row, tail="change/"):
    return f"{LIST}{row.pk}/{tail}"


def typed(row, numbers=MOBILITY, **changed):
    words = WORDS if row.wordings.exists() else {}
    return {**numbers, **words, "opened": row.revision} | changed


def own(clinic):
    return StretchParameters.objects.get(clinic=clinic)


def start(clinic):
    return attach_parameters(library(clinic, slug="press-up"), clinic)[0].start


def test_a_clinics_first_save_makes_its_own_numbers(as_admin, shared, clinic, other_clinic):
    answer = as_admin.post(url(shared), typed(shared, reps=8, cue="Press, rest"))

    assert answer.status_code == 302
    assert (start(clinic).reps, start(clinic).wordings.get().cue) == (8, "Press, rest")
    assert (start(other_clinic).reps, shared.wordings.get().cue) == (10, "On, off")


def test_the_operator_edits_the_shared_numbers(as_user, operator, shared, clinic):
    as_user(operator).post(url(shared), typed(shared, reps=12))

    assert start(clinic).reps == 12
    assert StretchParameters.objects.filter(kind="mobility").count() == 1


def test_muscle_rows_have_hold_and_rest(as_admin, muscle, clinic):
    page = as_admin.get(url(muscle)).text
    assert 'name="hold_seconds"' in page
    assert 'name="reps"' not in page
    as_admin.post(url(muscle), typed(muscle, MUSCLE, hold_seconds=20, reps=5))

    assert (own(clinic).hold_seconds, own(clinic).reps) == (20, None)


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("muscle", {"hold_seconds": "4"}, "Hold can be 5 to 300 seconds."),
        ("muscle", {"hold_seconds": "0"}, "Hold can be 5 to 300 seconds."),
        ("muscle", {"hold_seconds": "1000000000"}, "Hold can be 5 to 300 seconds."),
        ("muscle", {"rest_seconds": ""}, "Rest can be 0 to 300 seconds."),
        ("muscle", {"sets": "11"}, "Sets can be 1 to 10."),
        ("mobility", {"reps": "ten"}, "Repetitions can be 1 to 100."),
        ("mobility", {"reps": "-1"}, "Repetitions can be 1 to 100."),
        ("mobility", {"seconds_on": "0"}, "Pressure on can be 1 to 10 seconds."),
        ("mobility", {"seconds_off": "11"}, "Pressure off can be 1 to 10 seconds."),
        ("mobility", {"why": "w" * 12_000}, "at most 600"),
    ],
)
def test_numbers_out_of_range_come_back(as_admin, shared, muscle, kind, changed, said):
    row, numbers = (muscle, MUSCLE) if kind == "muscle" else (shared, MOBILITY)
    answer = as_admin.post(url(row), typed(row, numbers, **changed))

    assert answer.status_code == 422
    assert said in answer.text
    assert all(value in answer.text for value in changed.values())
    assert not StretchParameters.objects.exclude(clinic=None).exists()


def test_a_stale_save_shows_both(as_admin, shared, clinic):
    opened = typed(shared, reps=9)
    as_admin.post(url(shared), typed(shared, reps=8))
    answer = as_admin.post(url(shared), opened)

    assert answer.status_code == 409
    assert "8</del>" in answer.text
    assert "9</ins>" in answer.text
    assert own(clinic).reps == 8


def test_revert_brings_back_numbers_and_words(as_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, reps=8, cue="Press, rest"))
    as_admin.post(url(own(clinic)), typed(own(clinic), reps=6, cue="Again"))
    page = as_admin.get(url(own(clinic), "history/compare/?old=1&new=3")).text
    assert "Again</ins>" in page
    as_admin.post(url(own(clinic), "history/1/revert/"), {"revision": own(clinic).revision})

    assert (own(clinic).reps, own(clinic).wordings.get().cue) == (10, "On, off")
    assert own(clinic).history.count() == 4


def test_other_clinics_numbers_are_not_there(as_admin, shared, other_clinic):
    theirs = StretchParameters.objects.create(clinic=other_clinic, kind="mobility", **MOBILITY)

    for tail in ("change/", "history/"):
        assert as_admin.get(url(theirs, tail)).status_code == 404
    assert as_admin.post(url(theirs), typed(theirs, reps=3)).status_code == 404
    assert as_admin.get(LIST).text.count('class="field-of"') == 2


def test_new_numbers_clear_the_sign_off(as_admin, therapist, shared, muscle, clinic):
    SignOff.give(exercise_to_review(clinic, "press-up"), by=therapist)
    as_admin.post(url(muscle), typed(muscle, MUSCLE, hold_seconds=20))
    assert exercise_to_review(clinic, "press-up").sign_off
    as_admin.post(url(shared), typed(shared, reps=8))
    assert not exercise_to_review(clinic, "press-up").sign_off


def test_a_stretch_gets_numbers_of_its_own(as_admin, press_up, shared, clinic, other_clinic):
    answer = as_admin.post(f"{LIST}add/", {"exercise": press_up.pk})
    row = own(clinic)

    assert answer.url == url(row)
    assert (row.exercise, row.kind, row.reps) == (press_up, "mobility", 10)
    as_admin.post(url(row), typed(row, reps=5))
    assert start(clinic).reps == 5
    assert start(other_clinic).reps == 10
    assert as_admin.post(f"{LIST}add/", {"exercise": press_up.pk}).status_code == 422


def test_a_foreign_stretch_gets_none(as_admin, other_clinic):
    foreign = make_exercise("secret-stretch", clinic=other_clinic)

    assert "Secret stretch" not in as_admin.get(f"{LIST}add/").text
    assert as_admin.post(f"{LIST}add/", {"exercise": foreign.pk}).status_code == 422
