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
from people.models import Membership, Patient
from people.models.clinics import ZONES
from programs.models import Program, ProgramVersion

from .days import PatientDay, told
from .flags import Flag
from .logs import FinishLog, Keyed, lock, the_first_answer, zero_to_ten
from .stretching import Stretching
from .together import Together

# A session begun before midnight goes on after it for this long.
STILL_OPEN = timedelta(hours=12)


class NoPlan(Exception):
    """No version of a program is in effect for this patient."""


def known_zone(name, otherwise):
    return name if name in ZONES else otherwise


class SessionQuerySet(models.QuerySet):
    def at_hand(self, patient):
        """The session the patient is in or did last today, at home; or None. One query.

        One that is begun and no more, when a newer version of the program takes effect or the
        program ends, is over: what asked for the change must not be done at the old dose.
        """
        today = patient.today()
        newer = ProgramVersion.objects.sent().filter(
            program=OuterRef("version__program"),
            number__gt=OuterRef("version__number"),
            effective_on__lte=today,
        )
        is_over = Q(version__program__status=Program.Status.ENDED)
        newest = (
            self.filter(
                patient=patient,
                place=Session.Place.HOME,
                local_date__gte=today - timedelta(days=1),
            )
            .annotate(is_overtaken=(Exists(newer) | is_over) & ~told())
            .order_by("-started_at", "-id")
            .first()
        )
        return newest if newest and newest.is_at_hand and not newest.is_overtaken else None

    def noted(self):
        """Those the patient finished with a note."""
        return self.filter(logged_by=None, finished_at__isnull=False).exclude(note="")

    def waiting_notes(self):
        """Those whose note nobody of the clinic has read."""
        return self.noted().filter(note_read_at=None)


class Session(Stretching, Together, Keyed, models.Model):
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
    # The hash of all that was posted under this key; sessions from before it was kept have none.
    content_sha256 = models.CharField(max_length=64, blank=True)
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
    # When somebody of the clinic read the note as it stands.
    note_read_at = models.DateTimeField(null=True, blank=True)
    # The therapist who wrote down what was done together in the clinic.
    logged_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="logged_sessions"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "local_date"], name="session_patient_date"),
            models.Index(
                fields=["patient"],
                condition=Q(note_read_at=None, logged_by=None) & ~Q(note=""),
                name="session_note_waiting",
            ),
        ]
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
        """From start to finish, at least one; None while it goes on, and for one that was written
        down afterwards in the clinic."""
        if self.finished_at is None or self.logged_by_id:
            return None
        return max(1, round((self.finished_at - self.started_at).total_seconds() / 60))

    @classmethod
    @transaction.atomic
    def start(
        cls,
        patient,
        key,
        zone="",
        now=None,
        *,
        version=None,
        pain_before=None,
        since_last="",
        new_or_worse_before=None,
        phone_time=None,
    ):
        """Begin a session, closing the one still open. The same key gives the same session.

        `zone` is the phone's; the patient's own stands in for one nobody knows. `version` is the
        one the phone followed, else the one in effect. One begun before the session that is open
        comes late: it is stored closed and closes nothing. Raises NoPlan and DifferentContent.
        """
        answers = {
            "pain_before": pain_before,
            "since_last": since_last,
            "new_or_worse_before": new_or_worse_before,
        }
        content = sha256_of([zone, version and version.pk, answers])
        patient = lock(patient.pk)
        if begun := patient.sessions.filter(key=key).first():
            return the_first_answer(begun, begun.content_sha256 in ("", content))
        now = now or timezone.now()
        zone = known_zone(zone, patient.zone)
        local_date = timezone.localdate(now, zoneinfo.ZoneInfo(zone))
        at_home = timezone.localdate(now, zoneinfo.ZoneInfo(patient.zone))
        # At home, as Today shows it: west of there the phone may still be on the day before the
        # program begins, and east of there ahead of a version that a therapist may yet take back.
        version = version or ProgramVersion.objects.in_effect(patient, at_home)
        if version is None:
            raise NoPlan
        is_late = patient.sessions.filter(state=cls.State.OPEN, started_at__gt=now).exists()
        if not is_late:
            patient.sessions.filter(state=cls.State.OPEN).update(state=cls.State.CLOSED)
        others = patient.sessions.filter(local_date=local_date, place=cls.Place.HOME)
        session = cls.objects.create(
            patient=patient,
            key=key,
            content_sha256=content,
            version=version,
            number_of_day=1 + others.filter(told()).count(),
            state=cls.State.CLOSED if is_late else cls.State.OPEN,
            started_at=now,
            zone=zone,
            local_date=local_date,
            phone_time=phone_time,
            **answers,
        )
        if new_or_worse_before:
            session._flag(Flag.Reason.NEW_OR_WORSE, key, now)
        if pain_before is not None:
            if pain_before >= patient.pain_limit_now:
                session._flag(Flag.Reason.PAIN_AT_LIMIT, key, now)
            PatientDay.recompute(patient, local_date)
        return session

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
        patient = self.patient = lock(self.patient_id)
        logs = list(patient.finish_logs.filter(Q(key=key) | Q(session=self, current=True)))
        if posted := next((log for log in logs if log.key == key), None):
            return the_first_answer(posted, posted.content_sha256 == content)
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
        self.refresh_from_db(fields=["state", "finished_at", "note_read_at"])
        self.state = self.State.FINISHED
        self.finished_at = self.finished_at or log.logged_at
        if note != (before.note if before else ""):
            self.note_read_at = None
        for name, answer in answers.items():
            setattr(self, name, answer)
        self.save(update_fields=["state", "finished_at", "note_read_at", *answers])
        if new_or_worse != bool(before and before.new_or_worse):
            self._weigh(Flag.Reason.NEW_OR_WORSE, new_or_worse, log, before)
        if pain_after is not None and pain_after != (before and before.pain_after):
            self._weigh(
                Flag.Reason.PAIN_AT_LIMIT, pain_after >= patient.pain_limit_now, log, before
            )
        PatientDay.recompute(patient, self.local_date)
        return log

    @transaction.atomic
    def withdraw(self, of, key, now=None):
        """A mistaken yes: take back what the act with the key `of` stopped for. Returns a Flag.

        The yes itself becomes a no, at the end of the session as a correction under `key`. What
        was felt lower down stays. Raises ValueError when that act stopped nothing here.
        """
        patient = self.patient = lock(self.patient_id)
        flags = self.flags.filter(patient=patient, key=of, reason__in=Flag.STOPPING)
        flags = list(flags.select_related("pause", "patient").order_by("id"))
        if not flags:
            raise ValueError("Nothing of this session was stopped by that.")
        standing = [flag for flag in flags if flag.withdrawn_at is None]
        if not standing:
            return the_first_answer(flags[0], same=True)
        now = now or timezone.now()
        self._take_back(standing, now)
        self.refresh_from_db(fields=["new_or_worse_before"])
        if of == self.key and self.new_or_worse_before:
            self.new_or_worse_before = False
            self.save(update_fields=["new_or_worse_before"])
        said = patient.finish_logs.filter(session=self, key=of, current=True, new_or_worse=True)
        if log := said.first():
            answers = {name: getattr(log, name) for name in ("pain_after", "effort", "note")}
            self.finish(key, new_or_worse=False, **answers, now=now)
        return standing[0]
