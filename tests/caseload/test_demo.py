import itertools
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from caseload.demo_people import PASSWORD
from logbook.management.commands.rebuild_days import rebuild
from logbook.models import FinishLog, PatientDay, Session, SetLog, StretchLog
from people.models import Acknowledgement, Clinic, Invitation, Membership, Patient, User
from programs.models import Prescription, ProgramVersion
from programs.models.prescriptions import PrescriptionQuerySet

ROWS = (Clinic, User, Membership, Patient, ProgramVersion, Prescription, Session, StretchLog)
ROWS += (SetLog, FinishLog, PatientDay, Invitation, Acknowledgement)


@pytest.mark.parametrize("mode", ["production", ""])
def test_refuses_outside_demo_and_test_mode(settings, mode):
    settings.MODE = mode

    with pytest.raises(CommandError):
        call_command("demo")

    assert not User.objects.exists()


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """What the demo printed. Made once for this file; each test's own changes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def test_prints_an_account_a_line_and_one_password(printed):
    lines = printed.splitlines()

    assert [line.split()[0] for line in lines] == [
        "operator@demo.test",
        "admin@demo.test",
        "therapist@demo.test",
        "colleague@demo.test",
        "outsider@demo.test",
        "patient@demo.test",
        "password:",
    ]
    assert "therapist@demo.test  Dana Okafor, therapist at Riverbend PT" in lines
    assert lines[-1] == f"password: {PASSWORD}"


@pytest.mark.parametrize(
    ("email", "page"),
    [
        ("therapist@demo.test", "/caseload/"),
        ("colleague@demo.test", "/caseload/"),
        ("outsider@demo.test", "/caseload/"),
        ("patient@demo.test", "/today/"),
        ("admin@demo.test", "/admin/"),
        ("operator@demo.test", "/admin/"),
    ],
)
def test_every_account_signs_in_and_has_its_page(client, printed, email, page):
    assert User.objects.get(email=email).check_password(PASSWORD)
    client.force_login(User.objects.get(email=email))

    assert client.get(page).status_code == 200


def test_a_second_run_changes_nothing_and_keeps_what_was_entered(printed):
    maria = Patient.objects.get(name="Maria Delgado")
    maria.name = "Maria Delgado Ruiz"
    maria.save()
    before = [list(model.objects.order_by("pk").values()) for model in ROWS]
    again = StringIO()

    call_command("demo", stdout=again)

    assert again.getvalue() == printed
    assert [list(model.objects.order_by("pk").values()) for model in ROWS] == before


def test_two_clinics_and_more_than_twelve_patients(printed):
    assert {c.name for c in Clinic.objects.all()} == {"Riverbend PT", "Hillside PT"}
    assert Patient.objects.filter(clinic__name="Riverbend PT").count() >= 12
    assert Patient.objects.filter(clinic__name="Hillside PT").exists()


def test_eight_weeks_of_sessions_and_none_ahead_of_now(printed):
    now = timezone.now()
    oldest = Session.objects.order_by("started_at").first().started_at

    assert 50 <= (now - oldest).days <= 57
    assert not Session.objects.filter(started_at__gt=now).exists()
    assert not FinishLog.objects.filter(logged_at__gt=now).exists()
    assert not StretchLog.objects.filter(logged_at__gt=now).exists()
    assert not ProgramVersion.objects.filter(sent_at__gt=now).exists()
    assert not Session.objects.filter(state="open").exists()


def test_every_day_equals_what_its_rows_count_to(printed):
    assert PatientDay.objects.count() > 200
    assert [rebuild(patient)[1] for patient in Patient.objects.all()] == [
        0
    ] * Patient.objects.count()


def test_no_session_is_older_than_its_version(printed):
    for session in Session.objects.select_related("version"):
        assert session.version.effective_on <= session.local_date


def test_the_notice_was_read_before_the_first_session(printed):
    for read in Acknowledgement.objects.select_related("patient"):
        first = read.patient.sessions.order_by("started_at").first()
        assert first is None or read.at < first.started_at


def test_programs_keep_the_region_order_and_give_reasons_against_precautions(printed):
    queryset = Prescription.objects.all()
    assert isinstance(queryset, PrescriptionQuerySet)
    for prescription in queryset.select_related("variation", "patient"):
        against = set(prescription.variation.precautions.all()) & set(
            prescription.patient.precautions.all()
        )
        assert bool(prescription.precaution_reason) == bool(against)
    assert ProgramVersion.objects.filter(number=2).count() >= 3


def test_the_stories(client, printed):
    client.force_login(User.objects.get(email="therapist@demo.test"))
    rows = list(client.get("/caseload/").context["page"])
    why = {row.name: row.why.words for row in rows}

    assert rows[0].name == "Walter Nguyen"
    assert why["Walter Nguyen"] == "New or worse pain"
    assert why["Priya Raman"].startswith("Pain up from")
    assert why["Tomasz Nowak"] == "Never started"
    assert why["Samir Haddad"].startswith("No session for")
    assert why["Grace Lindqvist"] == "No program yet"
    assert why["Ruth Feldman"] == "Ready for more"
    assert Patient.objects.get(name="Carlos Mendes").open_episode is None
    invited = Patient.objects.get(name="Mei-Ling Chen")
    assert invited.user is None
    assert invited.invitations.unused().count() == 1


def test_marias_program_waits_for_her_today(printed):
    maria = User.objects.get(email="patient@demo.test").patient_records.get()
    current = maria.programs.get().current

    assert current.prescriptions.count() == 6
    assert all(row.sets_on(maria.today()) for row in current.prescriptions.all())
    assert not maria.sessions.filter(local_date=maria.today()).exists()
    assert maria.sessions.count() >= 10


def test_one_log_was_corrected_and_kept(printed):
    (old,) = SetLog.objects.filter(current=False)

    assert old.replaced_by.current
    assert old.replaced_by.done < old.done


def test_keys_are_in_the_order_of_their_times(printed):
    logs = StretchLog.objects.filter(patient__name="Walter Nguyen", current=True)
    logs = list(logs.order_by("logged_at"))

    for before, after in itertools.pairwise(logs):
        assert before.key.int >> 80 <= after.key.int >> 80
        assert after.key.version == 7
