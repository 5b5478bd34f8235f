"""Whose flags open a patient to somebody who does not treat them: `owners.py` as a condition.

A clinic may restrict therapists to their own caseload. A flag that the hours have passed on must
still be seen to, and whoever closed one must be able to read what they wrote. Not so where a reason
alone had opened the record: its hour stays an hour.
"""

from datetime import timedelta

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from caseload.models import WorklistRules
from logbook.models import Flag
from people.models import BreakGlass, Cover, PatientTherapist

CLOSED_LATELY = timedelta(days=1)


def passed_on_to(member):
    """The condition on patients that a flag of theirs has come to this member, or was closed by
    this member within a day, and not in the hour of a reason."""
    now = timezone.now()
    flags = Flag.objects.filter(patient=OuterRef("pk"))
    closed = flags.filter(
        ~Exists(hour_it_was_closed_in(member)),
        closed_by=member,
        closed_at__gt=now - CLOSED_LATELY,
    )
    asking = flags.asking(now).order_by()
    late = Exists(older_than(asking, "cover_after_hours", now))
    opened = Exists(closed) | (late & ~Exists(second_therapist(member)))
    if not member.is_admin:
        return opened
    return opened | Exists(older_than(asking, "admin_after_hours", now))


def hour_it_was_closed_in(member):
    """The hours, opened by this member with a reason, in which a flag was closed."""
    return BreakGlass.objects.filter(
        patient=OuterRef("patient"),
        membership=member,
        at__lte=OuterRef("closed_at"),
        until__gt=OuterRef("closed_at"),
    )


def older_than(flags, hours, now):
    """Those told longer ago than this number of the patient's clinic says; none where it is 0."""
    stored = WorklistRules.objects.filter(clinic=OuterRef("patient__clinic")).values(hours)
    start = WorklistRules._meta.get_field(hours).default
    waits = ExpressionWrapper(F("hours") * Value(timedelta(hours=1)), DurationField())
    since = ExpressionWrapper(Value(now) - waits, DateTimeField())
    waited = Coalesce(Subquery(stored), start, output_field=IntegerField())
    return flags.annotate(hours=waited).filter(hours__gt=0, at__lte=since)


def second_therapist(member):
    """Another therapist of the patient who is there today: the flag goes to them, not to anyone."""
    here = PatientTherapist.objects.filter(patient=OuterRef("pk"), membership__ended_at=None)
    first = PatientTherapist.objects.filter(
        patient=OuterRef("patient"), membership__ended_at=None, pk__lt=OuterRef("pk")
    )
    away = Cover.objects.holding_on(member.clinic.today()).filter(clinic=member.clinic_id)
    busy = Q(membership__in=away.values("away")) | Q(membership__in=away.values("by"))
    return here.filter(Exists(first)).exclude(busy)
