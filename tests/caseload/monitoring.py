"""Days with data and minutes, and the report that counts them."""

import zoneinfo
from datetime import datetime, time

import time_machine

from caseload.models import StaffMinutes
from caseload.monitoring_report import report_of
from logbook.keys import uuid7
from logbook.models import Session

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")


def noon(on_date):
    return datetime.combine(on_date, time(12), NEW_YORK)


def enter_data(patient, now):
    """A session at home in which the patient said how it was before, and no more."""
    return Session.start(patient, uuid7(), now=now, pain_before=3)


def log_in_clinic(patient, by, now):
    """A session done together: all stretches of the version as planned, with its answers."""
    version = patient.programs.get().versions.get()
    stretches = [(prescription, None, False) for prescription in version.prescriptions.all()]
    return Session.log_together(
        patient, uuid7(), by, version, stretches, pain_before=3, pain_after=2, now=now
    )


def add_minutes(patient, by, on_date, minutes, live_channel=""):
    return StaffMinutes.add(
        patient,
        uuid7(),
        by,
        on_date=on_date,
        minutes=minutes,
        what="Looked at the log",
        live_channel=live_channel,
    )


def read_report(membership, read, month=None):
    """Each count of the report in a line: the code, how often met, and what is missing."""
    with time_machine.travel(noon(read), tick=False):
        rows = report_of(membership, (month or read).replace(day=1))
    return [
        f"{count.code.number} {count.met}"
        + (": " if count.missing else "")
        + "; ".join(count.missing)
        for row in rows
        for count in row.counts
    ]
