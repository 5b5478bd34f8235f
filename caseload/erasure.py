"""Erasing a record: names and words go for good, counts of nobody stay.

What each table loses says caseload/tables.py. Acknowledgements, and what the audit wrote, stay
under the record's code, which then names nobody. Nothing here can be taken back.
"""

from contextlib import suppress

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from caseload.tables import TABLES
from people.models import ErasureRequest, ImportRun, OutgoingMail, Patient
from people.same_person import same
from people.wall import every_clinic


class OnHold(Exception):
    """A legal hold forbids it."""


class InCare(Exception):
    """An episode of care is open: the patient is discharged first."""


@transaction.atomic
def erase(patient, reason, by=None):
    """Erase this record and those made one with it; erased before, it changes nothing.

    Raises OnHold and InCare.
    """
    patient = Patient.objects.select_for_update().get(pk=patient.pk)
    if patient.erased_at:
        return
    if patient.legal_holds.filter(lifted_at=None).exists():
        raise OnHold
    if patient.episodes.filter(discharged_at=None).exists():
        raise InCare
    forget_import_rows(patient)
    forget_mail(patient)
    patient.invitations.unused().end()
    write_down(patient, reason, by)
    keeps_sign_in = patient.user and leads_elsewhere(patient.user)
    for table in TABLES:
        if not (table.of_sign_in and keeps_sign_in):
            table.erase(patient)
    Patient.objects.filter(Q(pk=patient.pk) | Q(merged_into=patient)).update(
        user=None, erased_at=timezone.now(), revision=F("revision") + 1
    )


def leads_elsewhere(user):
    """Whether this sign-in is also a member's, or another record's."""
    with every_clinic():
        records = user.patient_records.count()
    return user.is_superuser or user.memberships.exists() or records > 1


def write_down(patient, reason, by):
    """That it was done, why and by whom: in the request that waits, else in one of its own."""
    ErasureRequest.ask(patient)
    ErasureRequest.settle(patient, ErasureRequest.State.DONE, by=by, reason=reason)


def forget_import_rows(patient):
    """Lists on their way in may name the patient still, for up to a day."""
    known = {same(text) for text in (patient.name, patient.email) if text}
    for run in ImportRun.objects.select_for_update().filter(clinic=patient.clinic_id):
        rows = [row for row in run.rows if not known & {same(str(cell)) for cell in row[1]}]
        added = [code for code in run.added if code != str(patient.code)]
        if (rows, added) != (run.rows, run.added):
            run.rows, run.added = rows, added
            run.save(update_fields=["rows", "added"])


def forget_mail(patient):
    """Mail to the patient that still waits for the mail server is not sent any more."""
    theirs = {patient.email.lower(), patient.user.email if patient.user else ""}
    for mail in OutgoingMail.objects.select_for_update().waiting():
        with suppress(InvalidToken):  # sealed with a secret that nobody has now
            if theirs & {address.lower() for address in mail.message().to}:
                mail.delete()
