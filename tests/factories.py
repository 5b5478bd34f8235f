"""Small builders. Each makes a valid thing from nothing; a test names only what it is about."""

import itertools
from datetime import date

from django.utils import timezone

from exercises.dosage import Kind
from exercises.models import Exercise, Region, StretchParameters, Variation, Wording
from people.models import (
    Clinic,
    Episode,
    Membership,
    Notice,
    NoticeText,
    Patient,
    StopSignList,
    User,
)
from programs.models import Prescription, Program

numbers = itertools.count(1)
REGIONS = {"upper-back": 1, "lower-back": 2, "hips": 3}
MOBILITY = {"kind": Kind.MOBILITY, "sets": 1, "reps": 10, "seconds_on": 2, "seconds_off": 2}
MUSCLE = {"kind": Kind.MUSCLE, "sets": 2, "hold_seconds": 30, "rest_seconds": 10}


def make_clinic(**fields):
    return Clinic.objects.create(
        **{"name": f"Clinic {next(numbers)}", "phone": "555 010 0142"} | fields
    )


def make_user(email=None, password=None, **fields):
    return User.objects.create_user(email or f"user{next(numbers)}@example.com", password, **fields)


def make_member(clinic=None, role="therapist", credentials="PT", **user):
    if role == "admin":
        credentials = ""
    return Membership.objects.create(
        user=make_user(**user),
        clinic=clinic or make_clinic(),
        role=role,
        credentials=credentials,
    )


def make_patient(clinic=None, therapist=None, episode=True, **fields):
    patient = Patient.objects.create(
        clinic=clinic or (therapist.clinic if therapist else make_clinic()),
        **{"name": f"Patient {next(numbers)}", "birth_year": 1968} | fields,
    )
    if therapist:
        patient.therapist_links.create(membership=therapist)
    if episode:
        Episode.objects.create(
            patient=patient, complaint="Low back pain", started_on=date(2026, 10, 1)
        )
    return patient


def make_notice(number=1, published=True, body="These stretches do not replace a full check."):
    notice, new = Notice.objects.get_or_create(
        number=number, defaults={"published_at": timezone.now() if published else None}
    )  # the shipped library brings the first one
    if new:
        NoticeText.objects.create(notice=notice, language="en", body=body)
    return notice


def make_stop_signs(number=1, published=True, emergency="Chest pain", urgent="Fever"):
    signs = StopSignList.objects.create(number=number)
    signs.texts.create(language="en", emergency=emergency, urgent=urgent)
    if published:
        signs.publish()
    return signs


def make_exercise(slug=None, region="lower-back", kind=Kind.MOBILITY, clinic=None, **fields):
    """A stretch with its standard way and its words."""
    slug = slug or f"stretch-{next(numbers)}"
    name = fields.pop("name", slug.replace("-", " ").capitalize())
    exercise = Exercise.objects.create(
        slug=slug,
        clinic=clinic,
        kind=kind,
        region=Region.objects.get_or_create(slug=region, defaults={"order": REGIONS[region]})[0],
        **fields,
    )
    Variation.objects.create(exercise=exercise, slug="standard", is_standard=True)
    Wording.objects.create(
        exercise=exercise,
        clinic=clinic,
        name=name,
        summary="Move slowly.",
        steps=[{"role": "movement", "text": "Move slowly."}],
        precautions=["Ask first after surgery."],
    )
    make_parameters()
    return exercise


def make_parameters():
    for numbers_of_kind in (MOBILITY, MUSCLE):
        StretchParameters.objects.get_or_create(
            kind=numbers_of_kind["kind"], clinic=None, exercise=None, defaults=numbers_of_kind
        )


def make_version(patient, *exercises, sent=True, by=None, effective_on=None, **fields):
    """A version of the patient's program with one prescription an exercise, sent unless told."""
    draft = Program.open_for(patient).open_draft()
    for exercise in exercises:
        make_prescription(draft, exercise, **fields)
    if sent:
        draft.send(by=by, revision=draft.revision)
        if effective_on:
            draft.effective_on = effective_on
            draft.save(update_fields=["effective_on"])
    return draft


def make_prescription(version, exercise=None, **fields):
    exercise = exercise or make_exercise()
    numbers_of_kind = MOBILITY if exercise.kind == Kind.MOBILITY else MUSCLE
    defaults = {"side": "both" if exercise.sided else "none", "weekdays": 127}
    return Prescription.objects.create(
        patient=version.patient,
        version=version,
        variation=exercise.variations.get(is_standard=True),
        **numbers_of_kind | defaults | fields,
    )
