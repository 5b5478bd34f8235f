"""What a patient told that a therapist must see, the pause it puts on the program, and how a
therapist closes it: with an outcome, never by looking away."""

import zoneinfo

from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Patient
from programs.models import Prescription, Program, ProgramPause

from .days import PatientDay
from .logs import Keyed, lock

# What an emergency sign was answered with; "" is a sign nobody asked about.
NO, YES = "no", "yes"


class AlreadyClosed(Exception):
    """Closed before, with other words or by somebody else. `flags` say by whom and how."""

    def __init__(self, flags):
        super().__init__("These flags are closed.")
        self.flags = flags


class WrongOutcome(ValueError):
    """The answers contradict each other; names the field and says so in words for the therapist."""

    def __init__(self, field, message):
        super().__init__(message)
        self.field = field
        self.message = message


class FlagQuerySet(models.QuerySet):
    def standing(self):
        """Those the patient did not take back."""
        return self.filter(withdrawn_at=None)

    def stopping(self):
        """Standing ones that lead to the stop signs, until a therapist closes them or the program
        goes on again."""
        return self.standing().filter(reason__in=Flag.STOPPING, pause__until=None, closed_at=None)

    def asking(self, now):
        """Those nobody closed or took back, however old, the first one the gravest: stopping ones
        first, then those felt lower down; the newest first. What lies ahead of `now` does not ask
        yet."""
        lower_last = Case(When(reason=Flag.Reason.MOVED_DOWN, then=Value(1)), default=Value(0))
        return (
            self.standing()
            .filter(closed_at=None, at__lte=now)
            .order_by(lower_last, "-at", "reason", "id")
        )


class Flag(Keyed, models.Model):
    """One reason told by one act. `key` is that act's, so an act sent twice raises it once."""

    class Reason(models.TextChoices):
        NEW_OR_WORSE = "new-or-worse", _("Something new or worse")
        PAIN_AT_LIMIT = "pain-at-limit", _("Pain at the limit")
        SHARP_PAIN = "sharp-pain", _("Stopped: sharp, new or worse pain")
        MOVED_DOWN = "moved-down", _("Felt lower down than before")

    class Outcome(models.TextChoices):
        CALLED = "called", _("Called and talked")
        EMERGENCY = "emergency", _("Sent to emergency care")
        KNOWN = "known", _("Known and checked")
        MISTAKEN = "mistaken", _("Mistaken yes")

    # Source: clinical.md, "Stop signs". Pain that moves down ends that stretch alone.
    STOPPING = (Reason.NEW_OR_WORSE, Reason.PAIN_AT_LIMIT, Reason.SHARP_PAIN)

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="flags")
    session = models.ForeignKey("Session", models.PROTECT, related_name="flags")
    prescription = models.ForeignKey(
        Prescription, models.PROTECT, null=True, blank=True, related_name="flags"
    )
    key = models.UUIDField()
    reason = models.CharField(max_length=14, choices=Reason)
    at = models.DateTimeField()
    # A mistaken yes, taken back by the patient; the row stays and says so.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    pause = models.ForeignKey(
        ProgramPause, models.PROTECT, null=True, blank=True, related_name="flags"
    )

    # How a therapist closed it. `asked` holds what each emergency sign was answered with.
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    finding = models.TextField(_("what you found"), max_length=2000, blank=True)
    asked = models.JSONField(default=dict, blank=True)
    closed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="closed_flags"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None)
                | ~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False),
                name="flag_closed_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["patient", "key", "reason"], name="flag_key_and_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["patient", "at"], condition=Q(withdrawn_at=None), name="flag_standing"
            )
        ]

    @property
    def stops(self):
        return self.reason in self.STOPPING

    @property
    def is_taken_back(self):
        return self.withdrawn_at is not None

    @property
    def is_closed(self):
        return self.closed_at is not None

    @property
    def name(self):
        """What an address and a form call it: the act, and which of its reasons."""
        return f"{self.key}.{self.reason}"

    @classmethod
    def raise_for(cls, session, reason, key, at, prescription=None):
        """Flag the patient, once for this act, and pause the program if the reason asks for it.

        The pause begins on the day of the act, which a phone without a network tells later: where
        that session's program has ended meanwhile, the one that is open pauses. An act sent again
        pauses nothing again. The caller holds the lock on the patient's row and is in a
        transaction.
        """
        patient = session.patient
        if raised := cls.objects.filter(patient=patient, key=key, reason=reason).first():
            return raised
        pause = None
        if reason in cls.STOPPING:
            day = timezone.localdate(at, zoneinfo.ZoneInfo(patient.zone))
            program = session.version.program
            if program.status == Program.Status.ENDED:
                program = patient.programs.filter(status=Program.Status.OPEN).first() or program
            pause = program.pause(min(day, patient.today()), ProgramPause.Reason.STOP_SIGNS)
        return cls.objects.create(
            patient=patient,
            session=session,
            prescription=prescription,
            key=key,
            reason=reason,
            at=at,
            pause=pause,
        )

    def withdraw(self, at=None):
        """Take this one back. Its pause ends unless another open flag stands on it, or a therapist
        keeps it.

        The caller holds the lock on the patient's row and is in a transaction.
        """
        Flag.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=at or timezone.now())
        made_by_flags = self.pause and self.pause.reason == ProgramPause.Reason.STOP_SIGNS
        if made_by_flags and not self.pause.by_id and not self.pause.flags.stopping().exists():
            self.pause.end(self.patient.today())

    def close(self, by, outcome, finding, asked, keep_paused, now=None):
        """Close this one. See `close_all`."""
        Flag.close_all([self], by, outcome, finding, asked, keep_paused, now)
        self.refresh_from_db()

    @classmethod
    @transaction.atomic
    def close_all(cls, flags, by, outcome, finding, asked, keep_paused, now=None):
        """Close these flags of one patient with one outcome: all of them or none.

        `asked` is {"list": number, "language": …, "answers": ["no", "yes", ""…]}, an answer a line
        of that list's emergency signs, {} without a published list. Kept paused, the pause is the
        therapist's from now on, and a mistaken yes taken back later does not end it; one is begun
        if none runs. Let go on, it ends unless another open flag stands on it; a pause for another
        reason stays as it is. The same post again changes nothing. Raises AlreadyClosed and
        WrongOutcome.
        """
        if problem := what_contradicts(outcome, finding, asked, keep_paused):
            raise WrongOutcome(*problem)
        patient = lock(flags[0].patient_id)
        chosen = patient.flags.filter(pk__in=[flag.pk for flag in flags])
        said = {"outcome": outcome, "finding": finding.strip(), "asked": asked, "closed_by": by}
        before = list(chosen.exclude(closed_at=None).select_related("closed_by__user"))
        if before and len(before) == len(flags) and all(flag.says(said) for flag in before):
            return
        if before:
            raise AlreadyClosed(before)
        chosen.update(closed_at=now or timezone.now(), **said)
        if keep_paused:
            keep_pause(patient, by)
        else:
            let_go_on(patient, chosen)

    def says(self, said):
        return all(getattr(self, name) == value for name, value in said.items())


