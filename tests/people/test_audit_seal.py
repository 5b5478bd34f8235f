"""Sealing the audit trail, and finding the first row that is not as it was sealed."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people import append_only
from people.audit import record
from people.models import AuditedPatient, AuditEvent, AuditSeal
from people.sealing import SLACK, seal_rows
from tests.guards import as_owner


def run(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def found(**options):
    with pytest.raises(CommandError) as error:
        run("audit_verify", **options)
    return str(error.value)


@pytest.fixture
def rows(patient, other_patient):
    """Three seals: two rows and a list, one row, one row."""
    written = [record("a", "looked", patient), record("a", "listed", listed=[other_patient.code])]
    run("audit_seal")
    for _ in range(2):
        written.append(record("a", "looked", patient))
        run("audit_seal")
    return written


@pytest.fixture
def by_the_owner(rows):
    """Somebody who owns the database takes the guards off; they come back with the rollback."""
    as_owner(append_only.lift)
    return rows


def test_a_seal_a_minute_holds_what_is_new(rows):
    assert list(AuditSeal.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert not AuditEvent.objects.filter(seal=None).exists()
    assert run("audit_seal") == ""
    assert "Seals: 3." in run("audit_verify")


def test_each_seal_holds_the_one_before(rows):
    first, second, third = AuditSeal.objects.all()
    assert (first.before_sha256, second.before_sha256) == ("", first.sha256)
    assert third.before_sha256 == second.sha256


def test_rows_not_sealed_yet_are_fine(rows, patient):
    record("a", "looked", patient)
    assert "Seals: 3." in run("audit_verify")


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "nothing"), ("user", None), ("outcome", "refused"), ("at", "2026-01-01T00:00Z")],
)
def test_a_changed_row_is_named(by_the_owner, therapist, column, value):
    second = by_the_owner[1]
    if column == "user":
        value = therapist.user
    AuditEvent.objects.filter(pk=second.pk).update(**{column: value})
    AuditEvent.objects.filter(pk=by_the_owner[2].pk).update(action="nothing")
    assert found() == f"Row {second.pk} was changed after seal 1."


def test_a_missing_row_is_named(by_the_owner):
    AuditEvent.objects.filter(pk=by_the_owner[2].pk).delete()
    assert found() == f"Row {by_the_owner[2].pk} is missing from seal 2."


def test_a_row_slipped_under_a_seal_is_named(by_the_owner, patient):
    slipped = record("a", "looked", patient)
    AuditEvent.objects.filter(pk=slipped.pk).update(seal=AuditSeal.objects.get(number=2))
    assert found() == f"Row {slipped.pk} was inserted later than seal 2."


@pytest.mark.parametrize("sealed", [False, True])
def test_a_row_dated_back_is_named(rows, patient, sealed):
    early = timezone.now() - SLACK - timedelta(seconds=1)
    slipped = AuditEvent.objects.create(command="a", action="looked", at=early)
    if sealed:
        seal_rows()
    assert found() == f"Row {slipped.pk} was inserted later: it is dated before the last seal."


def test_a_changed_list_is_named(by_the_owner, patient):
    AuditedPatient.objects.update(patient_code=patient.code)
    assert found() == f"The list of patients of row {by_the_owner[1].pk} was changed."


def test_a_missing_seal_and_a_changed_one_are_named(by_the_owner):
    AuditSeal.objects.filter(number=3).update(number=4)
    assert found() == "Seal 3 is missing."
    AuditSeal.objects.filter(number=4).update(number=3, entries="")
    assert found() == "Seal 3 was changed."


def test_a_trail_sealed_anew_differs_from_what_was_printed(by_the_owner):
    first = AuditSeal.objects.get(number=1)
    assert "Seals: 3." in run("audit_verify", seal=f"1:{first.sha256}")
    AuditEvent.objects.update(seal=None)
    AuditSeal.objects.all().delete()
    AuditEvent.objects.filter(pk=by_the_owner[0].pk).update(action="nothing")
    run("audit_seal")
    assert "Seals: 1." in run("audit_verify")
    assert found(seal=f"1:{first.sha256}") == "Seal 1 is not the one that was printed."
