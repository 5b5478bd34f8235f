"""Patients as the caseload sees them: what a row shows, loaded for all rows at once."""

import zoneinfo
from datetime import timedelta
from functools import cached_property

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from caseload.adherence import adherence, first_day
from caseload.drawing import sparkline, strip
from caseload.pain import pain_over
from caseload.ranking import rank, why_now
from logbook.models import Flag, PatientDay, Session
from people.models import Episode, Patient, PatientTherapist
from people.models.patients import PatientQuerySet
from programs.calendar import paused_days, targets_by_day
from programs.models import Prescription, Program, ProgramPause, ProgramVersion

# What a row reads of a day and of a session.
DAY = ("patient_id", "local_date", "sessions", "sets_target", "dose")
SESSION = ("patient", "local_date", "state", "started_at", "finished_at", "zone")
SESSION += ("pain_before", "pain_after", "new_or_worse")


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

    def treated_by(self, membership):
        mine = PatientTherapist.objects.filter(patient=OuterRef("pk"), membership=membership)
        return self.filter(Exists(mine))

    def named(self, words):
        """Every word is in the name somewhere."""
        for word in words.split():
            self = self.filter(name__icontains=word)
        return self

    def for_worklist(self, today):
        """These patients with all that their rows show, worst first.

        Six queries for any number of patients: patients with their gravest flag, days, sessions,
        pauses, versions and their prescriptions. `today` is the clinic's; patients a zone away may
        be a day off it, so one more day is loaded at the far end, and each row counts with the
        patient's own today.
        """
        since = first_day(today) - timedelta(days=1)
        newest = Session.objects.filter(patient=OuterRef("pk")).order_by("-local_date", "-id")
        treats = PatientTherapist.objects.filter(patient=OuterRef("pk")).order_by("id")
        gravest = Flag.objects.asking(timezone.now()).filter(patient=OuterRef("pk"))
        patients = {
            patient.pk: patient
            for patient in self.annotate(
                newest_session=Subquery(newest.values("pk")[:1]),
                therapist_name=Subquery(treats.values("membership__user__name")[:1]),
                flag_reason=Subquery(gravest.values("reason")[:1]),
                flag_at=Subquery(gravest.values("at")[:1]),
            ).select_related("clinic")
        }
        for name in ("recent_days", "recent_sessions", "recent_pauses", "versions"):
            for patient in patients.values():
                setattr(patient, name, [])
        days = PatientDay.objects.filter(patient__in=patients, local_date__gte=since)
        for day in days.values_list(*DAY, named=True):  # some thousand: rows cost less than models
            patients[day.patient_id].recent_days.append(day)
        for session in caseload_sessions(patients.values(), since):
            patients[session.patient_id].recent_sessions.append(session)
        of_program = ProgramPause.objects.since(since).filter(program__status=Program.Status.OPEN)
        for pause in of_program.filter(patient__in=patients).order_by("from_date"):
            patients[pause.patient_id].recent_pauses.append(pause)
        for version in versions_since(patients, since):
            patients[version.patient_id].versions.append(version)
        return sorted(patients.values(), key=rank)


def caseload_sessions(patients, since):
    """The sessions of these patients since a date and, where all are older, the newest one."""
    current = Q(stretch_logs__current=True)
    cut, skipped = Q(stretch_logs__cut_short=True), Q(stretch_logs__skipped=True)
    newest = [patient.newest_session for patient in patients if patient.newest_session]
    return (
        Session.objects.filter(
            Q(patient__in=[patient.pk for patient in patients], local_date__gte=since)
            | Q(pk__in=newest)
        )
        .annotate(
            pain_during=Max("stretch_logs__pain", filter=current),
            flagged=Exists(Flag.objects.filter(session=OuterRef("pk"), reason__in=Flag.STOPPING)),
            stretches_cut=Count("stretch_logs", filter=current & (cut | skipped)),
        )
        .only(*SESSION)
        .order_by("local_date", "started_at", "id")
    )


def versions_since(patients, since):
    """The sent versions that held on any day since then, with their prescriptions."""
    sent = ProgramVersion.objects.sent().filter(program__status=Program.Status.OPEN)
    over = sent.filter(
        program=OuterRef("program"), number__gt=OuterRef("number"), effective_on__lte=since
    )
    doses = Prescription.objects.only("version", "kind", "side", "sets", "weekdays", "times_a_day")
    return sent.filter(~Exists(over), patient__in=patients).prefetch_related(
        Prefetch("prescriptions", doses)
    )


class CaseloadPatient(Patient):
    """A patient with their row: made whole by `for_worklist`."""

    objects = CaseloadPatientQuerySet.as_manager()

    class Meta:
        proxy = True

    @cached_property
    def local_today(self):
        return self.today()

    @cached_property
    def adherence(self):
        span = first_day(self.local_today), self.local_today
        paused = paused_days(self.recent_pauses, *span)
        targets = targets_by_day(self.versions, *span, paused)
        return adherence(self.recent_days, targets, self.local_today, paused)

    @property
    def paused_since(self):
        """The first day of the pause the program is in, or None."""
        return next((p.from_date for p in self.recent_pauses if p.until is None), None)

    @property
    def flagged_on(self):
        """The day, where the patient lives, of the gravest flag that asks for a therapist."""
        zone = zoneinfo.ZoneInfo(self.zone)
        return self.flag_at and timezone.localdate(self.flag_at, zone)

    @cached_property
    def strip(self):
        return strip(self.adherence.marks)

    @cached_property
    def pain(self):
        return pain_over(self.recent_sessions)

    @cached_property
    def sparkline(self):
        return sparkline(self.pain.series)

    @property
    def last_session(self):
        return self.recent_sessions[-1] if self.recent_sessions else None

    @property
    def days_quiet(self):
        """Days since the last session, or since a later pause was over; None before the first."""
        last = self.last_session
        if not last:
            return None
        ended = [pause.until for pause in self.recent_pauses if pause.until]
        return max(0, (self.local_today - max([last.local_date, *ended])).days)

    @property
    def program_since(self):
        """The day the oldest version that matters here took effect; None without a program."""
        return min((version.effective_on for version in self.versions), default=None)

    @cached_property
    def why(self):
        return why_now(self)

    @transaction.atomic
    def resume(self):
        """Let the program go on from today, where the patient lives. It closes no flag: those ask
        until somebody closes them. A second click changes nothing. Says whether it was paused."""
        patient = Patient.objects.select_for_update().get(pk=self.pk)
        pauses = list(patient.pauses.running())
        for pause in pauses:
            pause.end(patient.today())
            PatientDay.recount_since(patient, pause.from_date)
        return bool(pauses)
