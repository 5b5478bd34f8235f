"""One time a patient works through the day's stretches, and what happens to it.

Each verb is one transaction that first locks the patient's row, so a patient's writes come one
after the other; on SQLite the transaction itself is IMMEDIATE and does the same. A key posted
before answers as it did then; unique constraints stand behind every check.
"""

import uuid
import zoneinfo
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.models.words import sha256_of
from people.models import Patient
from people.models.clinics import ZONES
from programs.models import ProgramVersion

from ..keys import set_key
from .days import PatientDay
from .logs import DifferentContent, FinishLog, SetLog, StretchLog, zero_to_ten

# A session begun before midnight goes on after it for this long.
STILL_OPEN = timedelta(hours=12)


class NoPlan(Exception):
    """No version of a program is in effect for this patient."""


def lock(patient_id):
    return Patient.objects.select_for_update().get(pk=patient_id)


def known_zone(name, otherwise):
    return name if name in ZONES else otherwise


class SessionQuerySet(models.QuerySet):
    def at_hand(self, patient):
        """The session the patient is in or did last today, at home; or None. One query."""
        since = patient.today() - timedelta(days=1)
        newest = (
            self.filter(patient=patient, place=Session.Place.HOME, local_date__gte=since)
            .order_by("-started_at", "-id")
            .first()
        )
        return newest if newest and newest.is_at_hand else None


