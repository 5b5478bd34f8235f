"""What the audit trail adds to Today and to logging one set: with it and without it, as a ratio.

    HOMESTRETCH_MODE=test SQLITE_SYNCHRONOUS=FULL DATABASE_URL=sqlite:///bench.sqlite3 \\
        .venv/bin/python bench/trust.py

Makes two patients of its own in that database, which it migrates first. Both ways are asked in
turn, and the quickest of many batches counts. By the clock on the wall, since most of a row's price
is waiting for the disk. Prints; asserts nothing.
"""

# ruff: noqa: E402
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from exercises.models import Exercise
from people.models import Acknowledgement, AuditEvent, Clinic, Notice, Patient, User
from tests.factories import make_version
from tests.logbook.phone import one_set, start

BATCHES, AT_ONCE = 40, 5
AUDIT = "people.audit.AuditMiddleware"


def make_patient():
    """Somebody with a program of one stretch, sent today, and a session of it."""
    clinic = Clinic.objects.create(name="Bench PT", phone="555 010 0100")
    user = User.objects.create_user(f"trust{clinic.pk}@example.com", name="Tess Trust")
    patient = Patient.objects.create(clinic=clinic, user=user, name=user.name, birth_year=1960)
    for notice in Notice.objects.all():
        Acknowledgement.objects.create(notice=notice, language="en", patient=patient, user=user)
    exercise = Exercise.objects.filter(sided=False).first()
    version = make_version(patient, exercise)
    prescription = version.prescriptions.get()
    return patient, prescription


class Phone:
    """A signed-in browser; the client keeps the middleware of its first request."""

    def __init__(self, patient, prescription, middleware):
        self.patient, self.prescription = patient, prescription
        self.client = Client()
        with override_settings(MIDDLEWARE=middleware):
            self.client.force_login(patient.user)
            assert self.today().status_code == 200
            self.session = start(timezone.now())
            self.send(self.session)

    def today(self):
        return self.client.get("/today/")

    def send(self, item):
        body = {"owner": str(self.patient.code), "sent_at": item["at"], "items": [item]}
        answer = self.client.post(
            "/today/session/sync/", json.dumps(body), content_type="application/json"
        )
        assert answer.json()["answers"][0]["result"] == "stored", answer.content

    def log(self):
        self.send(one_set(self.session, self.prescription, at=timezone.now()))


def seconds(call):
    started = time.perf_counter()
    for _ in range(AT_ONCE):
        call()
    return (time.perf_counter() - started) / AT_ONCE


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_library", verbosity=0)
    without = [name for name in settings.MIDDLEWARE if name != AUDIT]
    assert len(without) == len(settings.MIDDLEWARE) - 1
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        phones = {
            "with": Phone(*make_patient(), settings.MIDDLEWARE),
            "without": Phone(*make_patient(), without),
        }
        before = AuditEvent.objects.count()
        for what in ("today", "log"):
            quickest: dict = {}
            for _ in range(BATCHES):
                for name, phone in phones.items():
                    spent = seconds(getattr(phone, what))
                    quickest[name] = min(spent, quickest.get(name, spent))
            way = ", ".join(f"{name} {spent * 1e3:.1f} ms" for name, spent in quickest.items())
            print(f"{what}: {way}, ratio {quickest['with'] / quickest['without']:.2f}")
        print(f"rows written: {AuditEvent.objects.count() - before} (one a request of the first)")


if __name__ == "__main__":
    main()
