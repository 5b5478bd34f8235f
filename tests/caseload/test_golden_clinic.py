"""A clinic of 36 patients and what its therapist reads about each, written by hand beforehand.

It is Tuesday, November 24, 10 in the morning where they live; programs ask for one stretch a day.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from caseload.models import Review
from logbook.keys import uuid7
from logbook.models import Flag, Message, Session
from people.models import Patient
from programs.models import Program, ProgramPause, ProgramVersion
from tests.caseload.history import do_session, make_program, noon
from tests.factories import make_exercise, make_patient

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/New_York"))

# Who, why now, and what was counted from: worst first.
NEED_YOU = [
    ("Ines Castro", "Sharp, new or worse pain", "Today. Paused since then"),
    ("Walter Nguyen", "New or worse pain", "Yesterday. Paused since then"),
    ("Omar Reyes", "Pain reached the limit", "Nov 21. Paused since then"),
    ("Lena Fox", "New or worse pain", "Nov 4. Paused since then"),
    ("Cora Diaz", "Felt lower down", "Nov 22"),
    ("Dev Patel", "Felt lower down", "Nov 19"),
    ("Ruth Stone", "Pain reached 5", "Yesterday. The limit is 5"),
    ("Karl Weiss", "Pain up from 2 to 4", "Over the last 3 sessions"),
    ("Olga Finn", "Pain up from 3 to 6", "Over the last 3 sessions"),
    ("Priya Raman", "Pain up from 3 to 6", "Over the last 2 sessions"),
    ("Amy Vance", "Worse 2 times in a row", "The last 2 answers, since Nov 22"),
    ("Ben Ortiz", "Worse 3 times in a row", "The last 3 answers, since Nov 20"),
    ("Joan Whitfield", "Wrote you a note", "Yesterday: “Can I do press ups in bed?”"),
    ("Nils Berg", "Wrote you a message", "Today: “Is a heat pad fine?”"),
    ("Hana Ito", "No session for 20 days", "Since Nov 4, reviewed Nov 17"),
    ("Ivo Kral", "No session for 23 days", "Since Nov 1, paused until Nov 15"),
    ("Maya Lind", "Never started", "Program since Nov 21"),
    ("Tom Ash", "No session for 7 days", "Since Nov 17"),
    ("Samir Haddad", "No session for 8 days", "Since Nov 16, was 4 a week"),
    ("Gus Holt", "Program ended", "Nov 12, and no new one"),
    ("Otto Pam", "No program yet", "Added Nov 20"),
    ("Eva Sand", "Review due Nov 28", "In 4 days"),
    ("Pia Thorn", "Review due today", "The program’s own date"),
    ("Rex Moor", "Review was due Nov 20", "4 days ago"),
]
ON_TRACK = [
    ("Luis Ortega", "Figure 4 cut short", "5 of the last 5 sessions"),
    ("Maria Delgado", "Hip flexor cut short", "5 of the last 8 sessions"),
    ("George Amadi", "Ready for more", "6 full sessions since Nov 18, pain at most 2"),
    ("Zoe Park", "Paused since Nov 18", "Away"),
    # The rest by frequency: 0 of 2 days, 1 of 13 twice, 1 of 11, 3 of 13, 11 of 13, 4 of 4.
    ("Will Voss", "", ""),
    ("Hannah Kim", "", ""),
    ("Una Cole", "", ""),
    ("Yan Mills", "", ""),
    ("Nora Beck", "", ""),
    ("Ruth Feldman", "", ""),
    ("Aaron Blake", "", ""),
]


class GoldenClinic:
    """Each method makes one patient, with what is told about them above."""

    def __init__(self, therapist):
        self.therapist = therapist
        self.stretch = make_exercise(name="Press up")
        self.hip_flexor = make_exercise(name="Hip flexor", region="hips")
        self.figure_4 = make_exercise(name="Figure 4", region="hips")

    def patient(self, name, since=30, exercise=None):
        patient = make_patient(therapist=self.therapist, name=name)
        make_program(patient, days_ago=since, exercise=exercise or self.stretch)
        return patient

    def with_pain(self, name, pains):
        """`pains` are {days ago: pain after}."""
        patient = self.patient(name)
        for days_ago, pain in pains.items():
            do_session(patient, days_ago, pain_after=pain)
        return patient

    def answering(self, name, answers):
        """`answers` are {days ago: better, same or worse than last time}."""
        patient = self.patient(name)
        for days_ago, answer in answers.items():
            session = do_session(patient, days_ago)
            Session.objects.filter(pk=session.pk).update(since_last=answer)

    def reviewed(self, patient, days_ago):
        Review.mark(patient, self.therapist, noon(patient, days_ago) + timedelta(hours=3))

    # --- told outright ----------------------------------------------------------------------

    def stopped(self):
        ines = self.patient("Ines Castro")
        session = Session.start(ines, uuid7(), now=NOW - timedelta(hours=2))
        session.hurt(session.version.prescriptions.get(), uuid7(), NOW - timedelta(hours=2))
        do_session(self.patient("Walter Nguyen"), 1, new_or_worse=True)
        do_session(self.patient("Omar Reyes"), 3, pain_after=8)
        do_session(self.patient("Lena Fox"), 20, new_or_worse=True)

    def felt_lower(self, name, days_ago):
        patient = self.patient(name)
        for back, place in ((days_ago + 1, "buttock"), (days_ago, "thigh")):
            session = Session.start(patient, uuid7(), now=noon(patient, back))
            row = session.version.prescriptions.get()
            session.log_stretch(row, uuid7(), lowest_place_felt=place, now=noon(patient, back))
        assert patient.flags.get().reason == Flag.Reason.MOVED_DOWN
        return patient

    def moved_down(self):
        self.felt_lower("Cora Diaz", 2)
        self.reviewed(self.felt_lower("Dev Patel", 5), 1)

    def wrote(self):
        do_session(self.patient("Joan Whitfield"), 1, note="Can I do press ups in bed?")
        nils = self.patient("Nils Berg")
        do_session(nils, 1)
        Message.write(nils, uuid7(), "Is a heat pad fine?", now=NOW - timedelta(hours=1))
        hannah = self.patient("Hannah Kim")
        do_session(hannah, 1, note="All fine here.")
        self.reviewed(hannah, 0)

    # --- pain -------------------------------------------------------------------------------

    def pain(self):
        ruth = self.with_pain("Ruth Stone", {1: 5})
        Patient.objects.filter(pk=ruth.pk).update(pain_limit=5)
        self.with_pain("Priya Raman", {4: 3, 2: 3, 1: 6})
        self.with_pain("Karl Weiss", {4: 2, 2: 3, 1: 4})
        self.answering("Amy Vance", {3: "same", 2: "worse", 1: "worse"})
        self.answering("Ben Ortiz", {4: "worse", 2: "worse", 1: "worse"})

    def seen(self):
        """Seen, and worse again since; seen, and nothing new."""
        olga = self.with_pain("Olga Finn", {3: 3, 2: 6})
        self.reviewed(olga, 2)
        do_session(olga, 1, pain_after=6)
        self.reviewed(self.with_pain("Nora Beck", {4: 3, 3: 3, 2: 6}), 1)

    # --- silence ----------------------------------------------------------------------------

    def silent(self):
        samir = self.patient("Samir Haddad")
        for days_ago in (20, 18, 17, 15, 13, 11, 10, 8):
            do_session(samir, days_ago)
        do_session(self.patient("Tom Ash"), 7)
        do_session(self.patient("Una Cole"), 6)
        hana = self.patient("Hana Ito")
        do_session(hana, 20)
        self.reviewed(hana, 7)
        ivo = self.patient("Ivo Kral")
        do_session(ivo, 23)
        self.pause(ivo, 19, 9)
        self.patient("Maya Lind", since=3)
        self.patient("Will Voss", since=2)

    def pause(self, patient, from_days_ago, until_days_ago=None):
        today = patient.today()
        ProgramPause.objects.create(
            patient=patient,
            program=patient.programs.get(),
            reason=ProgramPause.Reason.AWAY,
            from_date=today - timedelta(days=from_days_ago),
            until=None if until_days_ago is None else today - timedelta(days=until_days_ago),
        )

    # --- the program ------------------------------------------------------------------------

    def without_program(self):
        otto = make_patient(therapist=self.therapist, name="Otto Pam")
        Patient.objects.filter(pk=otto.pk).update(created_at=NOW - timedelta(days=4))
        gus = self.patient("Gus Holt")
        gus.programs.update(status=Program.Status.ENDED, ended_on=gus.today() - timedelta(days=12))

    def review_due(self):
        for name, days in (("Eva Sand", 4), ("Pia Thorn", 0), ("Rex Moor", -4)):
            patient = self.patient(name)
            do_session(patient, 1)
            due = patient.today() + timedelta(days=days)
            ProgramVersion.objects.filter(patient=patient).update(review_on=due)

    # --- on track ---------------------------------------------------------------------------

    def cut_short(self):
        maria = self.patient("Maria Delgado", exercise=self.hip_flexor)
        for days_ago in range(8, 0, -1):
            do_session(maria, days_ago, done=5 if days_ago <= 5 else None)
        luis = self.patient("Luis Ortega", exercise=self.figure_4)
        for days_ago in (6, 5, 4):
            do_session(luis, days_ago, done=5)
        draft = luis.programs.get().open_draft()  # the same stretch, another version
        draft.send(by=None, revision=draft.revision)
        ProgramVersion.objects.filter(pk=draft.pk).update(
            effective_on=luis.today() - timedelta(days=3)
        )
        for days_ago in (3, 1):
            do_session(luis, days_ago, done=5)

    def fine(self):
        self.with_pain("George Amadi", {6: 2, 5: 1, 4: 2, 3: 2, 2: 1, 1: 1})
        zoe = self.patient("Zoe Park")
        do_session(zoe, 7)
        self.pause(zoe, 6)
        yan = self.patient("Yan Mills")
        do_session(yan, 5)
        do_session(yan, 2, new_or_worse=True)
        yan.flags.get().close(self.therapist, "called", "All is well.", {}, keep_paused=False)
        feldman = self.patient("Ruth Feldman")
        for days_ago in range(11, 0, -1):
            do_session(feldman, days_ago, pain_after=4)
        aaron = self.patient("Aaron Blake", since=4)
        for days_ago in (4, 3, 2, 1):
            do_session(aaron, days_ago, pain_after=4)
        dora = self.patient("Dora Quin")
        do_session(dora, 1, new_or_worse=True)
        dora.discharge()


@pytest.fixture
def golden(therapist):
    with time_machine.travel(NOW, tick=False):
        yield GoldenClinic(therapist)


def test_the_order_and_every_sentence(as_user, therapist, golden):
    golden.stopped()
    golden.moved_down()
    golden.wrote()
    golden.pain()
    golden.seen()
    golden.silent()
    golden.without_program()
    golden.review_due()
    golden.cut_short()
    golden.fine()

    page = as_user(therapist).get(reverse("caseload"))

    told = [(row.name, row.why.words, row.why.detail) for row in page.context["page"]]
    assert told == NEED_YOU + ON_TRACK
    assert [row.why.needs_you for row in page.context["page"]] == [True] * 24 + [False] * 11
    assert Patient.objects.count() == 36
    html, at = " ".join(page.content.decode().split()), 0
    for name, words, detail in told:
        for text in filter(None, (f">{name}</a>", words and f"<b>{words}</b>", detail)):
            at = html.index(text, at) + 1
    assert "<b> 24 patients need you </b>" in html


def test_a_review_leaves_only_the_flags_that_have_no_outcome(as_user, therapist, golden):
    golden.stopped()
    golden.moved_down()
    golden.pain()
    golden.silent()
    for patient in Patient.objects.all():
        Review.mark(patient, therapist, NOW)

    page = as_user(therapist).get(reverse("caseload"), {"show": "need"})

    assert [row.name for row in page.context["page"]] == [name for name, *_rest in NEED_YOU[:6]]
