"""A clinic's edit makes the clinic's own words; the shared ones stay; nothing is written over."""

import pytest

from exercises.models import Exercise, SignOff, Wording
from exercises.models.editing import StaleEdit
from exercises.views.sign_offs import exercise_to_review
from tests.factories import make_exercise

LIST = "/admin/exercises/wording/"


@pytest.fixture
def press_up():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def shared(press_up):
    return press_up.wordings.get()


@pytest.fixture
def as_admin(as_user, clinic_admin):
    return as_user(clinic_admin)


@pytest.fixture
def as_operator(as_user, operator):
    return as_user(operator)


def url(row, tail="change/"):
    return f"{LIST}{row.pk}/{tail}"


def typed(row, steps=None, **changed):
    """What the form posts for a row, with some fields changed."""
    steps = steps or [(step["role"], step["text"]) for step in row.steps]
    return {
        "name": row.name,
        "summary": row.summary,
        "felt": row.felt,
        "equipment": row.equipment,
        "steps-place": [str(at) for at in range(1, len(steps) + 1)],
        "steps-role": [role for role, _text in steps],
        "steps-text": [text for _role, text in steps],
        "precautions-place": [str(at) for at in range(1, len(row.precautions) + 1)],
        "precautions-text": row.precautions,
        "opened": row.revision,
    } | changed


def own(clinic):
    return Wording.objects.get(clinic=clinic)


def reads(clinic):
    return exercise_to_review(clinic, "press-up").words


# --- Copy on write ----------------------------------------------------------


def test_a_clinics_first_save_makes_its_own_words(as_admin, shared, clinic, other_clinic):
    answer = as_admin.post(url(shared), typed(shared, summary="Press, then rest."))

    assert (answer.status_code, answer.url) == (302, LIST)
    shared.refresh_from_db()
    assert (shared.summary, shared.revision) == ("Move slowly.", 1)
    assert (own(clinic).summary, own(clinic).revision) == ("Press, then rest.", 2)
    assert reads(clinic).summary == "Press, then rest."
    assert reads(other_clinic).summary == "Move slowly."


def test_the_next_save_edits_the_clinics_own_row(as_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, summary="One."))
    as_admin.post(url(own(clinic)), typed(own(clinic), summary="Two."))

    assert own(clinic).summary == "Two."
    assert Wording.objects.count() == 2


def test_saving_without_a_change_makes_nothing(as_admin, shared):
    as_admin.post(url(shared), typed(shared))

    assert Wording.objects.count() == 1


def test_the_operator_edits_the_shared_words(as_operator, shared):
    as_operator.post(url(shared), typed(shared, summary="For everybody."))

    shared.refresh_from_db()
    assert shared.summary == "For everybody."
    assert Wording.objects.count() == 1


def test_the_patient_reads_the_new_words_at_the_next_request(
    as_user, clinic_admin, patient, shared
):
    as_user(clinic_admin).post(url(shared), typed(shared, steps=[("movement", "Breathe out.")]))

    page = as_user(patient).get("/stretches/press-up/").text
    assert "Breathe out." in page
    assert "Move slowly." in page  # the description stayed


# --- Tenancy ----------------------------------------------------------------


@pytest.fixture
def theirs(other_clinic, press_up):
    """Hillside's own words of the shared stretch."""
    return Wording.objects.create(
        exercise=press_up,
        clinic=other_clinic,
        name="Hillside press",
        summary="Hillside words.",
        steps=[{"role": "movement", "text": "Hillside step."}],
    )


@pytest.mark.parametrize("tail", ["change/", "history/", "history/compare/?old=1&new=1"])
@pytest.mark.parametrize("person", ["clinic_admin", "operator"])
def test_another_clinics_words_are_not_there(request, as_user, theirs, person, tail):
    answer = as_user(request.getfixturevalue(person)).get(url(theirs, tail))

    assert answer.status_code == 404
    assert "Hillside" not in answer.text


