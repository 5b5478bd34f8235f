"""The database itself refuses to change or delete a row of the audit trail."""

import pytest
from django.db import IntegrityError, connection, transaction

from people import append_only
from people.audit import record
from people.models import AuditedPatient, AuditEvent, AuditSeal
from people.sealing import seal_rows
from tests.guards import as_owner

OTHER = {
    "BigAutoField": "900900",
    "DateTimeField": "'2020-01-01 00:00:00+00:00'",
    "PositiveIntegerField": "77",
    "UUIDField": "'00000000-0000-0000-0000-000000000000'",
}


@pytest.fixture
def row(patient, other_patient):
    return record("a command", "looked", listed=[patient.code, other_patient.code])


def refused(sql):
    asked = connection.cursor()
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        asked.execute(sql)


@pytest.mark.parametrize("model", [AuditEvent, AuditedPatient, AuditSeal])
def test_no_row_is_deleted(row, model):
    seal_rows()
    before = model.objects.count()
    refused(f"DELETE FROM {model._meta.db_table}")
    assert model.objects.count() == before > 0


@pytest.mark.parametrize("model", [AuditEvent, AuditedPatient, AuditSeal])
def test_no_column_is_changed(row, model):
    seal_rows()
    columns = [field for field in model._meta.concrete_fields if field.column != "seal_id"]
    for field in columns:
        value = "NULL" if field.null else OTHER.get(field.get_internal_type(), "'other'")
        refused(f"UPDATE {model._meta.db_table} SET {field.column} = {value}")


def test_a_seal_is_given_once(row):
    first = seal_rows()
    row.refresh_from_db()
    assert row.seal == first
    refused("UPDATE people_auditevent SET seal_id = NULL")
    refused(f"UPDATE people_auditevent SET seal_id = {first.pk}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_no_table_is_truncated():
    refused("TRUNCATE people_auditevent, people_auditedpatient, people_auditseal CASCADE")


def test_the_check_names_a_guard_that_is_gone():
    assert append_only.stands(databases=["default"]) == []
    names = list(append_only.guards(connection))
    for name in names:
        on = f" ON {name.rpartition('_no_')[0]}" if connection.vendor == "postgresql" else ""
        with transaction.atomic():
            as_owner(connection.cursor().execute, sql=f"DROP TRIGGER {name}{on}")
            (error,) = append_only.stands(databases=["default"])
            assert (error.id, name in error.msg) == ("people.E010", True)
            transaction.set_rollback(True)
    assert len(names) == (7 if connection.vendor == "sqlite" else 6)


def test_a_guard_is_set_again():
    as_owner(append_only.lift)
    assert append_only.missing("default")
    as_owner(append_only.guard)
    assert append_only.missing("default") == []


@pytest.mark.django_db(transaction=True)
def test_the_flush_between_tests_lifts_and_sets_them(row):
    """This test's own flush comes after it; the next one finds the guards, as this one does."""
    assert append_only.missing("default") == []
    refused("DELETE FROM people_auditevent")
