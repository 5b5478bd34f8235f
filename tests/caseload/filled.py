"""A patient with a row in every table of caseload/tables.py and a canary in every text of it."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone

from caseload.models import Monitoring, Review, StaffMinutes
from caseload.tables import TABLES
from logbook.keys import uuid7
from logbook.models import Flag, FunctionActivity, FunctionPlan, FunctionScore, Message
from people.models import (
    AccessCode,
    BreakGlass,
    Device,
    Disclosure,
    ErasureRequest,
    HandOver,
    Invitation,
    LegalHold,
    PrecautionTag,
    SignIn,
)
from programs.models import DraftStep, Template
from tests.caseload.history import do_session, make_program


def fill(patient, therapist, colleague):
    """At least one row a table, for a patient who can sign in."""
    now, today = timezone.now(), patient.today()
    version = make_program(patient, by=therapist, note="Slowly.")
    program, prescription = version.program, version.prescriptions.get()
    prescription.swaps.add(prescription.variation)
    draft = program.open_draft()
    DraftStep.objects.create(patient=patient, version=draft, by=therapist, before={"rows": []})
    program.pauses.create(patient=patient, from_date=today, until=today, reason="ill")
    Template.objects.create(name="Ours", clinic=patient.clinic).programs.add(program)
    session = do_session(patient, days_ago=2, note="Felt fine.", pain_after=3)
    flag = {"patient": patient, "session": session, "at": now - timedelta(days=1)}
    flag |= {"outcome": "called", "closed_by": therapist, "closed_at": now, "finding": "Fine."}
    Flag.objects.create(key=uuid7(), reason="sharp-pain", **flag)
    Message.write(patient, uuid7(), "How are you?", by=therapist)
    activity = FunctionActivity.add(patient, uuid7(), "Stairs")
    FunctionScore.objects.create(patient=patient, activity=activity, on_date=today, score=4, at=now)
    FunctionPlan.objects.create(patient=patient, every_weeks=4)
    Monitoring.objects.create(patient=patient, started_on=today, ended_on=today)
    StaffMinutes.objects.create(
        patient=patient, key=uuid7(), by=therapist, on_date=today, minutes=5, what="Call"
    )
    Review.mark(patient, therapist, now)
    offer = HandOver.objects.create(
        clinic=patient.clinic, giver=therapist, taker=colleague, offered_by=therapist
    )
    offer.patients.add(patient)
    patient.precautions.add(PrecautionTag.objects.create(slug="pregnant", name="Pregnant"))
    Device.remember(patient, AccessCode.of(patient), now)
    Invitation.issue(clinic=patient.clinic, email=patient.email, role="patient", patient=patient)
    opened = BreakGlass.open_for(patient, colleague, "Covering this morning.", uuid.uuid4())
    opened.review(therapist, "Agreed.")
    LegalHold.put_on(patient, therapist, "A claim.")
    LegalHold.lift(patient, therapist)
    ErasureRequest.ask(patient)
    told = {"to_whom": "An insurer", "what": "A letter", "why": "A claim"}
    Disclosure.objects.create(patient=patient, on_date=today, by=therapist, **told)
    EmailAddress.objects.create(user=patient.user, email=patient.email, primary=True)
    SignIn.objects.create(
        user=patient.user, auth_hash="x", device="Firefox", began_at=now, seen_at=now
    )
    Authenticator.objects.create(user=patient.user, type="totp", data={})


def texts_of(model):
    """The fields of a model that hold somebody's words or our marks, not one of our choices."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [f for f in model._meta.concrete_fields if isinstance(f, kinds) and not f.choices]


def plant_canaries(patient):
    """Write "canary-<list>-<field>" over every text of the record; {canary: (table, field)}."""
    planted = {}
    for table in TABLES:
        for field in texts_of(table.model):
            word = canary(table, field)
            value = {"word": word} if isinstance(field, models.JSONField) else word
            table.rows(patient).update(**{field.name: value})
            planted[word] = (table, field)
    patient.refresh_from_db()
    return planted


def canary(table, field):
    """One that fits: handout codes have eight letters, languages ten."""
    if field.name == "zone":
        return "Europe/Lisbon"
    if field.name == "language":
        return "es"
    word = f"canary-{table.name}-{field.name}"
    return word if (field.max_length or 999) >= len(word) else word[-field.max_length :]