@pytest.mark.parametrize("person", ["clinic_admin", "operator"])
def test_another_clinics_words_cannot_be_written(request, as_user, theirs, person):
    client = as_user(request.getfixturevalue(person))

    assert client.post(url(theirs), typed(theirs, name="Ours now")).status_code == 404
    assert client.post(url(theirs, "history/1/revert/"), {"revision": 1}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Hillside press"


def test_the_list_shows_what_the_clinic_reads(as_admin, shared, theirs):
    page = as_admin.get(LIST).text

    assert "Hillside" not in page
    assert "Shared" in page
    assert "Not yet reviewed by your clinic" in page
    as_admin.post(url(shared), typed(shared, name="Our press up"))
    page = as_admin.get(LIST).text
    assert "Our press up" in page
    assert "Our own" in page
    assert page.count('class="field-name"') == 1


def test_the_list_is_in_region_order(as_admin):
    for region in ("hips", "lower-back", "upper-back"):
        make_exercise(region=region, name=f"Of the {region}")
    page = as_admin.get(LIST).text

    places = [page.index(f"Of the {region}") for region in ("upper-back", "lower-back", "hips")]
    assert places == sorted(places)


def test_the_list_asks_as_much_for_three_as_for_one(as_admin, assert_queries):
    make_exercise()
    as_admin.get(LIST)
    with assert_queries(at_most=12) as one:
        as_admin.get(LIST)
    make_exercise()
    make_exercise()
    with assert_queries(at_most=12) as three:
        as_admin.get(LIST)
    assert len(three) == len(one)


# --- History ----------------------------------------------------------------


def test_the_history_begins_with_the_shared_text(as_admin, clinic_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, steps=[("movement", "Press up."), ("cue", "Slow.")]))

    first, second = own(clinic).history.order_by("history_id")
    assert (first.steps, first.history_user) == (shared.steps, None)
    assert second.steps[1] == {"role": "cue", "text": "Slow."}
    assert second.history_user == clinic_admin.user
    page = as_admin.get(url(own(clinic), "history/")).text
    assert "As shipped" in page
    assert "Lee Park" in page


def test_compare_shows_words_that_went_and_came(as_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, steps=[("movement", "Move gently.")]))
    page = as_admin.get(url(own(clinic), "history/compare/?old=1&new=2")).text

    assert "slowly.</del>" in page
    assert "gently.</ins>" in page
    assert "Movement: Move " in page
    assert "Revert to version 1" in page


def test_revert_brings_back_steps_as_a_new_save(as_admin, clinic_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, steps=[("cue", "Slow.")], summary="Other."))
    as_admin.post(url(own(clinic), "history/1/revert/"), {"revision": own(clinic).revision})

    assert (own(clinic).steps, own(clinic).summary) == (shared.steps, "Move slowly.")
    assert own(clinic).history.count() == 3
    assert own(clinic).history.first().history_user == clinic_admin.user


@pytest.mark.parametrize("seen", ["1", "", "one", "-1", "9" * 5000])
def test_reverting_what_was_saved_meanwhile_is_refused(as_admin, shared, clinic, seen):
    as_admin.post(url(shared), typed(shared, summary="Other."))
    answer = as_admin.post(url(own(clinic), "history/1/revert/"), {"revision": seen})

    assert answer.status_code == 409
    assert own(clinic).summary == "Other."


def test_looking_reverts_nothing(as_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, summary="Other."))
    as_admin.get(url(own(clinic), "history/1/revert/"))

    assert own(clinic).summary == "Other."


@pytest.mark.parametrize(
    "query", ["", "?old=0", "?old=9", "?old=x", "?old=1&new=99", f"?old={'9' * 5000}"]
)
def test_a_version_that_never_was_is_not_there(as_admin, shared, query):
    assert as_admin.get(url(shared, f"history/compare/{query}")).status_code == 404


def test_the_shipped_text_of_a_loaded_library_is_kept(as_operator, shared):
    shared.history.all().delete()  # loaddata writes no history
    as_operator.post(url(shared), typed(shared, summary="Changed."))

    versions = [row.summary for row in shared.history.order_by("history_id")]
    assert versions == ["Move slowly.", "Changed."]


# --- Two people at once -----------------------------------------------------


def test_a_stale_save_shows_both_and_writes_nothing(as_operator, shared):
    opened = typed(shared, summary="Mine.")
    as_operator.post(url(shared), typed(shared, summary="Theirs."))
    answer = as_operator.post(url(shared), opened)

    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    shared.refresh_from_db()
    assert shared.summary == "Theirs."


