"""Who may open which page: every URL the resolver knows, tried by every role, plain and htmx.

A row says who gets the page; everybody else must get 404 (or the sign-in page when not signed in).
Our own staff are tried first: only a request that succeeds for them makes the others' 404 evidence.
Every patient carries canary strings in each text field, and no answer may hold the canaries of a
patient the asker has no right to see. A URL without a row fails the suite.
"""

import io
import subprocess
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from caseload.models import Monitoring, StaffMinutes
from exercises.logos import draw_logo, keep_logo
from exercises.models import Picture
from exercises.pictures import draw_again
from exercises.views.sign_offs import exercise_to_review
from logbook.keys import uuid7
from logbook.models import Flag, FunctionActivity, Message, Session, SetLog, StretchLog
from people.devices import COOKIE
from people.models import AccessCode, BreakGlass, Cover, Device, HandOver, ImportRun, Invitation
from programs.models import Template
from tests.access_rows import LIBRARY_URLS, ROWS, Row
from tests.factories import make_exercise, make_member, make_patient, make_version
from tests.test_conventions import patterns

ROLES = [
    "therapist",
    "colleague",
    "patient",
    "other_patient",
    "outsiders_patient",
    "outsider",
    "clinic_admin",
    "other_admin",
    "operator",
    "anonymous",
    "deactivated",
    "device",
]
OUR_PATIENTS = {"patient", "other_patient"}
# Whose names, and no more, an admin who treats nobody may find where a row says `names`.
NAMES_OF = {"clinic_admin": OUR_PATIENTS, "other_admin": {"outsiders_patient"}}
STAFF_OF_CLINIC = {"therapist", "colleague"}
MAY_SEE = {  # whose canaries may stand in an answer to whom
    "therapist": {"patient", "other_patient"},
    "colleague": {"patient", "other_patient"},
    "outsider": {"outsiders_patient"},
    "patient": {"patient"},
    "other_patient": {"other_patient"},
    "outsiders_patient": {"outsiders_patient"},
}
# A phone opened with our patient's handout code: some pages, and nobody's words on any.
NOT_SIGNED_IN = {"anonymous", "deactivated", "device"}
LIBRARY_ARGS = {
    "account_reset_password_from_key": ["1", "set-password"],
    "mfa_remove_webauthn": [1],
}


@dataclass
class World:
    people: dict
    canaries: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    browsers: dict = field(default_factory=dict)

    def sign_in(self):
        """Every role in a browser of its own, once: what a request changes there is undone."""
        for role, person in self.people.items():
            client = Client()
            if role == "device":
                client.cookies[COOKIE] = self.things["DEVICE_TOKEN"]
            elif person:
                client.force_login(getattr(person, "user", None) or person)
            self.browsers[role] = client, client.cookies.output()

    def browser_of(self, role):
        client, signed_in = self.browsers[role]
        client.cookies = SimpleCookie(signed_in.replace("Set-Cookie: ", ""))
        caches["sessions"].clear()  # keeps what was rolled back
        return client

    def ask(self, row, role, htmx):
        """The response to this row's request by this role, and all that can be read in it and in
        the mail it sent; whatever it wrote is rolled back."""
        with transaction.atomic():
            answer = self.send(row, role, htmx)
            words = words_of(answer)
            transaction.set_rollback(True)
        return answer, words

    def send(self, row, role, htmx=False, method=None):
        """The response, and what it wrote stays."""
        args = [self.things.get(arg, arg) for arg in row.args]
        data = {name: self.things.get(value, value) for name, value in row.data.items()}
        headers = {"HX-Request": "true"} if htmx else {}
        ask = getattr(self.browser_of(role), method or row.method)
        mail.outbox.clear()
        return ask(reverse(row.name, args=args), data, headers=headers)


def words_of(answer):
    """Headers and body as text, whatever file it is, and the mail that was sent with it."""
    body = answer.getvalue()
    kind = answer.headers.get("Content-Type", "")
    if body and kind.startswith("application/pdf"):
        command = ["pdftotext", "-", "-"]
        text = subprocess.run(command, input=body, capture_output=True, check=True).stdout
    elif body and kind.startswith("application/zip"):
        with ZipFile(io.BytesIO(body)) as files:
            text = b"\n".join(files.read(name) for name in files.namelist())
    else:
        text = body
    sent = [str(message.message()) for message in mail.outbox]
    return "\n".join([str(answer.headers), text.decode(errors="replace"), *sent])


