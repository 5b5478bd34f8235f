"""The second wall: what PostgreSQL gives when a page forgets `visible_to`, and where it has gaps.

The suite's pass on PostgreSQL runs as the role of the pages; SQLite has no wall to try.
"""

from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, models, transaction
from django.test.utils import isolate_apps
from django.urls import reverse
from django.utils import timezone

from caseload.erasure import leads_elsewhere
from caseload.merging import end_sign_in
from exercises.pictures import forget_unused
from people import wall
from people.devices import COOKIE
from people.models import AccessCode, Clinic, Device, ImportRun, Invitation, Patient
from people.views import home
from tests.factories import make_exercise, make_patient, make_version
from tests.test_access import make_picture

postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no row-level security"
)

WITHOUT_ROWS = {
    "backup",  # a role that passes the wall
    "backup_key",
    "move_to_postgres",  # its connection asks for every clinic
    "restore",  # as the owner, and it counts as the backup's role
    "seed_library",  # shared by all clinics
    "send_mail",  # sealed, and of nobody
}


@pytest.fixture
def rows(patient, outsiders_patient):
    """Something of each of two patients in many tables."""
    for person in (patient, outsiders_patient):
        make_version(person, make_exercise(clinic=person.clinic), by=person.therapist)
        AccessCode.of(person)
        Invitation.issue(
            clinic=person.clinic,
            email=person.email,
            role="patient",
            patient=person,
            invited_by=person.therapist,
        )
        ImportRun.objects.create(
            clinic=person.clinic, by=person.therapist, header=[], rows=[], columns=[]
        )


def asked_by(clinic):
    """As in a request of this clinic's staff."""
    if connection.vendor == "postgresql":
        return wall.asking(str(clinic.pk), "")
    return nullcontext()


def walled():
    """Every model that stands behind the wall, with its rule."""
    rules = wall.rules()
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.db_table in rules and not model._meta.proxy]


def whose(row):
    """The clinic a row belongs to by its patient, or by itself; None for a shared one."""
    if isinstance(row, Patient):
        return row.clinic_id
    if getattr(row, "patient_id", None):
        return row.patient.clinic_id
    return getattr(row, "clinic_id", None)


def seen_by(monkeypatch, client):
    """{model: rows} of every walled table, asked without any visible_to inside a request."""
    found = {}

    def everything(request):
        for model in walled():
            found[model._meta.label] = list(model._base_manager.all())
            for row in found[model._meta.label]:
                whose(row)  # while the request lasts
        return real(request)

    real = home
    everything.__dict__ |= home.__dict__
    url = next(entry for entry in import_module("people.urls").urlpatterns if entry.name == "home")
    with monkeypatch.context() as patched:
        patched.setattr(url, "callback", everything)
        client.get(reverse("home"))
    return found


@postgresql
@pytest.mark.usefixtures("rows")
def test_a_page_that_forgets_whom_it_serves_gives_nothing_away(as_user, therapist, monkeypatch):
    everything = seen_by(monkeypatch, as_user(therapist))
    wrong = [
        (label, row.pk)
        for label, found in everything.items()
        for row in found
        if whose(row) not in {None, therapist.clinic_id}
    ]
    assert wrong == []
    for label in ("people.Patient", "people.Episode", "programs.Prescription", "people.ImportRun"):
        assert len(everything[label]) == 1, label


@postgresql
@pytest.mark.usefixtures("rows", "other_patient")
def test_a_patient_sees_one_record_even_so(as_user, patient, monkeypatch):
    everything = seen_by(monkeypatch, as_user(patient))
    assert everything["people.Patient"] == [patient]
    of_patients = [
        row for found in everything.values() for row in found if getattr(row, "patient_id", None)
    ]
    assert {row.patient_id for row in of_patients} == {patient.pk}


@postgresql
@pytest.mark.usefixtures("rows")
def test_a_handouts_phone_sees_one_record_even_so(client, patient, monkeypatch):
    code = AccessCode.of(patient)
    client.cookies[COOKIE] = Device.remember(patient, code, timezone.now())
    assert seen_by(monkeypatch, client)["people.Patient"] == [patient]


@postgresql
@pytest.mark.usefixtures("rows")
def test_nobody_and_the_operator_see_no_clinics_rows(client, operator, monkeypatch):
    for _who in (None, client.force_login(operator)):
        everything = seen_by(monkeypatch, client)
        assert {whose(row) for found in everything.values() for row in found} <= {None}
        assert everything["people.Patient"] == []


