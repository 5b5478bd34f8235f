"""What a patient told in sessions, act by act with its time: read before calling."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caseload.places import place_before
from exercises.words import attach_words
from logbook.models import FinishLog, Flag, LowestPlace, Message, Session, StretchLog

from .flags import WORDS


@dataclass(frozen=True)
class Told:
    """`what` it is about, a name or a moment; `words` our sentences; `quote` the patient's own.
    `stops`: it led to the stop signs. `until_now`: it was corrected or taken back since."""

    at: datetime
    what: str
    words: str
    quote: str = ""
    stops: bool = False
    until_now: bool = True


def told_in(sessions, flags, places, patient, language):
    """The acts of these sessions that told anything, the oldest first. Four queries.

    `flags` are all of the patient's (flags_of), `places` all places told (places_told).
    """
    of_these = {session.pk for session in sessions}
    flags = [flag for flag in flags if flag.session_id in of_these]
    stops = {flag.key for flag in flags if flag.stops}
    logs = StretchLog.objects.filter(session__in=of_these, patient=patient)
    logs = list(logs.select_related("prescription__variation__exercise"))
    attach_words([log.prescription.variation for log in logs], patient.clinic, language)
    finishes = FinishLog.objects.filter(session__in=of_these, patient=patient)
    notes = Message.objects.filter(patient=patient, session__in=of_these, by=None)
    acts = [
        *(before_session(session, flags, patient) for session in sessions),
        *(of_stretch(log, places, stops, patient) for log in logs),
        *(pressed(flag) for flag in flags if flag.reason == Flag.Reason.SHARP_PAIN),
        *(after_session(log, stops, patient) for log in finishes),
        *(Told(note.sent_at, _("Wrote"), "", note.body) for note in notes),
        *taken_back(flags),
    ]
    return sorted((act for act in acts if act.words or act.quote), key=lambda act: act.at)


def before_session(session, flags, patient):
    here = [flag for flag in flags if flag.key == session.key]
    yes = session.new_or_worse_before or any(f.reason == Flag.Reason.NEW_OR_WORSE for f in here)
    parts = [_("Something is new or worse.") if yes else ""]
    if session.since_last == Session.Since.WORSE:
        parts.append(_("Worse since the last session."))
    parts.append(pain_words(session.pain_before, patient))
    words = " ".join(filter(None, parts))
    return Told(
        session.started_at, _("Before the session"), words, stops=any(f.stops for f in here)
    )


def of_stretch(log, places, stops, patient):
    parts = [pain_words(log.pain, patient)]
    if log.lowest_place_felt:
        parts.append(place_words(log, places))
    if log.reason:
        why = log.get_reason_display().lower()
        parts.append(_("Stopped early. Why: %(why)s.") % {"why": why})
    name = log.prescription.variation.words.name
    words = " ".join(filter(None, parts))
    return Told(log.logged_at, name, words, stops=log.key in stops, until_now=log.current)


def place_words(log, places):
    place = LowestPlace(log.lowest_place_felt).label.lower()
    before = place_before(places, log.pk, log.prescription.variation_id)
    if not before or before[1] == log.lowest_place_felt:
        return _("Lowest place felt: %(place)s.") % {"place": place}
    return _("Lowest place felt: %(place)s, was %(before)s on %(day)s.") % {
        "place": place,
        "before": before[1].label.lower(),
        "day": date_format(before[0], "M j"),
    }


def pressed(flag):
    name = flag.prescription.variation.words.name if flag.prescription else ""
    return Told(flag.at, name, _("Pressed “This hurts”: sharp, new or worse pain."), stops=True)


def after_session(log, stops, patient):
    parts = [_("Something is new or worse.") if log.new_or_worse else ""]
    parts.append(pain_words(log.pain_after, patient))
    words = " ".join(filter(None, parts))
    what, held = _("After the session"), log.current
    return Told(log.logged_at, what, words, log.note, log.key in stops, until_now=held)


def taken_back(flags):
    """One line an act that was taken back, whatever number of flags it had raised."""
    back = {flag.key: flag for flag in flags if flag.is_taken_back}
    return [
        Told(flag.withdrawn_at, _("Taken back"), f"{WORDS[flag.reason]}.") for flag in back.values()
    ]


def pain_words(pain, patient):
    if pain is None:
        return ""
    if pain < patient.pain_limit_now:
        return _("Pain %(pain)s.") % {"pain": pain}
    return _("Pain %(pain)s, the limit is %(limit)s.") % {
        "pain": pain,
        "limit": patient.pain_limit_now,
    }