@pytest.fixture
def world(
    therapist,
    colleague,
    clinic_admin,
    outsider,
    operator,
    patient,
    other_patient,
    outsiders_patient,
    clinic,
):
    other_admin = make_member(
        outsider.clinic, role="admin", email="ann@hillside.test", name="Ann Away"
    )
    gone = make_member(clinic, email="gone@riverbend.test", name="Gone Away")
    gone.user.is_active = False
    gone.user.save()
    world = World(
        people={
            "anonymous": None,
            "therapist": therapist,
            "colleague": colleague,
            "patient": patient,
            "other_patient": other_patient,
            "outsiders_patient": outsiders_patient,
            "outsider": outsider,
            "clinic_admin": clinic_admin,
            "other_admin": other_admin,
            "operator": operator,
            "deactivated": gone,
            "device": None,
        }
    )
    exercise = make_exercise("press-up", sided=False)
    clinics_own = make_exercise("our-own-stretch", clinic=clinic, name="Our own stretch")
    for role in ("patient", "other_patient", "outsiders_patient"):
        fill_with_canaries(world, role, exercise)
    record = world.people["patient"]
    draft = record.programs.get().open_draft()
    template = Template.objects.create(name="Ours", clinic=clinic, owner=therapist)
    invited = make_patient(therapist=therapist, email="invited@example.com")
    _, token = Invitation.issue(
        clinic=clinic, email=invited.email, role="patient", patient=invited, invited_by=therapist
    )
    flag = asking(record)
    handout = AccessCode.of(record)
    joining, _ = Invitation.issue(clinic=clinic, email="kofi@riverbend.test", role="therapist")
    world.things |= {
        "INVITED": joining.email,
        "LOGO": logo_of(clinic),
        "THERAPIST": therapist.code,
        "OFFER": offered(record, therapist, colleague).code,
        "OPENED": BreakGlass.open_for(record, colleague, "Why not today.", uuid.uuid4()).code,
        "COVER": covered(therapist, colleague).code,
        "HANDOUT_CODE": handout.handout_code,
        "DEVICE_TOKEN": Device.remember(record, handout, timezone.now()),
        "PATIENT": record.code,
        "OTHER": world.people["other_patient"].code,
        "FLAG": flag.key,
        "FLAG_NAME": flag.name,
        "SESSION": record.sessions.get().code,
        "PRESCRIPTION": record.prescriptions.exclude(version=draft).get().code,
        "DRAFTED": draft.prescriptions.get().code,
        "DRAFT_NUMBER": draft.number,
        "DRAFT_REVISION": draft.revision,
        "TEMPLATE": template.code,
        "TOKEN": token,
        "LIST": a_list(therapist).code,
        "LIST_IN": a_list(therapist, used_at=timezone.now()).code,
        "COLLEAGUE": colleague.code,
        "SHARED": exercise.slug,
        "OURS": clinics_own.slug,
        "SHARED_CONTENT": exercise_to_review(clinic, exercise.slug).content_sha256,
        "OUR_CONTENT": exercise_to_review(clinic, clinics_own.slug).content_sha256,
        "SHARED_PICTURE": make_picture(exercise, "teal").sha256,
        "OUR_PICTURE": make_picture(exercise, "navy", clinic=clinic).sha256,
        "KEY": uuid7(),
        "TAKEN_BACK": taken_back(record).key,
        "MINUTES": record.staff_minutes.get().code,
        "ACTIVITY": record.activities.get().code,
    }
    world.sign_in()
    return world


def a_list(member, **fields):
    """A file of one patient on its way in."""
    return ImportRun.objects.create(
        clinic=member.clinic,
        by=member,
        therapist=member,
        header=["Name"],
        rows=[[2, ["Bo"]]],
        columns=["name"],
        **fields,
    )


