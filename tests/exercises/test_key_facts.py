"""Each shipped stretch says what docs/clinical.md says, and all of it reads plainly."""

import pytest

from exercises.models import (
    Exercise,
    ParametersWording,
    Region,
    StretchParameters,
    Variation,
    Wording,
)
from exercises.reading_grade import reading_grade
from exercises.words import attach_parameters, library
from people.models import Notice
from programs.models import Template


@pytest.fixture
def stretches(library):
    return load()


def load():
    exercises = library(None)
    attach_parameters(exercises, None)
    return {exercise.slug: exercise for exercise in exercises}


def words_of(exercise, variation=None):
    if variation is None:
        return exercise.words
    return next(v.words for v in exercise.variation_list if v.slug == variation)


def everything(words):
    parts = [words.summary, words.felt, *(step["text"] for step in words.steps), *words.precautions]
    return "\n".join(parts).lower()


def tags(exercise, variation="standard"):
    chosen = exercise.variations.get(slug=variation)
    return set(chosen.precautions.values_list("slug", flat=True))


def dose(exercise):
    return {name: value for name, value in exercise.start.dosage().items() if value is not None}


ASK_EVERYBODY = {"recent-surgery", "fracture", "pregnancy", "dizziness", "floor"}


def test_six_stretches_in_the_order_upper_back_lower_back_hips(stretches):
    assert [(exercise.region.slug, exercise.words.name) for exercise in stretches.values()] == [
        ("upper-back", "Foam roll thoracic extension"),
        ("upper-back", "Thread the needle"),
        ("lower-back", "Press up"),
        ("lower-back", "Open book"),
        ("hips", "Kneeling hip flexor stretch"),
        ("hips", "Figure 4 glute stretch"),
    ]
    assert list(Region.objects.values_list("order", flat=True)) == [1, 2, 3]


def test_foam_roll(stretches):
    foam = stretches["foam-roll-thoracic-extension"]
    said = everything(foam.words)

    assert "near your shoulder blades" in said
    assert "keep your hips on the floor" in said
    assert "rock back" in said
    assert "gentle stretch" in said
    assert "keep your core tight" in said
    assert "low back can arch and you may not notice" in said
    assert foam.words.equipment == "Foam roller"
    assert foam.words.felt == "Upper back"
    assert not foam.sided
    assert dose(foam) == {"sets": 1, "reps": 10, "seconds_on": 2, "seconds_off": 2}
    assert tags(foam) == ASK_EVERYBODY | {"osteoporosis", "ribs", "fusion", "neck-arm-symptoms"}
    assert "floor" not in tags(foam, "chair-back")


def test_thread_the_needle(stretches):
    thread = stretches["thread-the-needle"]
    said = everything(thread.words)

    assert "hands and knees" in said
    assert said.index("reach one arm under the other") < said.index("bring the same arm up")
    assert thread.words.cues == [
        "Pressure on: reach up to the ceiling.",
        "Pressure off: reach under the other arm.",
    ]
    assert "for the left, your left arm moves" in said
    assert "more stretch" in words_of(thread, "hand-behind-head").summary
    assert "shoulder blade" in thread.words.felt
    assert thread.words.felt.endswith("Chest when you reach up.")
    assert thread.sided
    assert dose(thread) == {"sets": 1, "reps": 10, "seconds_on": 3, "seconds_off": 3}
    assert tags(thread) == ASK_EVERYBODY | {"shoulder", "wrist", "knee", "osteoporosis", "glaucoma"}
    assert tags(thread, "seated").isdisjoint({"floor", "knee"})


def test_press_up(stretches):
    press = stretches["press-up"]
    said = everything(press.words)

    assert "lie on your belly" in said
    assert "press through your hands so that your back bends" in said
    assert "keep your hips down as far as you can" in said
    assert "hands on the floor above your head" in said
    assert "move your hands nearer, until they are under your shoulders" in said
    assert "stop if pain or tingling moves down your leg" in said
    assert press.words.felt == "Low back"
    assert not press.sided
    assert dose(press) == {"sets": 1, "reps": 10, "seconds_on": 2, "seconds_off": 2}
    assert [variation.slug for variation in press.variation_list] == [
        *("standard", "hands-far", "hands-middle", "hands-near", "elbows", "standing")
    ]
    assert tags(press) >= ASK_EVERYBODY | {
        *("spondylolisthesis", "stenosis", "osteoporosis", "belly-surgery", "spine-surgery"),
        *("wrist", "shoulder", "leg-symptoms"),
    }


def test_open_book(stretches):
    book = stretches["open-book"]
    standard, knees = everything(book.words), everything(words_of(book, "both-knees"))

    assert "lie on your side" in standard
    assert "bend your top leg. keep your bottom leg straight" in standard
    assert "gently backward" in standard
    assert "the turn goes to your low back" in standard
    assert "bend both knees" in knees
    assert "the turn goes to your upper back" in knees
    assert "for the left, lie on your right side" in standard
    assert "open your top arm" in standard
    assert book.sided
    assert dose(book) == {"sets": 1, "reps": 10, "seconds_on": 3, "seconds_off": 3}
    assert tags(book) == ASK_EVERYBODY | {
        *("fusion", "osteoporosis", "ribs", "shoulder", "hip-replacement")
    }


