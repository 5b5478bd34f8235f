"""Seals on the audit trail: what each row was, and the seal before, under one hash.

A seal is written a minute (manage.py audit_seal), so no request waits for the one before it. From
then on a row that is changed, removed or slipped in is found, and named (manage.py audit_verify).
What happened to a row within its first minute only the database's guards prevent.
"""

import hashlib
import json
from collections import defaultdict
from datetime import UTC, timedelta
from itertools import count

from django.db import transaction
from django.utils import timezone

from people.models import AuditedPatient, AuditEvent, AuditSeal
from people.models.audit import name_of_list

ROWS_A_SEAL = 5000
# A row is written within this time, whatever the request: one dated earlier came later.
SLACK = timedelta(minutes=10)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(event):
    """The hash of all that a row says, the same on every database."""
    said = [
        event.pk,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.user_id,
        event.device_number,
        event.command,
        event.clinic_id,
        event.patient_code and str(event.patient_code),
        event.listed,
        event.action,
        event.object_code,
        event.outcome,
    ]
    return sha256(json.dumps(said))


def hash_of(seal):
    at = seal.at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256("\n".join([str(seal.number), at, seal.before_sha256, seal.entries]))


@transaction.atomic
def seal_rows():
    """Put the oldest rows without a seal under a new one; the seal, or None where all are sealed.

    Of two runs at once the second fails on the seal's number, and changes nothing.
    """
    events = list(AuditEvent.objects.filter(seal=None).order_by("id")[:ROWS_A_SEAL])
    if not events:
        return None
    last = AuditSeal.objects.order_by("number").last()
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        before_sha256=last.sha256 if last else "",
        entries="\n".join(f"{event.pk} {content_of(event)}" for event in events),
    )
    seal.sha256 = hash_of(seal)
    seal.save()
    AuditEvent.objects.filter(pk__in=[event.pk for event in events]).update(seal=seal)
    return seal


def faults():
    """In words what is wrong, the first row first; nothing where all is as it was sealed."""
    before, sealed_until = "", None
    for number, seal in zip(count(1), AuditSeal.objects.order_by("number").iterator()):
        if seal.number != number:
            yield f"Seal {number} is missing."
            return
        if (seal.before_sha256, seal.sha256) != (before, hash_of(seal)):
            yield f"Seal {number} was changed."
            return
        events = list(seal.events.order_by("id"))
        yield from faults_of_rows(seal, events)
        yield from inserted_later(events, sealed_until)
        yield from faults_of_lists(events)
        before, sealed_until = seal.sha256, seal.at
    yield from inserted_later(AuditEvent.objects.filter(seal=None).order_by("id"), sealed_until)


def faults_of_rows(seal, events):
    stored = {event.pk: event for event in events}
    for line in seal.entries.splitlines():
        pk, content = line.split()
        event = stored.pop(int(pk), None)
        if event is None:
            yield f"Row {pk} is missing from seal {seal.number}."
        elif content_of(event) != content:
            yield f"Row {pk} was changed after seal {seal.number}."
    for pk in stored:
        yield f"Row {pk} was inserted later than seal {seal.number}."


def inserted_later(events, sealed_until):
    """Rows dated well before a seal that they would then lie under."""
    for event in events:
        if sealed_until and event.at < sealed_until - SLACK:
            yield f"Row {event.pk} was inserted later: it is dated before the last seal."


def faults_of_lists(events):
    first_row = {event.listed: event.pk for event in reversed(events) if event.listed}
    codes = defaultdict(list)
    for listed, code in AuditedPatient.objects.filter(listed__in=first_row).values_list(
        "listed", "patient_code"
    ):
        codes[listed].append(code)
    for listed, pk in first_row.items():
        if name_of_list(codes[listed]) != listed:
            yield f"The list of patients of row {pk} was changed."