def offered(patient, giver, taker):
    """This patient, offered by one therapist to another."""
    offer = HandOver.objects.create(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    offer.patients.add(patient)
    return offer


def logo_of(clinic):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    sha256 = keep_logo(draw_logo(SimpleUploadedFile("logo.png", file.getvalue())))
    type(clinic).objects.filter(pk=clinic.pk).update(logo_sha256=sha256)
    return sha256


def covered(away, by):
    """A week away that has not begun yet."""
    first = timezone.localdate() + timedelta(days=30)
    return Cover.objects.create(
        clinic=away.clinic, away=away, by=by, from_date=first, to_date=first + timedelta(days=6)
    )


def taken_back(patient):
    """A flag this patient raised by mistake."""
    now = timezone.now()
    return Flag.objects.create(
        patient=patient,
        session=patient.sessions.get(),
        key=uuid7(),
        reason=Flag.Reason.SHARP_PAIN,
        at=now,
        withdrawn_at=now,
    )


def asking(patient):
    """An open flag, and a closed one with words on it."""
    told = {"patient": patient, "session": patient.sessions.get(), "at": timezone.now()}
    how = {"outcome": "called", "finding": "canary-patient-finding", "closed_at": timezone.now()}
    Flag.objects.create(
        **told, **how, key=uuid7(), reason="moved-down", closed_by=patient.therapist
    )
    return Flag.objects.create(**told, key=uuid7(), reason="moved-down")


def make_picture(exercise, color, alt="A picture", **fields):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(file, "PNG")
    drawn = draw_again(SimpleUploadedFile("picture.png", file.getvalue()))
    return Picture.objects.create(exercise=exercise, alt=alt, **drawn.keep(), **fields)


def fill_with_canaries(world, role, exercise):
    """A program, a session and words in every text field of this patient's record."""
    patient = world.people[role]
    word = f"canary-{role.replace('_', '-')}"
    patient.name = f"{word}-name Somebody"
    patient.email = f"{word}@example.com"
    patient.save()
    patient.episodes.update(
        complaint=f"{word}-complaint", goals=f"{word}-goals", referrer=f"{word}-referrer"
    )
    member = patient.therapist
    version = make_version(
        patient, exercise, by=member, note=f"{word}-note", precaution_reason=f"{word}-reason"
    )
    now = timezone.now()
    session = Session.objects.create(
        patient=patient,
        key=uuid.uuid4(),
        version=version,
        started_at=now,
        zone=patient.zone,
        local_date=patient.today(),
        note=f"{word}-session-note",
        new_or_worse=False,
    )
    prescription = version.prescriptions.get()
    common = {"patient": patient, "session": session, "prescription": prescription}
    StretchLog.objects.create(**common, key=uuid.uuid4(), logged_at=now)
    for by in (None, member):
        Message.write(patient, uuid7(), f"{word}-message", by=by, session=session)
    SetLog.objects.create(
        **common,
        key=uuid.uuid4(),
        side="none",
        number=1,
        reps=7,
        target=10,
        logged_at=now,
        local_date=patient.today(),
    )
    monitor_with_canaries(patient, member, word)
    FunctionActivity.add(patient, uuid7(), f"{word}-activity")
    world.canaries[role] = word


def monitor_with_canaries(patient, member, word):
    type(member.clinic).objects.filter(pk=member.clinic_id).update(monitoring=True)
    Monitoring.objects.create(
        patient=patient,
        started_on=patient.today(),
        plan_of_care=f"{word}-plan",
        biller=f"{word}-biller",
    )
    StaffMinutes.add(
        patient, uuid7(), member, on_date=patient.today(), minutes=5, what=f"{word}-what"
    )


def expected_status(row, role, htmx):
    if role in row.who:
        return row.status_htmx if htmx else row.status
    if sent_to_sign_in(row, role):
        return 200 if htmx else 302  # for htmx the whole page goes there, by HX-Redirect
    return 404


def sent_to_sign_in(row, role):
    return role in NOT_SIGNED_IN and role not in row.who and not row.public


@pytest.mark.trial("A1", "A2")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}-{row.label}")
def test_every_role_at_every_door(world, row, tally):
    problems, seen_words = [], []
    for role in ROLES:
        for htmx in (False, True):
            answer, body = world.ask(row, role, htmx)
            asked = f"{role}{' by htmx' if htmx else ''}"
            if answer.status_code != expected_status(row, role, htmx):
                problems.append(f"{asked}: {answer.status_code} {answer.headers.get('Location')}")
            if sent_to_sign_in(row, role) and "/accounts/login/" not in (
                answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
            ):
                problems.append(f"{asked}: not sent to the sign-in page")
            names_of = NAMES_OF.get(role, set()) if row.names else set()
            foreign = foreign_words(world, role, body, names_of)
            seen_words += [f"{asked}: sees {word}" for word in foreign]
    tally("A1", cases=2 * len(ROLES), wrong=len(problems))
    tally("A2", cases=2 * len(ROLES), wrong=len(seen_words))
    assert problems + seen_words == []


def foreign_words(world, role, seen, names_of=()):
    """The canaries in what this role was shown of patients it has no right to see."""
    for owner, word in world.canaries.items():
        read = seen
        if owner in names_of:
            read = read.replace(f"{word}-name", "").replace(f"{word}@example.com", "")
        if owner not in MAY_SEE.get(role, set()) and word in read:
            yield word


def test_every_url_has_a_row():
    assert {row.name for row in ROWS} | set(LIBRARY_URLS) == {p.name for p in patterns()}


def test_the_canaries_are_really_there(world):
    """Absence proves nothing unless the words would be seen where they belong."""
    page = next(row for row in ROWS if row.name == "patient_detail")
    _, body = world.ask(page, "therapist", htmx=False)
    for what in ("name", "complaint", "goals"):
        assert f"canary-patient-{what}" in body


@pytest.mark.trial("A1", "A2")
@pytest.mark.parametrize("name", LIBRARY_URLS)
def test_pages_of_signing_in_show_nobody(world, name, tally):
    """allauth's pages are for whoever wants in or out: no error, and no patient's words."""
    problems = []
    for role in ROLES:
        for method in ("get", "post"):
            for htmx in (False, True):
                answer, body = world.ask(
                    Row(method, name, set(), LIBRARY_ARGS.get(name, [])), role, htmx
                )
                asked = f"{role} {method}{' by htmx' if htmx else ''}"
                if answer.status_code not in {200, 302, 404, 405, 422}:
                    problems.append(f"{asked}: {answer.status_code}")
                words = [w for owner, w in world.canaries.items() if owner != role]
                problems += [f"{asked}: sees {word}" for word in words if word in body]
    for trial in ("A1", "A2"):
        tally(trial, cases=4 * len(ROLES), wrong=len(problems))
    assert problems == []
