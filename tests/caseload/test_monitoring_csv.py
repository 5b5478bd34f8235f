"""The report as a table: a count a line, and no cell that a spreadsheet would run."""

import csv
import io

import pytest
import time_machine
from django.urls import reverse

from caseload.models import Monitoring
from tests.caseload.monitoring import add_minutes, enter_data, noon
from tests.caseload.test_monitoring_report import NOV_2, NOV_24
from tests.factories import make_patient

ADDRESS = "/monitoring/csv/?month=2026-11"


@pytest.fixture(autouse=True)
def _monitors(clinic):
    clinic.monitoring = True
    clinic.save()
    with time_machine.travel(noon(NOV_24), tick=False):
        yield


def download(client, address=ADDRESS):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer, list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_table_holds_the_report(as_user, therapist, patient, version):
    Monitoring.objects.create(patient=patient, started_on=NOV_2, biller="Dana", modifiers="GP")
    for on_date in (NOV_2, NOV_24):
        enter_data(patient, noon(on_date))
    add_minutes(patient, therapist, NOV_2, 20, "phone")
    answer, table = download(as_user(therapist))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="monitoring-2026-11.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    names, *lines = table
    cells = [dict(zip(names, line, strict=True)) for line in lines]
    assert [(row["Code"], row["Counts met"], row["Missing for this count"]) for row in cells] == [
        ("98975", "1", ""),
        ("98985", "1", ""),
        ("98977", "0", "14 data days short"),
        ("98980", "1", ""),
        ("98981", "0", "20 more minutes"),
    ]
    assert cells[0]["From"], cells[0]["To"] == ("2026-11-02", "2026-12-01")
    assert (cells[3]["Minutes"], cells[3]["Live contact"]) == ("20", "yes")
    assert cells[0]["Missing in the record"] == (
        "Consent not recorded; Set-up and education not recorded; Plan of care missing"
    )
    assert {row["Note"] for row in cells} == {"Counts for your biller, not billing advice"}


@pytest.mark.trial("C8")
@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "\r=", " \n=", "|", "%"])
def test_no_cell_is_a_formula(as_user, therapist, clinic, first):
    evil = f'{first}HYPERLINK("http://example.com","x")'
    patient = make_patient(therapist=therapist, name=evil)
    Monitoring.objects.create(patient=patient, started_on=NOV_2, biller=evil)
    clinic.compliance_decision = evil
    clinic.save()
    _, table = download(as_user(therapist))
    assert any("HYPERLINK" in cell for cell in table[1])
    for cell in (cell for line in table for cell in line):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", " "))
        assert not {"\t", "\r", "\n"} & set(cell)


def test_names_of_any_script_come_through(as_user, therapist):
    patient = make_patient(therapist=therapist, name="أحمد الراشد Zoë 李")
    Monitoring.objects.create(patient=patient, started_on=NOV_2)
    _, table = download(as_user(therapist))
    assert table[1][0] == "أحمد الراشد Zoë 李"


def test_a_clinic_that_does_not_monitor_has_none(as_user, therapist, clinic):
    clinic.monitoring = False
    clinic.save()
    assert as_user(therapist).get(reverse("monitoring_csv")).status_code == 404