@postgresql
def test_nothing_is_written_into_another_clinic(therapist, outsiders_patient):
    with asked_by(therapist.clinic):
        assert Patient.objects.filter(pk=outsiders_patient.pk).update(name="Mine") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make_patient(clinic=outsiders_patient.clinic)


@postgresql
def test_who_asked_before_asks_again_afterwards(patient, outsiders_patient):
    def there():
        return set(Patient.objects.all())

    with asked_by(patient.clinic):
        assert there() == {patient}
        with wall.every_clinic():
            assert there() == {patient, outsiders_patient}
        assert there() == {patient}
        with pytest.raises(ValueError, match="back"), wall.every_clinic():
            raise ValueError("back")
        assert there() == {patient}
    assert there() == {patient, outsiders_patient}


@postgresql
def test_a_request_that_fails_leaves_nothing(as_user, therapist, patient, monkeypatch):
    def fails(request):
        Patient.objects.update(name="Half done")
        raise RuntimeError("The machine went down.")

    client = as_user(therapist)
    client.raise_request_exception = False
    fails.__dict__ |= home.__dict__
    url = next(entry for entry in import_module("people.urls").urlpatterns if entry.name == "home")
    monkeypatch.setattr(url, "callback", fails)
    assert client.get(reverse("home")).status_code == 500
    patient.refresh_from_db()
    assert patient.name == "Maria Delgado"


@postgresql
def test_the_suite_runs_behind_it():
    """As the role of the pages, which neither owns a table nor passes the wall, and no table that
    has a way to a patient or a clinic stands in front of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, bool_and(row_security_active(name)) FROM unnest(%s::text[]) name",
            [list(wall.rules())],
        )
        assert cursor.fetchone() == (settings.APP_ROLE, True)
    assert wall.gaps("default") == []


def test_which_tables_stand_behind_it():
    """Each with a key to a patient or a clinic, but for who works where."""
    keyed = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in {Patient, Clinic}
    }
    pairs = {"programs_prescription_swaps", "programs_template_programs"}
    assert keyed - {"people_membership"} <= set(wall.rules())
    assert pairs <= set(wall.rules())
    assert "people_user" not in wall.rules()


@postgresql
@isolate_apps("people")
def test_a_new_table_of_a_patient_without_its_policy_is_red(monkeypatch):
    class Note(models.Model):
        patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")

        class Meta:
            app_label = "people"

    known = apps.get_models(include_auto_created=True)
    monkeypatch.setattr(wall.apps, "get_models", lambda **_all: [*known, Note])
    assert "people_note" in wall.rules()
    monkeypatch.setattr(settings, "APP_ROLE", "")
    assert wall.stands(["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # the owner
        cursor.execute("CREATE TABLE people_note (id bigint, patient_id bigint)")
        assert [(error.id, "people_note" in error.msg) for error in wall.stands(["default"])] == [
            ("people.E001", True)
        ]
        monkeypatch.undo()
    with monkeypatch.context() as patched:
        patched.setattr(wall.apps, "get_models", lambda **_all: [*known, Note])
        wall.build("default")  # what migrate does
        assert wall.gaps("default") == []


@pytest.mark.parametrize(
    "path",
    sorted(settings.BASE_DIR.glob("*/management/commands/[a-z]*.py")),
    ids=lambda path: path.stem,
)
def test_a_command_says_that_it_is_about_every_clinic(path: Path):
    """Otherwise it would find no patient at all, silently."""
    assert "every_clinic()" in path.read_text() or path.stem in WITHOUT_ROWS


def test_a_sign_in_that_leads_to_another_clinic_is_kept(patient, other_clinic):
    """Erased or merged here, the same person is a patient there."""
    make_patient(clinic=other_clinic, user=patient.user)
    with asked_by(patient.clinic):
        assert leads_elsewhere(patient.user)
        end_sign_in(patient.user)
    patient.user.refresh_from_db()
    assert patient.user.is_active


@postgresql
def test_a_picture_another_clinic_shows_is_kept(other_clinic, settings):
    """Asked after the commit, when nobody asks any more."""
    picture = make_picture(make_exercise(clinic=other_clinic), "teal", clinic=other_clinic)
    with wall.asking("", ""):
        forget_unused(picture.sha256)
    assert (settings.MEDIA_ROOT / "pictures" / picture.sha256[:2]).exists()
