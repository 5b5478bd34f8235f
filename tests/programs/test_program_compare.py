"""What differs between any two versions, stretch by stretch, in words."""

import re

import pytest
from django.urls import reverse

from exercises.models import Variation
from programs.models import Program
from tests.factories import make_exercise, make_prescription, make_version
from tests.programs.page import press, rows


def read(client, patient, **which):
    answer = client.get(reverse("program_compare", args=[patient.code]), which)
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().split('id="compare-heading">')[1])
    return " ".join(text.split())


@pytest.fixture
def followed(patient, therapist):
    """Version 1: press up and, below it, a hold with sides."""
    version = make_version(patient, sent=False)
    make_prescription(version, make_exercise("press-up", name="Press up"), sets=2, position=1)
    hips = make_exercise("glute", region="hips", kind="muscle", sided=True, name="Glute")
    make_prescription(version, hips)
    version.send(by=therapist, revision=version.revision)
    return version


@pytest.fixture
def draft(followed):
    return followed.program.open_draft()


def test_was_and_now_of_every_number_day_and_word(as_user, therapist, patient, draft):
    row = rows(patient)[0]
    row.sets, row.reps, row.weekdays, row.note = 1, 12, 0b0010101, "Slowly."
    row.save()
    text = read(as_user(therapist), patient)
    assert "From version 1 to version 2" in text
    assert "Press up Sets was 2 → now 1 Reps was 10 → now 12" in text
    assert "Days was Mon–Sun → now Mon, Wed, Fri" in text
    assert "Note to patient new: Slowly." in text
    assert "Glute" not in text


def test_seconds_and_sides(as_user, therapist, patient, draft):
    row = rows(patient)[1]
    row.hold_seconds, row.side = 45, "left"
    row.save()
    text = read(as_user(therapist), patient)
    assert "Glute Hold seconds was 30 s → now 45 s Side was Each side → now Left" in text


def test_added_and_removed_stretches(as_user, therapist, patient, draft):
    rows(patient)[0].delete()
    make_prescription(draft, make_exercise("book", name="Open book"), sets=3)
    text = read(as_user(therapist), patient)
    assert "Press up Out: 2 sets of 10" in text
    assert "Open book New: 3 sets of 10" in text


def test_ways_to_do_it_and_to_swap_to(as_user, therapist, patient, followed):
    exercise = followed.prescriptions.first().exercise
    easier = Variation.objects.create(exercise=exercise, slug="easier", floor_free=True)
    exercise.wordings.create(variation=easier, name="On the bed", summary="", steps=[])
    followed.program.open_draft()
    rows(patient)[0].swaps.add(easier)
    assert "Press up May swap to new: On the bed" in read(as_user(therapist), patient)


def test_the_order_inside_a_region(as_user, therapist, patient):
    version = make_version(patient, sent=False)
    for position, name in enumerate(["Ada", "Bea", "Cleo"], start=1):
        make_prescription(version, make_exercise(name=name), position=position)
    version.send(by=therapist, revision=version.revision)
    version.program.open_draft()
    client = as_user(therapist)
    press(client, patient, "prescription_move", row=rows(patient)[2], direction="up")
    text = read(client, patient)
    assert "Order was Ada, Bea, Cleo → now Ada, Cleo, Bea" in text


def test_the_review_day_and_when_to_move_on(as_user, therapist, patient, draft):
    draft.progression_note = "Two weeks without pain."
    draft.review_on = "2026-12-15"
    draft.save()
    text = read(as_user(therapist), patient)
    assert "Review new: Dec 15, 2026" in text
    assert "When to move on new: Two weeks without pain." in text


def test_any_two_versions_whatever_came_between(as_user, therapist, patient, draft):
    rows(patient)[0].delete()
    draft.send(by=therapist, revision=draft.revision)
    third = draft.program.open_draft()
    third.prescriptions.update(hold_seconds=60)
    client = as_user(therapist)
    text = read(client, patient, **{"from": 1, "to": 3})
    assert "From version 1 to version 3" in text
    assert "Press up Out:" in text
    assert "Glute Hold seconds was 30 s → now 60 s" in text
    assert "Press up" not in read(client, patient, **{"from": 2, "to": 3})
    assert "From version 1 to version 3" in read(client, patient, **{"from": 3, "to": 1})


def test_a_stretch_taken_out_and_put_back_is_no_change(as_user, therapist, patient, draft):
    row = rows(patient)[0]
    numbers = row.schedule()
    row.delete()
    draft.prescriptions.create(patient=patient, variation=row.variation, **numbers)
    assert "No difference." in read(as_user(therapist), patient)


def test_the_number_of_changes_is_what_is_listed(as_user, therapist, patient, draft):
    row = rows(patient)[0]
    row.sets, row.note = 3, "Slowly."
    row.save()
    rows(patient)[1].delete()
    client = as_user(therapist)
    page = client.get(reverse("program", args=[patient.code])).content.decode()
    assert "<b>3 changes</b> since" in page
    assert 'value="compare"' in page
    answer = press(client, patient, "program_save", then="compare")
    assert answer.url == reverse("program_compare", args=[patient.code])


def test_one_version_has_nothing_to_compare(as_user, therapist, patient, followed):
    assert "There is one version only." in read(as_user(therapist), patient)


def test_strange_numbers_are_the_newest_two(as_user, therapist, patient, draft):
    client = as_user(therapist)
    for strange in ("x", "-1", "999", "9" * 50, ""):
        assert "From version 1 to version 2" in read(
            client, patient, **{"from": strange, "to": strange}
        )


def test_without_a_program_there_is_no_page(as_user, therapist, patient):
    Program.open_for(patient)
    answer = as_user(therapist).get(reverse("program_compare", args=[patient.code]))
    assert answer.status_code == 404


def test_queries_stay_the_same(as_user, therapist, patient, assert_queries):
    client = as_user(therapist)
    for more in (1, 2):
        make_version(patient, *[make_exercise() for _ in range(more)], by=therapist)
        make_version(patient, sent=False)
        read(client, patient)
        with assert_queries(14):
            read(client, patient)


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient, draft):
    url = reverse("program_compare", args=[patient.code])
    assert as_user(therapist).get(url).status_code == 200
    answer = as_user(outsider).get(url)
    assert answer.status_code == 404
    assert "Press up" not in answer.content.decode()
