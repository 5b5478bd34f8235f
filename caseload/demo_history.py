"""Makes the demo clinic: the people of demo_people.py and the weeks of sessions behind them.

The same on every run of the same day: chance has a seed for each patient. Nothing lies ahead of
now. Rows are made in bulk, the days are counted by PatientDay itself.
"""

import random
import uuid
import zoneinfo
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from exercises.models.words import sha256_of
from exercises.words import attach_parameters, library
from logbook.keys import set_key, uuid7
from logbook.models import FinishLog, Flag, PatientDay, Session, SetLog, StretchLog
from people.models import (
    AccessCode,
    Acknowledgement,
    Clinic,
    Episode,
    Invitation,
    Membership,
    Notice,
    Patient,
    PatientTherapist,
    PrecautionTag,
    User,
)
from programs import weekdays
from programs.models import Prescription, Program, ProgramVersion

from .demo_desk import make_desk
from .demo_people import CLINICS, OPERATOR, PASSWORD, STAFF, STORIES


@transaction.atomic
def make_demo():
    """All of it, or nothing if anything fails."""
    now = timezone.now()
    password = make_password(PASSWORD)  # once: a slow hash for each account would take seconds
    email, name = OPERATOR
    User.objects.create(email=email, name=name, is_superuser=True, password=password)
    clinics = {name: Clinic.objects.create(name=name, **words) for name, words in CLINICS.items()}
    members = {}
    for email, (name, role, credentials, clinic) in STAFF.items():
        user = User.objects.create(email=email, name=name, password=password)
        members[email] = Membership.objects.create(
            user=user, clinic=clinics[clinic], role=role, credentials=credentials
        )
    shelf = {clinic.pk: stretches(clinic) for clinic in clinics.values()}
    for story in STORIES:
        therapist = members[story.therapist]
        patient = make_patient(story, therapist, password)
        if story.program:
            versions = make_program(story, patient, therapist, shelf[patient.clinic_id])
            Weeks(story, patient, versions, now).write()
    correct_a_log(Patient.objects.get(email="patient@demo.test"))
    make_desk(now, at)


def stretches(clinic):
    """{(slug, way): its Variation}, each exercise with its start values."""
    exercises = attach_parameters(library(clinic), clinic)
    return {(e.slug, way.slug): way for e in exercises for way in e.variation_list}


def make_patient(story, therapist, password):
    clinic = therapist.clinic
    user = None
    if story.signed_up:
        own = password if story.email.endswith("@demo.test") else make_password(None)
        user = User.objects.create(email=story.email, name=story.name, password=own)
    patient = Patient.objects.create(
        clinic=clinic,
        user=user,
        name=story.name,
        email=story.email,
        birth_year=story.born,
        zone=clinic.zone,
    )
    patient.precautions.set(PrecautionTag.objects.filter(slug__in=story.tags))
    PatientTherapist.objects.create(patient=patient, membership=therapist)
    today = patient.today()
    began = today - timedelta(days=round(7 * story.weeks) + 3)
    Episode.objects.create(
        patient=patient,
        complaint=story.complaint,
        side=story.side,
        goals=story.goals,
        referrer=story.referrer,
        directional_preference=story.direction,
        next_visit_on=story.next_visit and weekday_after(today, story.next_visit),
        started_on=began,
        discharged_at=story.discharged and at(patient, story.discharged, time(11, 20)),
    )
    if user:
        read = Acknowledgement.objects.create(
            notice=Notice.objects.current(), language="en", user=user, patient=patient
        )
        # It was read before the first session; the field itself only knows now.
        Acknowledgement.objects.filter(pk=read.pk).update(
            at=min(at(patient, (today - began).days, time(9, 40)), timezone.now())
        )
    elif story.program:
        Invitation.issue(
            clinic=clinic,
            email=story.email,
            role=Invitation.Role.PATIENT,
            patient=patient,
            invited_by=therapist,
        )
    return patient


def at(patient, days_ago, clock):
    """That time of the day, where the patient lives."""
    date = patient.today() - timedelta(days=days_ago)
    return datetime.combine(date, clock, zoneinfo.ZoneInfo(patient.zone))


def weekday_after(today, days):
    """So many days on; from a weekend on to the Monday."""
    date = today + timedelta(days=days)
    return date + timedelta(days=7 - date.weekday()) if date.weekday() > 4 else date