def test_kneeling_hip_flexor_stretch(stretches):
    hip = stretches["kneeling-hip-flexor-stretch"]
    said = everything(hip.words)

    assert "kneel on one knee" in said
    squeeze = said.index("squeeze the buttock of the kneeling side")
    assert squeeze < said.index("push that hip gently forward")
    assert hip.words.felt == "Front of the hip on the kneeling side"
    assert "for the left, your left knee is down" in said
    assert hip.words.cues == ["Pressure on, hold: push the hip forward and stay there."]
    assert hip.sided
    assert dose(hip) == {"sets": 2, "hold_seconds": 30, "rest_seconds": 10}
    assert tags(hip) == ASK_EVERYBODY | {
        "hip-replacement",
        "knee",
        "balance",
        "extension-sensitive",
    }
    assert tags(hip, "standing").isdisjoint({"floor", "knee"})


def test_figure_4_glute_stretch(stretches):
    figure = stretches["figure-4-glute-stretch"]
    said = everything(figure.words)

    assert "cross one ankle over the other knee" in said
    assert "bring the knee of the leg that is not crossed nearer, so that your hip bends" in said
    assert "never push on your knee" in said
    assert "for the left, cross your left ankle" in said
    assert figure.words.felt == "Buttock of the crossed leg"
    assert figure.sided
    assert dose(figure) == {"sets": 2, "hold_seconds": 30, "rest_seconds": 10}
    assert tags(figure) == ASK_EVERYBODY | {"hip-replacement", "groin", "flexion-sensitive"}
    assert "floor" not in tags(figure, "seated")


def test_both_kinds_say_what_they_aim_at_and_why(library):
    kinds = {row.parameters.kind: row for row in ParametersWording.objects.all()}

    assert "joints" in kinds["mobility"].target
    assert "not to make a muscle longer" in kinds["mobility"].why
    assert "Do not hold" in kinds["mobility"].how
    assert kinds["mobility"].cue == "Pressure on, pressure off"
    assert "muscle" in kinds["muscle"].target
    assert "relax" in kinds["muscle"].why
    assert "30 seconds" in kinds["muscle"].how
    assert kinds["muscle"].cue == "Pressure on, hold"


def test_every_stretch_has_an_easier_way_and_every_way_has_its_own_words(stretches):
    for exercise in stretches.values():
        assert sum(v.is_standard for v in exercise.variation_list) == 1
        assert len(exercise.variation_list) >= 3
        names = [variation.words.name for variation in exercise.variation_list]
        assert len(set(names)) == len(names)
    assert Variation.objects.filter(floor_free=True).count() == 5
    assert not Variation.objects.filter(floor_free=True, precautions__slug="floor").exists()


def test_every_way_has_set_up_movement_and_cue_and_asks_first(library):
    for words in Wording.objects.all():
        assert {step["role"] for step in words.steps} <= {"set-up", "movement", "cue", "caution"}
        assert words.set_up, words
        assert words.movement, words
        assert all(cue.startswith("Pressure o") for cue in words.cues), words
        assert all(text.startswith("Ask first") for text in words.precautions), words


def test_everything_shipped_reads_at_grade_6_or_below(library):
    for words in Wording.objects.all():
        for text in [words.summary, *(s["text"] for s in words.steps), *words.precautions]:
            assert reading_grade(text) <= 6, text
    for words in ParametersWording.objects.all():
        assert reading_grade(words.why) <= 6
        assert reading_grade(words.how) <= 6
    for point in Notice.objects.get().texts.get().points:
        assert reading_grade(point) <= 6, point


def test_the_notice_has_its_five_points(library):
    points = Notice.objects.current().texts.get(language="en").points

    facts = [
        *("full check by a doctor", "new pain", "your care", "whole body moves"),
        "physical therapist",
    ]
    assert len(points) == len(facts)
    for point, fact in zip(points, facts, strict=True):
        assert fact in point


def test_templates_carry_the_start_values(library):
    starter, gentle = Template.objects.order_by("position")

    assert (starter.name, gentle.name) == ("Back pain starter", "Gentle start")
    shipped = [row.slug for row in Exercise.objects.in_order()]
    assert [item.variation.exercise.slug for item in starter.items.order_by("position")] == shipped
    assert gentle.items.count() == 4
    exercises = load()
    for item in [*starter.items.all(), *gentle.items.all()]:
        exercise = exercises[item.variation.exercise.slug]
        assert item.dosage() == exercise.start.dosage()
        assert item.side == ("both" if exercise.sided else "none")
        assert item.weekdays == 0b0011111
    assert StretchParameters.objects.count() == 4
