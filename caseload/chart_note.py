"""A note about the last two weeks for the clinic's own record: plain text, every sentence counted
from what was logged. What the patient wrote stays out; what staff found when they closed a flag is
in, since that is the clinic's own word."""

from collections import Counter

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.adherence import WINDOW, first_day
from caseload.stretch_days import State, state_of


def day(date):
    return date_format(date, "M j, Y")


def chart_note(record, by, at, changes):
    """The text. `record` is a Record, `by` the member who takes the note at `at` (clinic time),
    `changes` are [(version, [Difference])] sent in these days, the oldest first."""
    patient = record.patient
    today = patient.local_today
    first = first_day(today)
    sessions = [s for s in record.lately if s.local_date >= first]
    flags = [f for f in record.flags if patient.local_day(f.at) >= first]
    lines = [
        _("Home program, %(clinic)s") % {"clinic": patient.clinic.name},
        who(patient),
        _("%(first)s to %(last)s, %(days)s days")
        % {"first": day(first), "last": day(today), "days": WINDOW},
        *about_episode(patient),
        program_words(record),
        *done(patient.adherence, sessions),
        *pain(sessions),
        *cut(sessions),
        *places(record.lowest),
        *flag_words(flags, patient),
        *change_words(changes),
        _("Counted by Homestretch from what the patient logged at home."),
        _("Reviewed by %(who)s, %(at)s") % {"who": by, "at": date_format(at, "M j, Y, g:i a")},
    ]
    return "\n".join(line for line in lines if line)


def who(patient):
    if not patient.birth_year:
        return patient.name
    return _("%(name)s, born %(year)s") % {"name": patient.name, "year": patient.birth_year}


def about_episode(patient):
    if episode := patient.open_episode:
        side = "" if episode.side == "none" else f", {episode.get_side_display().lower()}"
        yield _("Complaint: %(what)s.") % {"what": f"{episode.complaint}{side}"}


def program_words(record):
    if not record.current:
        return _("No program in effect.")
    rows = "; ".join(
        f"{row.variation.words.name}, {row.dosage_text}, {row.days_text}" for row in record.program
    )
    said = {"number": record.current.number, "day": day(record.current.effective_on), "rows": rows}
    return _("Program: version %(number)s since %(day)s. %(rows)s.") % said


def done(adherence, sessions):
    a = adherence
    if a.days_prescribed or a.days_done:
        yield _("Frequency: sessions at home on %(done)s days, %(of)s prescribed%(share)s.") % {
            "done": a.days_done,
            "of": a.days_prescribed,
            "share": percent(a.days_done, a.days_prescribed),
        }
    else:
        yield _("Frequency: nothing was prescribed.")
    if a.sets_prescribed:
        yield _("Dose: %(done)s of %(of)s sets prescribed%(share)s.") % {
            "done": a.sets_done,
            "of": a.sets_prescribed,
            "share": percent(a.dose, a.sets_prescribed),
        }
    if clinic := sum(session.place == session.Place.CLINIC for session in sessions):
        words = ngettext(
            "%(count)s session in the clinic, counted in neither.",
            "%(count)s sessions in the clinic, counted in neither.",
            clinic,
        )
        yield words % {"count": clinic}


def percent(done_of_it, of):
    return f" ({int(100 * done_of_it / of + 1e-6)}%)" if of else ""


def pain(sessions):
    for name, label in (
        ("pain_before", _("Pain before a session")),
        ("pain_after", _("Pain after a session")),
    ):
        told = [(s.local_date, getattr(s, name)) for s in sessions if getattr(s, name) is not None]
        if not told:
            continue
        (first, start), (last, end) = told[0], told[-1]
        said = {"label": label, "start": start, "first": date_format(first, "M j"), "end": end}
        said |= {"last": date_format(last, "M j"), "most": max(p for _at, p in told)}
        if len(told) == 1:
            yield _("%(label)s, 0 to 10: %(start)s (%(first)s).") % said
        else:
            words = _(
                "%(label)s, 0 to 10: %(start)s (%(first)s) to %(end)s (%(last)s), highest %(most)s,"
                " %(count)s answers."
            )
            yield words % (said | {"count": len(told)})


def cut(sessions):
    """One line a stretch that was cut short or skipped at home, with the reasons told."""
    times: Counter = Counter()
    due: Counter = Counter()
    reasons: dict = {}
    for session in sessions:
        if session.place != session.Place.HOME:
            continue
        for stretch in session.stretches:
            name = stretch.prescription.variation.words.name
            due[name] += 1
            if state_of(stretch, session) in (State.PART, State.SKIPPED):
                times[name] += 1
                if stretch.log and stretch.log.reason:
                    why = stretch.log.get_reason_display().lower()
                    reasons.setdefault(name, Counter())[why] += 1
    for name, count in times.most_common():
        why = ", ".join(f"{word} {n}" for word, n in reasons.get(name, Counter()).most_common())
        line = _("%(name)s: cut short or skipped %(count)s of %(of)s times") % {
            "name": name,
            "count": count,
            "of": due[name],
        }
        yield f"{line} ({why})." if why else f"{line}."


def places(lowest):
    if lowest:
        way = ", ".join(place.label.lower() for _date, place, _lower in lowest)
        yield _("Lowest place felt, session by session: %(places)s.") % {"places": way}


def flag_words(flags, patient):
    if not flags:
        yield _("Safety flags: none.")
    for flag in reversed(flags):
        told = {"day": day(patient.local_day(flag.at)), "what": str(flag.words).lower()}
        line = _("Safety flag, %(day)s: %(what)s.") % told
        if flag.is_taken_back:
            line += " " + _("Taken back by the patient.")
        if flag.is_closed:
            closed = _("Closed %(day)s by %(who)s: %(outcome)s. %(finding)s") % {
                "day": day(patient.local_day(flag.closed_at)),
                "who": flag.closed_by,
                "outcome": flag.get_outcome_display().lower(),
                "finding": flag.finding,
            }
            line = f"{line} {closed} {flag.asked_words}".rstrip()
        elif flag.asks:
            line += " " + _("Still open.")
        yield line


def change_words(changes):
    for version, differences in changes:
        said = {"day": day(version.effective_on), "number": version.number}
        line = _("Program changed %(day)s, version %(number)s") % said
        parts = [one_change(difference) for difference in differences]
        yield f"{line}: {'; '.join(parts)}." if parts else f"{line}."


def one_change(difference):
    name = difference.name
    if difference.state == "added":
        return _("%(name)s added") % {"name": name}
    if difference.state == "removed":
        return _("%(name)s removed") % {"name": name}
    facts = ", ".join(
        f"{f.label.lower()} {f.was or '–'} → {f.now or '–'}" for f in difference.facts
    )
    return f"{name}, {facts}"


def sent_lately(record):
    """The versions sent in these days, the oldest first, but the very first one."""
    first = first_day(record.patient.local_today)
    lately = [v for v in record.sent if v.sent_at and record.patient.local_day(v.sent_at) >= first]
    return lately[::-1]
