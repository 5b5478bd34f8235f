"""Easier and floor-free ways the patient may swap to, chosen for each row."""

import pytest
from django.urls import reverse

from exercises.models import Variation
from people.models import PrecautionTag
from programs.models import Program
from tests.factories import make_exercise, make_version
from tests.programs.page import fields, open_page, press, rows


@pytest.fixture
def row(patient):
    exercise = make_exercise("press-up", name="Press up")
    for slug, name in (("bed", "On the bed"), ("wall", "At the wall")):
        way = Variation.objects.create(exercise=exercise, slug=slug, floor_free=True)
        exercise.wordings.create(variation=way, name=name, summary="", steps=[])
    return make_version(patient, exercise, sent=False).prescriptions.get()


def swaps(row):
    return {way.slug for way in rows(row.patient)[0].swaps.all()}


def choose(client, row, *slugs, **more):
    return press(client, row.patient, "program_save", **{f"{row.code}-swaps": slugs}, **more)


def test_chosen_ways_are_saved_shown_and_taken_away(as_user, therapist, patient, row):
    client = as_user(therapist)
    choose(client, row, "bed", "wall")
    assert swaps(row) == {"bed", "wall"}
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "May swap to On the bed, At the wall" in page
    choose(client, row, "wall")
    assert swaps(row) == {"wall"}
    choose(client, row)
    assert swaps(row) == set()


def test_the_prescribed_way_is_no_swap_of_itself(as_user, therapist, patient, row):
    client = as_user(therapist)
    choose(client, row, "bed", "standard")
    assert swaps(row) == {"bed"}
    choose(client, row, "bed", "standard", **{f"{row.code}-variation": "bed"})
    assert swaps(row) == {"standard"}


def test_another_stretchs_way_is_refused(as_user, therapist, patient, row):
    assert choose(as_user(therapist), row, "standing").status_code == 422
    assert swaps(row) == set()


def test_they_are_the_rows_own_two_choices_at_once_are_409_with_both(
    as_user, therapist, colleague, patient, row
):
    page = open_page(as_user(therapist), patient)
    choose(as_user(colleague), row, "bed")
    mine = {f"{row.code}-swaps": ["wall"]}
    answer = press(as_user(therapist), patient, "program_save", page, **mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "may swap to: On the bed" in text
    assert "may swap to: At the wall" in text
    assert fields(answer)[f"{row.code}-swaps"] == ["wall"]
    assert swaps(row) == {"bed"}
    assert press(as_user(therapist), patient, "program_save", fields(answer)).status_code == 302
    assert swaps(row) == {"wall"}


def test_the_next_draft_has_them_too(as_user, therapist, patient, row):
    client = as_user(therapist)
    choose(client, row, "bed")
    press(client, patient, "program_send")
    Program.open_for(patient).open_draft()
    assert swaps(row) == {"bed"}
    assert rows(patient)[0].copied_from == row


def test_a_precaution_of_the_patient_that_one_meets_is_said(as_user, therapist, patient, row):
    wrist = PrecautionTag.objects.create(slug="wrist", name="Wrist pain")
    Variation.objects.get(slug="wall").precautions.add(wrist)
    patient.precautions.add(wrist)
    client = as_user(therapist)
    choose(client, row, "bed")
    url = reverse("program", args=[patient.code])
    assert "Ask first: Wrist pain" not in client.get(url).content.decode()
    choose(client, row, "wall")
    assert "Ask first: Wrist pain" in client.get(url).content.decode()


def test_a_stretch_with_one_way_offers_none(as_user, therapist, other_patient):
    make_version(other_patient, make_exercise(), sent=False)
    page = open_page(as_user(therapist), other_patient)
    assert not [name for name in page if name.endswith("-swaps")]
    assert (
        b"On a bad day"
        not in as_user(therapist).get(reverse("program", args=[other_patient.code])).content
    )
