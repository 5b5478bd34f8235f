"""Why a patient stands where they stand: one named rule a reason, none of them ever stored.

A rule takes a row of the worklist (`CaseloadPatient`) and returns its Reason, or None. It reads the
clinic's numbers from `row.rules`; where a number is 0 the rule is off. `at` is the moment of the
newest thing it counted: a review up to that moment or later has seen it.
"""

from .doing import cut_short, ready_to_progress
from .pain import pain_at_limit, pain_up, worse_in_a_row
from .program import no_program, paused, review_due
from .reasons import NOTHING, SETTLED_ELSEWHERE, Level, Reason
from .silence import never_started, quiet
from .told import flagged, wrote

RULES = (
    flagged,
    pain_at_limit,
    pain_up,
    worse_in_a_row,
    wrote,
    never_started,
    quiet,
    no_program,
    review_due,
    cut_short,
    ready_to_progress,
    paused,
)

__all__ = ["NOTHING", "RULES", "Level", "Reason", "held", "reasons_of"]


def held(row):
    """(rule, Reason) of each rule that holds and that no review has cleared. Nobody waits for a
    discharged patient's logs."""
    if row.discharged_at:
        return
    for rule in RULES:
        reason = rule(row)
        if reason and not is_seen(reason, row.seen_until):
            yield rule, reason


def reasons_of(row):
    """All the reasons that hold, the worst first."""
    return tuple(sorted((reason for _rule, reason in held(row)), key=by_level))


def by_level(reason):
    return reason.level


def is_seen(reason, seen_until):
    """Whether a review cleared it. A flag is closed with an outcome, a note is read."""
    if seen_until is None or reason.level in SETTLED_ELSEWHERE:
        return False
    return reason.at <= seen_until
