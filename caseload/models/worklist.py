"""Patients as the caseload sees them: what a row shows, loaded for all rows at once."""

import zoneinfo
from collections import defaultdict
from datetime import datetime, time
from difflib import get_close_matches

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
)
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from caseload.adherence import adherence, first_day
from caseload.drawing import sparkline, strip
from caseload.loading import (
    FEWEST_SESSIONS,
    attach_data_days,
    attach_own_sessions,
    stretch_names,
    take_in,
    targets_of,
    with_all_told,
)
from caseload.pain import pain_over
from caseload.ranking import rank
from caseload.rules import NOTHING, reasons_of
from logbook.models import Flag, PatientDay
from people.kept import kept
from people.models import Clinic, Cover, Episode, Patient, PatientTherapist
from people.models.patients import PatientQuerySet
from programs.calendar import in_effect, paused_days

from .rules import WorklistRules


@kept(Patient, BooleanField(), membership=BigIntegerField(), today=DateField(), now=DateTimeField())
def concerns(membership, today, now):
    """Whether this member or somebody they cover for treats a patient, or a flag asks."""
    away = Cover.objects.holding_on(today).filter(by=membership).values("away")
    links = PatientTherapist.objects.filter(patient=OuterRef("pk"))
    mine = links.filter(Q(membership=membership) | Q(membership__in=away))
    flags = Flag.objects.asking(now).filter(patient=OuterRef("pk")).order_by()
    return Exists(mine) | Exists(flags)


class CaseloadPatientQuerySet(PatientQuerySet):
    def in_care(self):
        """Patients with an open episode of care, or with none yet."""
        return self.with_episode(Q(episodes__discharged_at=None))

    def discharged(self):
        every = Episode.objects.filter(patient=OuterRef("pk"))
        return self.filter(Exists(every), ~Exists(every.filter(discharged_at=None))).any_care()

    def any_care(self):
        """Patients with their open episode, else the newest one."""
        best = Episode.objects.filter(patient=OuterRef("pk")).order_by(
            F("discharged_at").desc(nulls_first=True), "-id"
        )
        return self.with_episode(Q(episodes=None) | Q(episodes=Subquery(best.values("pk")[:1])))

    def with_episode(self, which):
        """Each patient once, with the words of that episode on it."""
        return self.filter(which).annotate(
            complaint=F("episodes__complaint"),
            next_visit_on=F("episodes__next_visit_on"),
            discharged_at=F("episodes__discharged_at"),
        )

    def treated_by(self, membership, covering_on=None):
        """This member's patients. On a date also those of colleagues the member covers for, and all
        with an open safety flag: whose those are, the hours decide (`caseload.owners`)."""
        if not covering_on:
            links = PatientTherapist.objects.filter(patient=OuterRef("pk"))
            return self.filter(Exists(links.filter(membership=membership)))
        return self.filter(
            concerns(membership=membership.pk, today=covering_on, now=timezone.now())
        )

    def closest_name(self, words):
        """A name with a word like each of these, of any of these patients; None if none is near.
        One query."""
        known = defaultdict(set)
        for name in self.order_by("name").values_list("name", flat=True):
            for word in name.casefold().split():
                known[word].add(name)
        alike = [
            set().union(*(known[near] for near in get_close_matches(word, known, cutoff=0.7)))
            for word in words.casefold().split()
        ]
        return min(set.intersection(*alike), default=None) if alike else None

    def for_worklist(self, today, clinic=None, rules=None, least_sessions=FEWEST_SESSIONS):
        """These patients with all that their rows show, worst first.

        At most five queries for any number of patients: the clinic with its numbers, unless it is
        given; patients with all that was told; the names of stretches; data days, where the clinic
        counts them; the last own session of those who did all of late with a therapist. `today` is
        the clinic's, and each row counts with the patient's own.
        """
        clinic = clinic or clinic_of(self)
        if clinic is None:
            return []
        rules = rules or WorklistRules.known(clinic)
        patients = with_all_told(self, today, max(least_sessions, rules.most_sessions))
        patients = list(patients)
        names = stretch_names(clinic, get_language())
        for patient in patients:
            patient.clinic, patient.rules, patient.period = clinic, rules, None
            patient.stretch_names = names
            take_in(patient, today)
        attach_own_sessions(patients)
        if clinic.monitoring:
            attach_data_days(patients, today)
        return sorted(patients, key=rank)


def clinic_of(patients):
    """The clinic of these patients, with its numbers; None for no patients."""
    clinics = Clinic.objects.select_related("worklist_rules")
    return clinics.filter(pk__in=patients.values("clinic")).first()


