"""The progress report of one period for a physician or an insurer, as the data its template lays
out. Counts and answers as they were logged; what they mean is for the reader."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.adherence import WINDOW, adherence
from caseload.drawing import pain_chart, printed_chart
from caseload.flags import flags_of
from caseload.function import Changes, Line
from logbook.models import FunctionScore, PatientDay
from people.models import Membership
from programs.calendar import paused_days, targets_by_day
from programs.models import ProgramPause, ProgramVersion
from programs.printed_pictures import clinic_as_json

# A change in pain that matters depends on where it began; source: clinical.md, "Measures".
PAIN_SOURCE = "doi 10.1055/a-1304-3677"


def day(date):
    return date_format(date, "M j, Y")


def scored(score):
    return _("%(score)s (%(day)s)") % {"score": score.score, "day": day(score.on_date)}


class Report:
    """From the local date `first` to `last`, both included; `changes` are [(version, [Difference])]
    of the versions sent in it, the oldest first."""

    def __init__(self, patient, first, last, changes, by):
        self.patient, self.first, self.last = patient, first, last
        self.changes, self.by = changes, by
        self.sessions = list(
            patient.sessions.filter(local_date__range=(first, last)).order_by("local_date", "id")
        )
        self.days = list(
            PatientDay.objects.filter(patient=patient, local_date__range=(first, last))
        )

    @cached_property
    def episode(self):
        """The care this period was part of: the newest one that began by its end."""
        begun = self.patient.episodes.filter(started_on__lte=self.last)
        return begun.order_by("-started_on", "-id").first()

    def as_json(self, paper, language):
        painful = [s for s in self.sessions if (s.pain_before, s.pain_after) != (None, None)]
        chart = pain_chart(painful)
        facts = {"name": self.patient.name, "first": day(self.first), "last": day(self.last)}
        return {
            "language": language,
            "title": _("Progress report: %(name)s, %(first)s to %(last)s") % facts,
            "paper": paper,
            "clinic": clinic_as_json(self.patient.clinic),
            "heading": _("Progress report"),
            "period": _("%(first)s to %(last)s") % facts,
            "facts": [[label, words] for label, words in self.facts() if words],
            "function": self.function(),
            "chart": chart and printed_chart(chart),
            "pain": self.pain(),
            "fortnights": self.fortnights(),
            "changes": [self.change(*change) for change in self.changes],
            "flags": self.flags(language),
            "words": self.words(),
        }

    def facts(self):
        patient, episode = self.patient, self.episode
        yield _("Patient"), patient.name
        yield _("Year of birth"), patient.birth_year and str(patient.birth_year)
        if episode:
            side = "" if episode.side == "none" else f", {episode.get_side_display().lower()}"
            yield _("Complaint"), f"{episode.complaint}{side}"
            yield _("In care since"), day(episode.started_on)
            yield _("Surgery or injury"), episode.surgery_on and day(episode.surgery_on)
            yield _("Referred by"), episode.referrer
            yield _("Goals"), episode.goals
            yield _("Discharged"), episode.discharged_at and day(episode.discharged_at)
        yield _("Take care with"), ", ".join(tag.name for tag in patient.precautions.all())
        treating = Membership.objects.filter(patient_links__patient=patient, ended_at=None)
        treating = treating.select_related("user").order_by("patient_links__id")
        yield _("Treated by"), "; ".join(map(str, treating))
        yield _("Report made by"), f"{self.by}, {day(patient.today())}"

    @cached_property
    def activities(self):
        """Changes of each activity scored by the end of the period, those taken off since too."""
        scores: dict = {}
        rows = FunctionScore.objects.filter(patient=self.patient, on_date__lte=self.last)
        for score in rows.select_related("activity").order_by("activity__position", "on_date"):
            scores.setdefault(score.activity, []).append(score)
        return Changes([Line(activity, told[0], told[-1]) for activity, told in scores.items()])

    def function(self):
        return [
            [
                line.activity.words,
                scored(line.first),
                "–" if line.change is None else scored(line.last),
                "–" if line.change is None else f"{line.change:+d}",
            ]
            for line in self.activities.lines
        ]

    def function_words(self):
        """The mean change in words, and what its size is measured against."""
        source = _(
            "Of the mean of a patient's own activities, 1.3 points are a small, 2.3 a medium and "
            "2.7 a large change (doi %(source)s)."
        ) % {"source": self.activities.source}
        if self.activities.mean is None:
            return source
        facts = {"mean": f"{self.activities.mean:+.1f}", "size": self.activities.size}
        return _("Mean change %(mean)s: %(size)s.") % facts + " " + source

    def pain(self):
        """A sentence each for pain before and after, and what change matters from its start."""
        said = []
        for name, label in (
            ("pain_before", _("Before a session")),
            ("pain_after", _("After a session")),
        ):
            told = [(s.local_date, getattr(s, name)) for s in self.sessions]
            told = [(date, pain) for date, pain in told if pain is not None]
            if told:
                said.append(pain_sentence(label, told))
        return said

    def windows(self):
        """(first, last) of each 14 days, counted back from the end; the oldest may be shorter."""
        windows = []
        last = self.last
        while last >= self.first:
            first = max(self.first, last - timedelta(days=WINDOW - 1))
            windows.append((first, last))
            last = first - timedelta(days=1)
        return windows[::-1]

    @cached_property
    def paused(self):
        pauses = ProgramPause.objects.since(self.first).filter(patient=self.patient)
        return paused_days(pauses, self.first, self.last)

    @cached_property
    def targets(self):
        """{date: sets prescribed}, of each program as long as it ran."""
        targets: dict = {}
        versions = ProgramVersion.objects.sent().filter(patient=self.patient)
        by_program: dict = {}
        for version in versions.select_related("program").prefetch_related("prescriptions"):
            by_program.setdefault(version.program, []).append(version)
        for program, sent in by_program.items():
            last = self.last
            if program.ended_on:
                last = min(last, program.ended_on - timedelta(days=1))
            if last >= self.first:
                for date, sets in targets_by_day(sent, self.first, last, self.paused).items():
                    targets[date] = targets.get(date, 0) + sets
        return targets

    def fortnights(self):
        """A row each, from the first one with anything asked for or done."""
        rows = [self.fortnight(*window) for window in self.windows()]
        told = next((n for n, row in enumerate(rows) if set(row[1:]) != {"–"}), len(rows) - 1)
        return rows[told:]

    def fortnight(self, first, last):
        days = [one for one in self.days if first <= one.local_date <= last]
        targets = {date: sets for date, sets in self.targets.items() if first <= date <= last}
        is_over = last < self.patient.today()
        counted = adherence(days, targets, last, self.paused, is_over=is_over)
        told = [s for s in self.sessions if first <= s.local_date <= last]
        clinic = sum(session.place == session.Place.CLINIC for session in told)
        return [
            f"{date_format(first, 'M j')} – {date_format(last, 'M j')}",
            share(counted.days_done, counted.days_prescribed),
            share(counted.sets_done, counted.sets_prescribed),
            str(clinic) if clinic else "–",
            average(session.pain_before for session in told),
            average(session.pain_after for session in told),
        ]

    def change(self, version, differences):
        facts = {"day": day(version.effective_on), "number": version.number}
        return {
            "head": _("%(day)s, version %(number)s") % facts,
            "lines": [line for one in differences if (line := one_change(one))],
        }

    def flags(self, language):
        mine = [
            flag
            for flag in flags_of(self.patient, language)
            if self.first <= flag.session.local_date <= self.last
        ]
        return [[day(f.session.local_date), str(f.words), outcome_of(f)] for f in mine[::-1]]

    def words(self):
        number = len(self.sessions)
        counted = ngettext("%(n)s session logged.", "%(n)s sessions logged.", number)
        return {
            "sessions": counted % {"n": number},
            "function": _(
                "Function, in the patient's own activities, 0 (unable) to 10 (as before)"
            ),
            "function_columns": [_("Activity"), _("First"), _("Newest"), _("Change")],
            "function_source": self.function_words(),
            "no_function": _("No activity was scored."),
            "pain": _("Pain, 0 to 10"),
            "chart_alt": _(
                "Pain before (filled) and after (hollow) each session, 0 to 10, by date"
            ),
            "chart_key": _("Filled: before a session. Hollow: after."),
            "no_pain": _("No pain answer in this period."),
            "done": _("What was done at home"),
            "done_columns": [
                _("Two weeks"),
                _("Days with a session, of prescribed"),
                _("Sets done, of prescribed"),
                _("In clinic"),
                _("Pain before, average"),
                _("Pain after, average"),
            ],
            "done_note": _(
                "Frequency is days with a session at home of days prescribed; dose is sets done of "
                "sets prescribed, a part of a set for a part of its repetitions. Sessions in the "
                "clinic and days of a pause count in neither."
            ),
            "changes": _("Changes of the program"),
            "no_changes": _("None in this period."),
            "flags": _("Safety flags"),
            "flag_columns": [_("Day"), _("What was told"), _("Outcome")],
            "no_flags": _("None in this period."),
            "small_print": _(
                "Logged by the patient at home and counted by Homestretch. It supports care and "
                "does not replace clinical judgment."
            ),
        }


def pain_sentence(label, told):
    (first, start), (last, end) = told[0], told[-1]
    said = {"label": label, "start": start, "end": end, "count": len(told)}
    said |= {"first": date_format(first, "M j"), "last": date_format(last, "M j")}
    said |= {"most": max(pain for _date, pain in told), "points": change_that_matters(start)}
    if len(told) == 1:
        return _("%(label)s: %(start)s (%(first)s), one answer.") % said
    words = _(
        "%(label)s: %(start)s (%(first)s) to %(end)s (%(last)s), highest %(most)s, %(count)s "
        "answers. A change that matters from a start of %(start)s: about %(points)s (%(source)s)."
    )
    return words % (said | {"source": PAIN_SOURCE})


def change_that_matters(start):
    """In points, from this start; source: clinical.md, "Measures"."""
    return "1" if start <= 4 else "2" if start <= 7 else "3–4"


def share(done, of):
    if not of:
        return str(done) if done else "–"
    said = {"done": done, "of": of, "percent": int(100 * done / of + 1e-6)}
    return _("%(done)s of %(of)s (%(percent)s%%)") % said


def average(answers):
    told = [pain for pain in answers if pain is not None]
    return f"{sum(told) / len(told):.1f}" if told else "–"


def one_change(difference):
    """ "Press up: sets was 1, now 2"; "" for what is no dose."""
    if difference.state == "added":
        return _("%(name)s added: %(dose)s") % {
            "name": difference.name,
            "dose": difference.row.dosage_text,
        }
    if difference.state == "removed":
        return _("%(name)s removed") % {"name": difference.name}
    told = [fact for fact in difference.facts if fact.label != _("Note to patient")]
    was_now = _("%(label)s was %(was)s, now %(now)s")
    facts = "; ".join(
        was_now % {"label": fact.label.lower(), "was": fact.was or "–", "now": fact.now or "–"}
        for fact in told
    )
    return f"{difference.name}: {facts}" if facts else ""


def outcome_of(flag):
    if flag.is_closed:
        said = f"{flag.get_outcome_display()}, {flag.closed_by}, {day(flag.closed_at)}."
        return f"{said} {flag.finding}".strip()
    if flag.is_taken_back:
        return _("Taken back by the patient: a mistaken answer.")
    return _("Open.") if flag.asks else "–"
