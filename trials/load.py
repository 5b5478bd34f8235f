"""Patients' phones that post what was done, act by act, again until each act is answered."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from logbook.models import FinishLog, Session, SetLog, StretchLog
from programs.models import ProgramVersion
from tests.logbook.phone import stamp, whole_session
from trials.installation import Browser, cookies_of

MODELS = {"start": Session, "set": SetLog, "stretch": StretchLog, "finish": FinishLog}
SENT_TWICE = 0.15
SAVED = {"stored", "already"}


class Phone(threading.Thread):
    """One patient's phone. It posts its acts in order; 15 of 100 it sends twice at once."""

    def __init__(self, patient, acts, load):
        super().__init__(daemon=True)
        self.patient, self.acts, self.load = patient, acts, load
        self.chance = random.Random(patient.pk)
        cookies = cookies_of(patient)
        self.lines = [Browser(load.server, cookies) for _ in range(2)]

    def run(self):
        for act in self.acts:
            if self.load.stopped.is_set():
                return
            again = None
            if self.chance.random() < SENT_TWICE:
                again = threading.Thread(target=self.post, args=(self.lines[1], act), daemon=True)
                again.start()
            while self.post(self.lines[0], act) is None and not self.load.stopped.is_set():
                time.sleep(0.05)
            if again:
                again.join()

    def post(self, line, act):
        """What became of the act; None without an answer, or with one that says try again."""
        batch = {
            "owner": str(self.patient.code),
            "sent_at": stamp(timezone.now()),
            "items": [act],
        }
        try:
            status, headers, body = line.ask("POST", reverse("session_sync"), json.dumps(batch))
        except (OSError, http.client.HTTPException) as error:
            return self.load.heard(type(error).__name__)
        if status != 200:
            return self.load.heard(status, headers.get("Retry-After"))
        return self.load.answered(self.patient, act, json.loads(body)["answers"][0])


class Load:
    """All phones together: what was acknowledged, and what else was heard."""

    def __init__(self, server, patients, sessions):
        """Each patient did these many sessions, one a day up to yesterday."""
        self.server = server
        self.stopped = threading.Event()
        self.acknowledged = {}  # (patient's pk, key) → act
        self.acknowledged_at = {}  # the same → when, by time.monotonic()
        self.refused = []
        self.other = Counter()
        self.without_when = 0  # answers 503 that did not say when to try again
        self.lock = threading.Lock()
        now = timezone.now()
        self.phones = []
        for patient in patients:
            version = ProgramVersion.objects.sent().get(patient=patient)
            days = [now - timedelta(days=back) for back in range(sessions, 0, -1)]
            acts = [act for day in days for act in whole_session(version, day, minutes=0.1)]
            self.phones.append(Phone(patient, acts, self))
        self.acts = sum(len(phone.acts) for phone in self.phones)

    def heard(self, what, retry_after=None):
        with self.lock:
            self.other[what] += 1
            self.without_when += what == 503 and retry_after is None

    def answered(self, patient, act, answer):
        with self.lock:
            if answer["result"] in SAVED:
                self.acknowledged[patient.pk, act["key"]] = act["act"]
                self.acknowledged_at.setdefault((patient.pk, act["key"]), time.monotonic())
            else:
                self.refused.append((act["act"], answer["why"]))
        return answer

    def start(self):
        for phone in self.phones:
            phone.start()

    @property
    def runs(self):
        return any(phone.is_alive() for phone in self.phones)

    def stop(self):
        self.stopped.set()
        self.join()

    def join(self):
        for phone in self.phones:
            phone.join()


def stored(alias="default"):
    """{(patient's pk, key): how many rows} of everything a phone can post."""
    rows = Counter()
    for model in MODELS.values():
        counted = model.objects.using(alias).values_list("patient_id", "key").annotate(Count("pk"))
        for patient, key, number in counted.order_by():
            rows[patient, str(key)] += number
    return rows


def lost_and_doubled(acknowledged, rows):
    """(keys that were acknowledged and have no row, keys with more than one row)."""
    lost = [key for key in acknowledged if key not in rows]
    return len(lost), sum(number > 1 for number in rows.values())