def what_contradicts(outcome, finding, asked, keep_paused):
    """(field, words) of why a flag cannot be closed like this; None when it can.

    A yes to an emergency sign is never known and never a mistake, and nobody stretches on after
    one (source: clinical.md, "Stop signs").
    """
    answers = asked.get("answers", [])
    if not finding.strip():
        return "finding", _("Write what you found and what comes next.")
    if outcome == Flag.Outcome.KNOWN and any(answer != NO for answer in answers):
        return "outcome", _("Known and checked needs a no to every emergency sign.")
    if outcome == Flag.Outcome.MISTAKEN and YES in answers:
        return "outcome", _("An emergency sign was answered yes: that is not a mistaken yes.")
    if YES in answers and not keep_paused:
        return "keep_paused", _("An emergency sign was answered yes: the program stays paused.")
    return None


def keep_pause(patient, by):
    """The running pause is this therapist's from now on; without one, one begins today."""
    program = patient.programs.filter(status=Program.Status.OPEN).first()
    if program is None:
        return
    pause = program.pause(patient.today(), ProgramPause.Reason.STOP_SIGNS)
    ProgramPause.objects.filter(pk=pause.pk, reason=ProgramPause.Reason.STOP_SIGNS).update(by=by)
    if pause.has_changed:
        PatientDay.recount_since(patient, pause.from_date)


def let_go_on(patient, closed):
    """The pauses these flags made end, unless an open flag still stands on one."""
    made = ProgramPause.Reason.STOP_SIGNS
    for pause in ProgramPause.objects.running().filter(reason=made, flags__in=closed).distinct():
        if not pause.flags.stopping().exists():
            pause.end(patient.today())
            PatientDay.recount_since(patient, pause.from_date)