class Session(models.Model):
    """Unanswered is stored as unanswered (null), never as 0 or "no"."""

    class Place(models.TextChoices):
        HOME = "home", _("At home")
        CLINIC = "clinic", _("In the clinic")

    class State(models.TextChoices):
        OPEN = "open"
        FINISHED = "finished"
        # A new start closes the session before it, with what was logged.
        CLOSED = "closed"

    class Since(models.TextChoices):
        BETTER = "better", _("Better")
        SAME = "same", _("Same")
        WORSE = "worse", _("Worse")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="sessions")
    key = models.UUIDField()
    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="sessions")
    number_of_day = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=6, choices=Place, default=Place.HOME)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64)
    local_date = models.DateField()
    phone_time = models.DateTimeField(null=True, blank=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    since_last = models.CharField(max_length=6, choices=Since, blank=True)
    new_or_worse_before = models.BooleanField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(_("pain after"), null=True, blank=True)
    effort = models.PositiveSmallIntegerField(_("effort"), null=True, blank=True)
    new_or_worse = models.BooleanField(_("new or worse pain"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "local_date"], name="session_patient_date")]
        constraints = [
            models.UniqueConstraint(fields=["patient", "key"], name="session_key"),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(state="open"), name="session_one_open_per_patient"
            ),
            models.CheckConstraint(
                condition=zero_to_ten("pain_before", "pain_after", "effort"),
                name="session_scales_0_to_10",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_at__isnull=False),
                name="session_finished_has_a_time",
            ),
        ]

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_finished(self):
        return self.state == self.State.FINISHED

    @property
    def is_at_hand(self):
        """Of today where it was begun, or still going on past midnight."""
        today = timezone.localdate(timezone=zoneinfo.ZoneInfo(self.zone))
        return self.local_date == today or (
            self.is_open and timezone.now() - self.started_at < STILL_OPEN
        )

    @property
    def minutes(self):
        """From start to finish, at least one; None while it goes on."""
        if self.finished_at is None:
            return None
        return max(1, round((self.finished_at - self.started_at).total_seconds() / 60))

    @classmethod
    @transaction.atomic
    def start(cls, patient, key, zone="", now=None):
        """Begin a session, closing the one still open. The same key gives the same session.

        `zone` is the phone's; the patient's own stands in for one nobody knows. Raises NoPlan.
        """
        lock(patient.pk)
        if begun := patient.sessions.filter(key=key).first():
            return begun
        now = now or timezone.now()
        zone = known_zone(zone, patient.zone)
        local_date = timezone.localdate(now, zoneinfo.ZoneInfo(zone))
        at_home = timezone.localdate(now, zoneinfo.ZoneInfo(patient.zone))
        # West of home the phone may still be on the day before the program begins.
        version = ProgramVersion.objects.in_effect(patient, max(local_date, at_home))
        if version is None:
            raise NoPlan
        patient.sessions.filter(state=cls.State.OPEN).update(state=cls.State.CLOSED)
        logged = StretchLog.objects.filter(session=OuterRef("pk"))
        earlier = patient.sessions.filter(local_date=local_date, place=cls.Place.HOME)
        return cls.objects.create(
            patient=patient,
            key=key,
            version=version,
            number_of_day=1 + earlier.filter(Exists(logged)).count(),
            started_at=now,
            zone=zone,
            local_date=local_date,
        )

    @transaction.atomic
    def log_stretch(
        self, prescription, key, sets=None, *, pain=None, reason="", skipped=False, now=None
    ):
        """Log one stretch, or correct it. Returns its StretchLog.

        `sets` is {(side, number): repetitions or seconds}; None means done as planned. Late sets
        for a closed or finished session are taken. The same key with other content raises
        DifferentContent; a set the prescription does not have, ValueError.
        """
        as_planned = sets is None and not skipped
        if as_planned:
            sets = dict.fromkeys(prescription.slots, prescription.target)
        sets = {} if skipped else {slot: sets[slot] for slot in prescription.slots if slot in sets}
        if prescription.version_id != self.version_id or not (sets or skipped):
            raise ValueError("Not a set of this session.")
        amounts = [[*slot, done] for slot, done in sets.items()]
        content = sha256_of([self.pk, prescription.pk, amounts, pain, reason, skipped])

        patient = lock(self.patient_id)
        slot_or_key = Q(key=key) | Q(session=self, prescription=prescription, current=True)
        logs = list(patient.stretch_logs.filter(slot_or_key))
        if posted := next((log for log in logs if log.key == key), None):
            return the_first_answer(posted, content)
        before = logs[0] if logs else None
        if before:
            patient.stretch_logs.filter(pk=before.pk).update(current=False)
        log = StretchLog.objects.create(
            patient=patient,
            session=self,
            prescription=prescription,
            key=key,
            content_sha256=content,
            as_planned=as_planned,
            cut_short=any(done < prescription.target for done in sets.values()),
            skipped=skipped,
            pain=pain,
            reason=reason,
            logged_at=now or timezone.now(),
            replaces=before,
        )
        self._write_sets(log, prescription, sets, corrects=before is not None)
        PatientDay.recompute(patient, self.local_date)
        return log

    def _write_sets(self, log, prescription, sets, corrects):
        """Insert the sets that are new or changed; an unchanged set keeps its row."""
        known = {}
        if corrects:
            rows = self.set_logs.filter(
                patient=self.patient_id, prescription=prescription, current=True
            )
            known = {(row.side, row.number): row for row in rows}
        stale = [row.pk for slot, row in known.items() if sets.get(slot) != row.done]
        if stale:
            SetLog.objects.filter(pk__in=stale).update(current=False)
        SetLog.objects.bulk_create(
            SetLog(
                patient_id=self.patient_id,
                session=self,
                prescription=prescription,
                key=set_key(log.key, side, number),
                side=side,
                number=number,
                target=prescription.target,
                logged_at=log.logged_at,
                local_date=self.local_date,
                replaces=known.get((side, number)),
                **SetLog.amount(prescription.kind, done),
            )
            for (side, number), done in sets.items()
            if (side, number) not in known or known[side, number].done != done
        )

    @transaction.atomic
    def finish(self, key, *, new_or_worse, pain_after=None, effort=None, note="", now=None):
        """Finish, or change the answers given at the end; returns the FinishLog.

        The same key with other content raises DifferentContent.
        """
        answers = {
            "pain_after": pain_after,
            "effort": effort,
            "new_or_worse": new_or_worse,
            "note": note,
        }
        content = sha256_of([self.pk, answers])
        patient = lock(self.patient_id)
        logs = list(patient.finish_logs.filter(Q(key=key) | Q(session=self, current=True)))
        if posted := next((log for log in logs if log.key == key), None):
            return the_first_answer(posted, content)
        before = logs[0] if logs else None
        if before:
            patient.finish_logs.filter(pk=before.pk).update(current=False)
        log = FinishLog.objects.create(
            patient=patient,
            session=self,
            key=key,
            content_sha256=content,
            logged_at=now or timezone.now(),
            replaces=before,
            **answers,
        )
        self.refresh_from_db(fields=["state", "finished_at"])
        self.state = self.State.FINISHED
        self.finished_at = self.finished_at or log.logged_at
        for name, answer in answers.items():
            setattr(self, name, answer)
        self.save(update_fields=["state", "finished_at", *answers])
        PatientDay.recompute(patient, self.local_date)
        return log


def the_first_answer(posted, content):
    if posted.content_sha256 != content:
        raise DifferentContent
    return posted
