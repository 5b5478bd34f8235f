"""Sessions of the past, made with the patient's own verbs at noon where the patient lives."""

import zoneinfo
from datetime import datetime, time, timedelta

from django.utils import timezone

from logbook.keys import uuid7
from logbook.models import PatientDay, Session
from tests.factories import make_exercise, make_version

LASTS = timedelta(minutes=12)


def noon(patient, days_ago):
    """Noon of that day; of today what is over by now, as nothing that was told lies ahead."""
    date, zone = patient.today() - timedelta(days=days_ago), zoneinfo.ZoneInfo(patient.zone)
    latest = max(timezone.now() - LASTS, datetime.combine(date, time.min, zone))
    return min(datetime.combine(date, time(12), zone), latest)


def make_program(patient, days_ago=20, exercise=None, by=None, **fields):
    """A sent version, one stretch of one set of 10 every day unless told."""
    exercise = exercise or make_exercise()
    since = patient.today() - timedelta(days=days_ago)
    return make_version(patient, exercise, by=by, effective_on=since, **fields)


def do_session(patient, days_ago=1, done=None, place="home", finish=True, **answers):
    """Log every stretch of the version in force: as planned, or `done` in each set."""
    now = noon(patient, days_ago)
    later = min(now + timedelta(minutes=5), timezone.now())
    session = Session.start(patient, uuid7(), now=now)
    if place != "home":
        Session.objects.filter(pk=session.pk).update(place=place)
    for prescription in session.version.prescriptions.all():
        sets = None if done is None else dict.fromkeys(prescription.slots, done)
        pain = answers.get("pain_during")
        session.log_stretch(prescription, uuid7(), sets, pain=pain, now=later)
    if finish:
        session.finish(
            uuid7(),
            new_or_worse=answers.get("new_or_worse", False),
            pain_after=answers.get("pain_after"),
            note=answers.get("note", ""),
            now=min(now + LASTS, timezone.now()),
        )
    if "pain_before" in answers:
        Session.objects.filter(pk=session.pk).update(pain_before=answers["pain_before"])
    PatientDay.recompute(patient, session.local_date)
    session.refresh_from_db()
    return session