def test_mine_can_be_saved_over_it_knowingly(as_operator, shared):
    opened = typed(shared, summary="Mine.")
    as_operator.post(url(shared), typed(shared, summary="Theirs."))
    as_operator.post(url(shared), opened | {"opened": 2})

    shared.refresh_from_db()
    assert (shared.summary, shared.revision) == ("Mine.", 3)


def test_two_admins_on_the_shared_text_are_stale_too(as_admin, shared, clinic):
    opened = typed(shared, summary="Second.")
    as_admin.post(url(shared), typed(shared, summary="First."))
    answer = as_admin.post(url(shared), opened)

    assert answer.status_code == 409
    assert own(clinic).summary == "First."


def test_two_first_saves_at_the_same_moment_make_one_row(shared, clinic):
    """Both read the shared text before either wrote; the unique key lets one through."""
    made = shared.copy_for(clinic, 1)
    with pytest.raises(StaleEdit) as stale:
        shared.copy_for(clinic, 1)

    assert stale.value.current == made
    assert own(clinic) == made


# --- Sign-off ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "clears"),
    [
        ({"steps": [("movement", "Move a lot.")]}, True),
        ({"precautions-text": ["Ask first."]}, True),
        ({"name": "Push up", "summary": "Other words.", "felt": "Back"}, False),
    ],
)
def test_what_an_edit_clears(as_admin, therapist, clinic, shared, changed, clears):
    SignOff.give(exercise_to_review(clinic, "press-up"), by=therapist)
    answer = as_admin.post(url(shared), typed(shared, **changed), follow=True)

    assert bool(exercise_to_review(clinic, "press-up").sign_off) is not clears
    assert ("sign-off is cleared" in answer.text) is clears


# --- The form ---------------------------------------------------------------


def test_the_form_shows_the_reading_grade(as_admin, shared):
    page = as_admin.get(url(shared)).text

    assert page.count("Aim for 6 or lower.") == 2
    answer = as_admin.post(f"{LIST}reading-grade/", {"text": "Lie on your mat."})
    assert answer.json()["text"].startswith("Reading grade ")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "n" * 12_000}, "at most 80"),
        ({"summary": "s" * 12_000}, "at most 1000"),
        ({"steps": [("movement", "x" * 12_000)]}, "Row 1 has 12,000 characters."),
        ({"steps": [("movement", "Go."), ("dance", "Now.")]}, "Choose what row 2 is"),
        ({"steps": [("movement", " ")]}, "Write at least one."),
        ({"precautions-text": ["p" * 501]}, "Row 1 has 501 characters."),
        ({"steps": [("cue", f"Step {at}.") for at in range(31)]}, "Keep it to 30."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(as_admin, shared, changed, said):
    answer = as_admin.post(url(shared), typed(shared, felt="Typed and kept", **changed))

    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed and kept" in answer.text
    for text in ("x" * 12_000, "p" * 501, "s" * 12_000):
        if any(text in str(value) for value in changed.values()):
            assert text in answer.text
    assert Wording.objects.count() == 1


def test_numbers_reorder_and_emptied_rows_go(as_admin, shared, clinic):
    steps = [("cue", "Third."), ("movement", "First."), ("caution", ""), ("movement", "Second.")]
    places = {"steps-place": ["3", "1", "2", "1"]}
    as_admin.post(url(shared), typed(shared, steps=steps, **places))

    assert [step["text"] for step in own(clinic).steps] == ["First.", "Second.", "Third."]
    assert own(clinic).steps[2]["role"] == "cue"


def test_script_in_words_stays_text(as_admin, shared, clinic):
    as_admin.post(url(shared), typed(shared, name="<script>alert(1)</script>"))
    for tail in ("change/", "history/", "history/compare/?old=1&new=2"):
        page = as_admin.get(url(own(clinic), tail)).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_fields_that_are_not_on_the_form_stay(as_admin, shared, clinic, other_clinic):
    extra = {"clinic": other_clinic.pk, "language": "xx", "exercise": 0, "seed_sha256": "x"}
    as_admin.post(url(shared), typed(shared, summary="New.") | extra)

    row = own(clinic)
    assert (row.language, row.exercise, row.seed_sha256) == ("en", Exercise.objects.get(), "")
