"""One click vouches for today's steps, precautions and parameters; a change asks again."""

import pytest
from django.urls import reverse

from exercises.models import SignOff, StretchParameters, Wording
from exercises.views.sign_offs import exercise_to_review
from tests.factories import make_exercise

URL = "/stretches/press-up/sign-off/"


@pytest.fixture
def press_up():
    return make_exercise("press-up", name="Press up")


@pytest.fixture
def as_therapist(as_user, therapist):
    return as_user(therapist)


def content(clinic):
    return exercise_to_review(clinic, "press-up").content_sha256


def signed(clinic):
    return exercise_to_review(clinic, "press-up").sign_off


def test_signing_off_names_who_and_goes_back(as_therapist, therapist, press_up, clinic):
    answer = as_therapist.post(URL, {"content_sha256": content(clinic), "next": "/caseload/?q=a"})

    assert (answer.status_code, answer.url) == (302, "/caseload/?q=a")
    assert signed(clinic).by == therapist


def test_htmx_gets_the_fragment(as_therapist, press_up, clinic):
    answer = as_therapist.post(
        URL, {"content_sha256": content(clinic)}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert 'id="sign-off-press-up"' in answer.text
    assert "Reviewed by Dana Okafor, PT, " in answer.text
    assert "<html" not in answer.text


def test_a_second_click_changes_nothing(as_therapist, as_user, colleague, press_up, clinic):
    data = {"content_sha256": content(clinic)}
    as_therapist.post(URL, data)
    first = SignOff.objects.get()
    as_user(colleague).post(URL, data)

    assert SignOff.objects.get() == first


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_words_changed_meanwhile_are_not_signed_off(as_therapist, press_up, clinic, htmx):
    seen = content(clinic)
    Wording.objects.update(precautions=["Ask first after any surgery."])

    answer = as_therapist.post(URL, {"content_sha256": seen}, headers=htmx)

    assert answer.status_code == 409
    assert "changed since you opened this page" in answer.text
    assert content(clinic) in answer.text  # the next click signs off what is read now
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("change", "clears"),
    [
        (lambda: Wording.objects.update(steps=[{"role": "cue", "text": "Slow."}]), True),
        (lambda: Wording.objects.update(precautions=[]), True),
        (lambda: StretchParameters.objects.filter(kind="mobility").update(reps=12), True),
        (lambda: Wording.objects.update(name="Push up", summary="Another way to say it."), False),
        (lambda: StretchParameters.objects.filter(kind="muscle").update(hold_seconds=20), False),
    ],
)
def test_what_clears_the_sign_off(as_therapist, press_up, clinic, change, clears):
    as_therapist.post(URL, {"content_sha256": content(clinic)})
    change()

    assert bool(signed(clinic)) is not clears
    as_therapist.post(URL, {"content_sha256": content(clinic)})
    assert signed(clinic)


def test_a_sign_off_counts_for_its_clinic_alone(as_therapist, press_up, clinic, other_clinic):
    as_therapist.post(URL, {"content_sha256": content(clinic)})

    assert not signed(other_clinic)


def test_a_clinics_own_stretch_is_not_there_for_others(as_user, outsider, clinic):
    make_exercise("press-up", clinic=clinic)

    assert as_user(outsider).post(URL, {"content_sha256": "x"}).status_code == 404


@pytest.mark.parametrize("person", ["patient", "clinic_admin", "operator"])
def test_only_those_who_treat_sign_off(request, as_user, press_up, person):
    assert as_user(request.getfixturevalue(person)).post(URL).status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere", "nowhere"])
def test_next_never_leaves_the_site(as_therapist, press_up, clinic, elsewhere):
    data = {"content_sha256": content(clinic), "next": elsewhere}

    assert as_therapist.post(URL, data).url == reverse("stretch_detail", args=["press-up"])


def test_looking_signs_nothing(as_therapist, press_up):
    assert as_therapist.get(URL).status_code == 405