def make_program(story, patient, therapist, shelf):
    """The sent versions, oldest first, each with `.rows` in region order."""
    program = Program.objects.create(patient=patient)
    plans = [(story.program, story.weeks)]
    if story.changed_program:
        plans.append((story.changed_program, story.changed_weeks_ago))
    versions = []
    tags = set(patient.precautions.values_list("pk", flat=True))
    for number, (plan, weeks_ago) in enumerate(plans, start=1):
        sent_at = at(patient, round(7 * weeks_ago), time(10, 5))
        version = ProgramVersion.objects.create(
            patient=patient,
            program=program,
            number=number,
            status=ProgramVersion.Status.SENT,
            sent_at=min(sent_at, timezone.now()),
            sent_by=therapist,
            effective_on=sent_at.date(),
        )
        Prescription.objects.bulk_create(
            prescription(patient, version, shelf[key], position, story.days | changes, tags)
            for position, (key, changes) in enumerate(plan.items(), start=1)
        )
        version.rows = list(version.prescriptions.in_region_order())
        versions.append(version)
    AccessCode.first_of(patient)
    return versions


def prescription(patient, version, variation, position, changes, tags):
    exercise = variation.exercise
    asks_first = tags & set(variation.precautions.values_list("pk", flat=True)) if tags else ()
    return Prescription(
        patient=patient,
        version=version,
        variation=variation,
        kind=exercise.kind,
        side="both" if exercise.sided else "none",
        position=position,
        precaution_reason="Tried in the clinic without trouble. Small range." * bool(asks_first),
        **exercise.start.dosage() | changes,
    )


