"""Which words, numbers and sign-off hold for a clinic, loaded for many stretches at once."""

from django.db.models import Q

from people.models import Clinic

from .models import (
    Exercise,
    ParametersWording,
    Picture,
    SignOff,
    StretchParameters,
    Variation,
    Wording,
)
from .models.editing import own_or_shared
from .models.words import sha256_of

FALLBACK_LANGUAGE = "en"


def attach_words(variations, clinic, language=FALLBACK_LANGUAGE):
    """Set `.words` (a Wording) on each variation and on its exercise. One query.

    The reader's language comes before English, the clinic's own words before the shared ones.
    The standard way has no row of its own: it reads like its stretch.
    """
    variations = list(variations)
    wordings = Wording.objects.filter(
        own_or_shared(clinic),
        exercise__in={variation.exercise_id for variation in variations},
        language__in={language, FALLBACK_LANGUAGE},
    )
    chosen: dict[tuple[int, int | None], Wording] = {}
    ranked = sorted(wordings, key=lambda row: (row.language == language, row.clinic_id is not None))
    for wording in ranked:  # the best comes last and stays
        chosen[wording.exercise_id, wording.variation_id] = wording
    for variation in variations:
        of_exercise = chosen.get((variation.exercise_id, None)) or unwritten(variation.exercise)
        variation.exercise.words = of_exercise
        variation.words = chosen.get((variation.exercise_id, variation.pk), of_exercise)
    return variations


def unwritten(exercise):
    """Words for a stretch that nobody has described yet, so that one cannot break a whole page."""
    name = exercise.slug.replace("-", " ").capitalize()
    return Wording(exercise=exercise, clinic_id=exercise.clinic_id, name=name)


def library(clinic, language=FALLBACK_LANGUAGE, **only):
    """The stretches a clinic can use, in region order, each with `.words`, `.variation_list` (the
    standard way first) and `.standard`. Three queries. `only` narrows the exercises.
    """
    exercises = list(Exercise.objects.for_clinic(clinic).filter(**only).in_order())
    by_exercise: dict[int, list[Variation]] = {exercise.pk: [] for exercise in exercises}
    known = {exercise.pk: exercise for exercise in exercises}
    variations = Variation.objects.filter(exercise__in=exercises).order_by("position", "id")
    for variation in variations:
        variation.exercise = known[variation.exercise_id]
        by_exercise[variation.exercise_id].append(variation)
    attach_words([v for row in by_exercise.values() for v in row], clinic, language)
    for exercise in exercises:
        row = by_exercise[exercise.pk]
        exercise.variation_list = sorted(row, key=lambda v: not v.is_standard)
        exercise.standard = exercise.variation_list[0]
    return exercises


def attach_parameters(exercises, clinic):
    """Set `.start` (StretchParameters) on each exercise. One query.

    A number for this very stretch comes before the number of its kind, and among equals the
    clinic's own before the shared one.
    """
    rows = StretchParameters.objects.filter(own_or_shared(clinic))
    ranked = sorted(rows, key=lambda row: (row.exercise_id is not None, row.clinic_id is not None))
    for exercise in exercises:
        for row in ranked:
            if row.exercise_id == exercise.pk or (
                row.exercise_id is None and row.kind == exercise.kind
            ):
                exercise.start = row
    return exercises


def attach_pictures(exercises, clinic):
    """Set `.picture_list` on each exercise: the clinic's own and shared pictures, newest first.

    One query.
    """
    by_exercise: dict[int, list[Picture]] = {exercise.pk: [] for exercise in exercises}
    for picture in Picture.objects.filter(own_or_shared(clinic), exercise__in=exercises):
        by_exercise[picture.exercise_id].append(picture)
    for exercise in exercises:
        exercise.picture_list = by_exercise[exercise.pk]
    return exercises


def kind_words(clinic, language=FALLBACK_LANGUAGE):
    """What each kind of stretching works on, why and how: {"mobility": ParametersWording, ...}.

    One query. The same order of preference as `attach_words`.
    """
    owned = Q(parameters__clinic=None)
    if clinic:
        owned |= Q(parameters__clinic=clinic)
    rows = ParametersWording.objects.filter(
        owned, parameters__exercise=None, language__in={language, FALLBACK_LANGUAGE}
    ).select_related("parameters")
    ranked = sorted(
        rows, key=lambda row: (row.language == language, row.parameters.clinic_id is not None)
    )
    return {row.parameters.kind: row for row in ranked}


def content_sha256(exercise):
    """The hash of what a sign-off vouches for: steps, precautions and parameters of a stretch.

    Needs an exercise from `library()` that went through `attach_parameters()`.
    """
    words = [exercise.words, *(variation.words for variation in exercise.variation_list)]
    return sha256_of(
        {"words": [[w.steps, w.precautions] for w in words], "dosage": exercise.start.dosage()}
    )


def attach_sign_offs(exercises, clinic: Clinic):
    """Set `.sign_off` (a SignOff of exactly today's content, or None). One query.

    `.content_sha256` names that content, so that a form can say what it asks to sign off.
    """
    signed = {
        (row.exercise_id, row.content_sha256): row
        for row in SignOff.objects.filter(clinic=clinic, exercise__in=exercises).select_related(
            "by__user"
        )
    }
    for exercise in exercises:
        exercise.content_sha256 = content_sha256(exercise)
        exercise.sign_off = signed.get((exercise.pk, exercise.content_sha256))
    return exercises