class CaseloadPatient(Patient):
    """A patient with their row: made whole by `for_worklist`."""

    objects = CaseloadPatientQuerySet.as_manager()

    class Meta:
        proxy = True

    @cached_property
    def local_today(self):
        return self.today()

    @cached_property
    def home_zone(self):
        return zoneinfo.ZoneInfo(self.zone)

    def local_day(self, at):
        """The date of this moment where the patient lives; None for None."""
        return at and at.astimezone(self.home_zone).date()

    def midnight(self, date):
        """The moment this date begins where the patient lives."""
        return datetime.combine(date, time.min, self.home_zone)

    # --- the program ------------------------------------------------------------------------

    @cached_property
    def version_today(self):
        """The version the patient follows today, or None."""
        return in_effect(self.versions, self.local_today)

    @property
    def version_since(self):
        return self.version_today and self.version_today.effective_on

    @property
    def review_on(self):
        return self.version_today and self.version_today.review_on

    @property
    def program_since(self):
        """The day the oldest version that matters here took effect; None without a program."""
        return min((version.effective_on for version in self.versions), default=None)

    @cached_property
    def pause_now(self):
        """The pause that holds today, the one without an end before others; or None."""
        holding = (pause for pause in self.recent_pauses if pause.holds_on(self.local_today))
        return min(holding, key=lambda pause: pause.until is not None, default=None)

    @property
    def paused_since(self):
        """The first day of the pause the program is in, or None."""
        return self.pause_now and self.pause_now.from_date

    @property
    def resumed_on(self):
        """The day the last pause was over, of those of two weeks; None without one. One that was
        called off before its first day never was."""
        held = (p for p in self.recent_pauses if p.until and p.from_date < p.until)
        return max((p.until for p in held if p.until <= self.local_today), default=None)

    @property
    def added_on(self):
        return self.local_day(self.created_at)

    # --- what was done, and how it felt -----------------------------------------------------

    @cached_property
    def adherence(self):
        span = first_day(self.local_today), self.local_today
        paused = paused_days(self.recent_pauses, *span) if self.recent_pauses else ()
        targets = targets_of(self.versions, *span)
        return adherence(self.recent_days, targets, self.local_today, paused)

    @cached_property
    def strip(self):
        return strip(self.adherence.marks)

    @cached_property
    def own_sessions(self):
        """Those the patient wrote down. What was done together, a therapist saw as it happened."""
        return [session for session in self.recent_sessions if session.logged_by_id is None]

    @cached_property
    def pain(self):
        return pain_over(self.own_sessions)

    @cached_property
    def sparkline(self):
        return sparkline(self.pain.series)

    @property
    def last_session(self):
        return self.recent_sessions[-1] if self.recent_sessions else None

    @property
    def days_quiet(self):
        """Days since the last session, or since a later pause or review; None before the first."""
        last = self.last_session
        return last and (self.local_today - self.counted_anew(last.local_date)).days

    # --- what waits -------------------------------------------------------------------------

    @property
    def flagged_on(self):
        """The day, where the patient lives, of the gravest flag that asks for a therapist."""
        return self.local_day(self.flag_at)

    @cached_property
    def seen_on(self):
        """The day of what a therapist last saw."""
        return self.local_day(self.seen_until)

    def counted_anew(self, since):
        """From when silence counts: this date, or the end of a later pause, or a later review."""
        return min(max(filter(None, (since, self.resumed_on, self.seen_on))), self.local_today)

    @property
    def waits_in_message(self):
        """Whether the newest unread words are a message; a note of a session otherwise."""
        return bool(self.message_at and (not self.note_at or self.message_at >= self.note_at))

    @property
    def waiting_at(self):
        return self.message_at if self.waits_in_message else self.note_at

    @property
    def waiting_words(self):
        return self.message if self.waits_in_message else self.note

    @cached_property
    def reasons(self):
        """All the reasons why now, the worst first."""
        return reasons_of(self)

    @property
    def why(self):
        """The first of them; one without words where there is none."""
        return self.reasons[0] if self.reasons else NOTHING

    @transaction.atomic
    def resume(self):
        """Let the program go on from today, where the patient lives. It closes no flag: those ask
        until somebody closes them. A second click changes nothing. Says whether it was paused."""
        patient = Patient.objects.select_for_update().get(pk=self.pk)
        pauses = list(patient.pauses.holding(patient.today()))
        for pause in pauses:
            pause.end(patient.today())
            PatientDay.recount_since(patient, pause.from_date)
        return bool(pauses)