class Weeks:
    """The sessions of one patient, collected day by day and written in a few statements."""

    def __init__(self, story, patient, versions, now):
        self.story, self.patient, self.versions, self.now = story, patient, versions, now
        self.chance = random.Random(story.name)  # noqa: S311
        self.today = patient.today()
        self.habit = self.chance.choice([7, 8, 17, 19, 20])
        self.sessions, self.stretches, self.sets, self.finishes = [], [], [], []

    def write(self):
        first = self.versions[0].effective_on
        for ago in range((self.today - first).days, -1, -1):
            if self.trains(ago):
                self.session(ago, share=1 - ago / max((self.today - first).days, 1))
        self.end_worse()
        self.write_notes()
        Session.objects.bulk_create(self.sessions)
        StretchLog.objects.bulk_create(self.stretches)
        SetLog.objects.bulk_create(self.sets)
        FinishLog.objects.bulk_create(self.finishes)
        for session in self.sessions:
            if session.new_or_worse:
                flag_what_stopped(session)
        for date in sorted({session.local_date for session in self.sessions}):
            PatientDay.recompute(self.patient, date)

    def end_worse(self):
        """Where the pain goes up, the newest session says so before and after."""
        begin, end = self.story.pain
        if end > begin and not self.story.worse_yesterday:
            finish = self.finishes[-1]
            finish.session.pain_before = finish.session.pain_after = finish.pain_after = end

    def write_notes(self):
        """Each note goes to the last session that was finished by then."""
        for ago, text in self.story.notes.items():
            by_then = self.today - timedelta(days=ago)
            finish = [f for f in self.finishes if f.session.local_date <= by_then][-1]
            finish.note = finish.session.note = text

    def trains(self, ago):
        story, luck = self.story, self.chance.random()
        if ago == 0:
            return story.today
        if ago == 1 and story.worse_yesterday:
            return True
        date = self.today - timedelta(days=ago)
        due = any(weekdays.includes(row.weekdays, date) for row in self.version_on(date).rows)
        return ago > story.stopped and luck < (story.does if due else story.does / 20)

    def version_on(self, date):
        return [version for version in self.versions if version.effective_on <= date][-1]

    def session(self, ago, share):
        story, chance = self.story, self.chance
        date = self.today - timedelta(days=ago)
        start = at(self.patient, ago, time(self.habit, chance.randrange(60)))
        if ago == 0:
            start = self.now - timedelta(minutes=75)
            if timezone.localdate(start, zoneinfo.ZoneInfo(self.patient.zone)) != date:
                return
        version = self.version_on(date)
        rows = [row for row in version.rows if weekdays.includes(row.weekdays, date)]
        worse = ago == 1 and story.worse_yesterday
        begin, end = story.pain
        if end > begin:
            share **= 40  # what gets worse, got worse in the last days
        before = round(begin + (end - begin) * share + chance.uniform(-0.7, 0.7))
        before = min(6, max(0, before))
        session = Session(
            patient=self.patient,
            key=set_key(uuid.UUID(int=stamp(start)), "session", ago),
            version=version,
            place="clinic" if ago == story.in_clinic else "home",
            state=Session.State.FINISHED,
            started_at=start,
            zone=self.patient.zone,
            local_date=date,
            pain_before=before,
            since_last=chance.choice(["better", "same", "same"]) if not worse else "worse",
        )
        self.sessions.append(session)
        gives_up = ago > 4 and chance.random() < 0.04 and len(rows) > 1
        clock = start
        for row in rows[: len(rows) // 2] if gives_up else rows or version.rows:
            clock += timedelta(minutes=row.minutes, seconds=chance.randrange(20, 50))
            self.stretch(session, row, clock, worse)
        if gives_up:
            session.state = Session.State.CLOSED
            return
        session.finished_at = clock + timedelta(seconds=40)
        session.pain_after = (
            7 if worse else max(0, before - (end < begin) * chance.choice([0, 0, 1, 1]))
        )
        session.effort = chance.randrange(2, 6)
        session.new_or_worse = worse
        self.finishes.append(
            FinishLog(
                patient=self.patient,
                session=session,
                key=set_key(session.key, "finish", 1),
                content_sha256=sha256_of(str(session.key)),
                pain_after=session.pain_after,
                effort=session.effort,
                new_or_worse=worse,
                logged_at=session.finished_at,
            )
        )

    def stretch(self, session, row, clock, worse):
        chance = self.chance
        cut = next(
            (
                reason
                for slug, reason, often in self.story.cuts
                if slug == row.exercise.slug and (worse or chance.random() < often)
            ),
            "",
        )
        skipped = cut == "no-time"
        key = set_key(uuid.UUID(int=stamp(clock)), "stretch", row.pk)
        # The last slot falls short: the right side, or the only one.
        done = dict.fromkeys(row.slots, row.target)
        if cut:
            done[row.slots[-1]] = round(row.target * chance.choice([0.3, 0.5, 0.6]))
        self.stretches.append(
            StretchLog(
                patient=self.patient,
                session=session,
                prescription=row,
                key=key,
                content_sha256=sha256_of(str(key)),
                as_planned=not cut,
                cut_short=bool(cut) and not skipped,
                skipped=skipped,
                reason=cut,
                pain=min(6, session.pain_before + 1) if cut == "pain" else None,
                logged_at=clock,
            )
        )
        self.sets.extend(
            SetLog(
                patient=self.patient,
                session=session,
                prescription=row,
                key=set_key(key, side, number),
                side=side,
                number=number,
                target=row.target,
                logged_at=clock,
                local_date=session.local_date,
                **SetLog.amount(row.kind, amount),
            )
            for (side, number), amount in ({} if skipped else done).items()
        )


def flag_what_stopped(session):
    """What Session.finish raises for new or worse pain, up to the limit: flags and the pause."""
    at = {"key": set_key(session.key, "finish", 1), "at": session.finished_at}
    Flag.raise_for(session, Flag.Reason.NEW_OR_WORSE, **at)
    if session.pain_after >= session.patient.pain_limit_now:
        Flag.raise_for(session, Flag.Reason.PAIN_AT_LIMIT, **at)


def stamp(moment):
    """The time part of a UUIDv7: keys made for the past stand where real ones would."""
    return int(moment.timestamp() * 1000) << 80


def correct_a_log(patient):
    """One log put right ten minutes later, so that a correction can be seen."""
    log = (
        patient.stretch_logs.filter(as_planned=True, prescription__kind="mobility")
        .select_related("prescription", "session")
        .order_by("-logged_at")
        .first()
    )
    row = log.prescription
    sets = dict.fromkeys(row.slots, row.target) | {row.slots[0]: row.target - 2}
    log.session.log_stretch(
        row, uuid7(), sets, reason="tired", now=log.logged_at + timedelta(minutes=10)
    )
