"""What the worklist of 200 patients costs, as a multiple of a bare view, and its queries; beside
it what no page of staff goes below: to know who asks, and an empty page in our frame.

    HOMESTRETCH_MODE=test DATABASE_URL=sqlite:///bench.sqlite3 .venv/bin/python bench/worklist.py

Makes a clinic of its own with 200 patients of six weeks each in that database, which it migrates
first; 20 of them need somebody. Both views are called in turn and the quickest of many rounds
counts. Measured in the processor's time, which on SQLite has all of it: on a shared machine a long
page also waits for its turn, and a short one does not. Prints; asserts nothing.
"""

# ruff: noqa: E402
import os
import random
import sys
import time
from collections import Counter
from datetime import timedelta
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

import_module("clinic.wsgi")  # as the server starts, with how often it looks through memory

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from clinic.urls import urlpatterns as pages
from exercises.models import Variation
from logbook.keys import uuid7
from logbook.models import PatientDay, Session, StretchLog
from people.audience import audience
from people.models import Clinic, Episode, Membership, Patient, PatientTherapist, User
from programs.models import Prescription, Program, ProgramVersion

PATIENTS, DAYS, STRETCHES, ROUNDS = 200, 42, 4, 30
NAMES = ("Ada", "Ben", "Cleo", "Dov", "Esi", "Finn", "Gita", "Hugo", "Ines", "Jo")

FRAME = engines["django"].from_string('{% extends "base_staff.html" %}')


def bare(request):
    return HttpResponse("ok")


@audience("therapist")
def signed_in(request):
    return HttpResponse("ok")


@audience("therapist")
def frame(request):
    return HttpResponse(FRAME.render({}, request))


urlpatterns = [
    path("bare/", bare),
    path("signed-in/", signed_in),
    path("frame/", frame),
    *pages,
]


def make_caseload():
    """A therapist with 200 patients, each with a program and a session on five days of seven."""
    chance = random.Random(4)
    clinic = Clinic.objects.create(name="Bench PT", phone="555 010 0100")
    user = User.objects.create_user(f"bench{clinic.pk}@example.com", name="Bea Bench")
    me = Membership.objects.create(user=user, clinic=clinic, role="therapist", credentials="PT")
    ways = list(Variation.objects.filter(is_standard=True).select_related("exercise")[:STRETCHES])
    now = timezone.now()
    for number in range(PATIENTS):
        name = f"{chance.choice(NAMES)} {chance.choice(NAMES)}son {number}"
        patient = Patient.objects.create(clinic=clinic, name=name, birth_year=1960)
        PatientTherapist.objects.create(patient=patient, membership=me)
        Episode.objects.create(
            patient=patient, complaint="Low back pain", started_on=now - timedelta(days=DAYS)
        )
        version = ProgramVersion.objects.create(
            patient=patient,
            program=Program.open_for(patient),
            number=1,
            status="sent",
            sent_at=now,
            effective_on=patient.today() - timedelta(days=DAYS),
        )
        rows = Prescription.objects.bulk_create(
            Prescription(
                patient=patient, version=version, variation=way, kind="mobility", side="none",
                sets=2, reps=10, seconds_on=2, seconds_off=2,
            )
            for way in ways
        )  # fmt: skip
        quiet = 8 if number % 10 == 0 else 1
        fill(patient, version, rows, quiet, now, chance)
    return me


def fill(patient, version, rows, quiet, now, chance):
    sessions, logs, days = [], [], []
    for back in range(DAYS, quiet - 1, -1):
        if chance.random() > 5 / 7:
            continue
        at, pain = now - timedelta(days=back), chance.choice((2, 3, 3, 4))
        date = patient.today() - timedelta(days=back)
        sessions.append(
            Session(
                patient=patient, key=uuid7(), version=version, state="finished", started_at=at,
                finished_at=at + timedelta(minutes=12), zone=patient.zone, local_date=date,
                pain_before=pain, pain_after=pain, since_last="same", new_or_worse=False,
            )
        )  # fmt: skip
        days.append(
            PatientDay(
                patient=patient, local_date=date, sets_done=8, sets_target=8, dose=7.5, sessions=1
            )
        )
    Session.objects.bulk_create(sessions)
    PatientDay.objects.bulk_create(days)
    for session in sessions:
        for row in rows:
            cut = chance.random() < 0.1
            logs.append(
                StretchLog(
                    patient=patient, session=session, prescription=row, key=uuid7(),
                    cut_short=cut, as_planned=not cut, logged_at=session.finished_at,
                    pain=4 if cut else None,
                )
            )  # fmt: skip
    StretchLog.objects.bulk_create(logs)


def seconds(call, times):
    started = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - started) / times


def kind_of(sql):
    """Whether the view asks, or what stands around each page."""
    table = sql.split('FROM "', 1)[-1].split('"', 1)[0]
    if table == "people_membership" and "cover_id" not in sql:
        return "membership"
    if "COUNT(" in sql:
        return "waiting and offered"
    if table == "people_auditedpatient" or sql.startswith('INSERT INTO "people_auditevent'):
        return "audit"
    return {"django_session": "session", "people_user": "user"}.get(table, "own")


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_library", verbosity=0)
    client, nobody = Client(), Client()
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        client.force_login(make_caseload().user)
        answer = client.get("/caseload/")
        assert answer.status_code == 200, answer
        with CaptureQueriesContext(connection) as captured:
            client.get("/caseload/")
        kinds = Counter(kind_of(query["sql"]) for query in captured)
        with override_settings(MIDDLEWARE=[]):
            nobody.get("/bare/")  # the client keeps the middleware of its first request
        asked = {
            "bare view": (nobody, "/bare/", 50),
            "signed in": (client, "/signed-in/", 20),
            "empty page": (client, "/frame/", 20),
            "worklist": (client, "/caseload/", 1),
        }
        quickest = Counter()
        for _ in range(ROUNDS):
            for name, (who, url, times) in asked.items():
                spent = seconds(lambda: who.get(url), times)  # noqa: B023  called at once
                quickest[name] = min(spent, quickest[name] or spent)
    print(f"{PATIENTS} patients, {len(answer.content) / 1024:.0f} KB")
    print("queries:", ", ".join(f"{name} {many}" for name, many in sorted(kinds.items())))
    for name, spent in quickest.items():
        times = spent / quickest["bare view"]
        print(f"{name:10} {spent * 1e3:6.2f} ms {times:6.1f} x bare")
    print("budget of the worklist: 60 x bare")


if __name__ == "__main__":
    main()
