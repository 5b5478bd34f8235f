"""The one sentence about what stands out in a patient's sessions of the last weeks at home.

Rules in order; the first that holds speaks. Each names what it was counted from. About 2 points of
pain matter; fewer or more by where they begin: 1 at 1 to 4, 2 at 5 to 7, 3 above (source:
clinical.md, "Measures", doi 10.1055/a-1304-3677). Three times and three sessions are ours and wait
for a clinician.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .stretch_days import State, state_of

TIMES = 3
PAIN_CHANGE = 2
FEWEST_SESSIONS = 3
LAST_SESSIONS = 8


@dataclass(frozen=True)
class Insight:
    """`detail` may be ""."""

    words: str
    detail: str = ""


def insight_of(sessions, days):
    """An Insight from home sessions of the last `days` days, oldest first, with `attach_logs`."""
    home = [s for s in sessions if s.place == s.Place.HOME]
    rules = (pain_up_a_lot, cut_often, pain_up, pain_down, all_done)
    for rule in rules:
        if said := rule(home[-LAST_SESSIONS:]):
            return said
    if not home:
        return Insight(_("No session at home in the last %(days)s days.") % {"days": days})
    return Insight(_("Nothing stands out in the last %(days)s days.") % {"days": days})


def important_change(start):
    """The change in pain, in points, that matters to people who start here."""
    return 1 if start <= 4 else 2 if start <= 7 else 3


def pain_change(sessions):
    """(first, last, how many answers) of pain before, over at least three answers that differ by
    enough to matter; None otherwise. Pain at 0 can only rise: from there one point matters too."""
    pains = [s.pain_before for s in sessions if s.pain_before is not None]
    if len(pains) < FEWEST_SESSIONS or abs(pains[-1] - pains[0]) < important_change(pains[0]):
        return None
    return pains[0], pains[-1], len(pains)


def pain_up_a_lot(sessions):
    """By so much that it matters wherever it began; a point from low down waits its turn."""
    change = pain_change(sessions)
    return pain_up(sessions) if change and change[1] - change[0] >= PAIN_CHANGE else None


def pain_up(sessions):
    change = pain_change(sessions)
    if not change or change[1] < change[0]:
        return None
    words = _("Pain before a session went up from %(first)s to %(last)s.")
    return Insight(words % {"first": change[0], "last": change[1]}, over(change[2]))


def pain_down(sessions):
    change = pain_change(sessions)
    if not change or change[1] > change[0]:
        return None
    words = _("Pain before a session went down from %(first)s to %(last)s.")
    return Insight(words % {"first": change[0], "last": change[1]}, over(change[2]))


def over(count):
    return _("Over the last %(count)s sessions with an answer.") % {"count": count}


def cut_often(sessions):
    """One stretch, the one cut short or skipped most often, and why if most answers agree."""
    times: Counter = Counter()
    names: dict = {}
    why: dict = {}
    for session in sessions:
        cut = {}
        for stretch in session.stretches:
            if state_of(stretch, session) in (State.PART, State.SKIPPED):
                cut[stretch.prescription.exercise.pk] = stretch
        for pk, stretch in cut.items():
            times[pk] += 1
            names[pk] = stretch.prescription.variation.words.name
            if stretch.log and stretch.log.reason:
                why.setdefault(pk, Counter())[stretch.log.get_reason_display()] += 1
    if not times:
        return None
    pk, count = times.most_common(1)[0]
    if count < TIMES:
        return None
    words = ngettext(
        "%(stretch)s was cut short or skipped in %(count)s of the last %(all)s session.",
        "%(stretch)s was cut short or skipped in %(count)s of the last %(all)s sessions.",
        len(sessions),
    )
    said = {"stretch": names[pk], "count": count, "all": len(sessions)}
    return Insight(words % said, reason_words(why.get(pk, Counter())))


def reason_words(reasons):
    if not reasons:
        return ""
    reason, count = reasons.most_common(1)[0]
    if count * 2 <= reasons.total():
        return ""
    return _("Reason: %(reason)s.") % {"reason": reason.lower()}


def all_done(sessions):
    if len(sessions) < FEWEST_SESSIONS:
        return None
    for session in sessions:
        states = [state_of(stretch, session) for stretch in session.stretches]
        if not states or set(states) != {State.ALL}:
            return None
    words = _("Every set was done in each of the last %(count)s sessions.")
    return Insight(words % {"count": len(sessions)})
