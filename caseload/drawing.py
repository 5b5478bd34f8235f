"""Small pictures as SVG, in numbers only: each has its words in the text beside it."""

from datetime import date as day

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import mark_safe

from .adherence import WINDOW, Mark

# Day by day across a strip of 116 × 22.
STEP = 8.3
SHAPES = {
    Mark.DONE: '<rect class="d" x="{left:.1f}" y="1" width="5.3" height="21" rx="1.5"/>',
    Mark.MISSED: '<rect class="m" x="{inset:.1f}" y="16" width="4.1" height="5" rx="1.5"/>',
    Mark.REST: '<circle class="r" cx="{middle:.1f}" cy="19.5" r="1.25"/>',
}
# Drawn once, since a worklist shows some thousand of them.
DRAWN = {
    (mark, place): shape.format(
        left=1.5 + STEP * place, inset=2.1 + STEP * place, middle=4.15 + STEP * place
    )
    for mark, shape in SHAPES.items()
    for place in range(WINDOW)
}


def strip(marks):
    """The shapes of the last 14 days: bars for done, hollow for not, dots for rest."""
    return mark_safe("".join(DRAWN[mark, place] for place, mark in enumerate(marks)))


# A sparkline of 52 × 30 always spans 6 points, so that slopes compare from row to row.
SPAN = 6
POINT = 22 / SPAN


def sparkline(series):
    """(points of the line, x and y of its last point) for two values or more, else None."""
    if len(series) < 2:
        return None
    middle = (min(series) + max(series)) / 2
    point = min(POINT, 22 / max(max(series) - min(series), 1))
    across = 44 / (len(series) - 1)
    places = [
        (round(4 + across * number, 1), round(15 - (value - middle) * point, 1))
        for number, value in enumerate(series)
    ]
    return " ".join(f"{x},{y}" for x, y in places), *places[-1]


# The pain chart: 860 × 118, 0 to 10 upwards from 88 to 12.
LEFT, RIGHT, BOTTOM, PER_POINT = 24, 850, 88, 7.6
MOST_DATES = 6


def pain_chart(sessions):
    """Where pain before (filled) and after (hollow) stand, a session an x; None without answers."""
    sessions = [s for s in sessions if s.pain_before is not None or s.pain_after is not None]
    if not sessions:
        return None
    first, last = sessions[0].local_date, sessions[-1].local_date
    per_day = (RIGHT - LEFT - 10) / max((last - first).days, 1)

    def place(session, pain):
        return round(LEFT + per_day * (session.local_date - first).days, 1), height(pain)

    before = [place(s, s.pain_before) for s in sessions if s.pain_before is not None]
    after = [place(s, s.pain_after) for s in sessions if s.pain_after is not None]
    stems = [
        (*place(s, s.pain_before), height(s.pain_after))
        for s in sessions
        if None not in (s.pain_before, s.pain_after) and s.pain_before != s.pain_after
    ]
    return {
        "grid": [(pain, height(pain), height(pain) + 4) for pain in (0, 5, 10)],
        "line": " ".join(f"{x},{y}" for x, y in before),
        "before": before,
        "after": after,
        "stems": stems,
        "dates": dates_below(first, last, per_day),
    }


def printed_chart(chart):
    """The pain chart as an SVG file of its own, for paper: colors of static/css/tokens.css."""
    parts = []
    for pain, y, label in chart["grid"]:
        parts.append(f'<path stroke="#D3DEE0" stroke-width="1.2" d="M24 {y}H850"/>')
        parts.append(f'<text x="16" y="{label}" text-anchor="end">{pain}</text>')
    for x, date, anchor in chart["dates"]:
        words = escape(date_format(date, "M j"))
        parts.append(f'<text x="{x}" y="112" text-anchor="{anchor}">{words}</text>')
    for x, top, bottom in chart["stems"]:
        parts.append(f'<path stroke="#4F93A6" stroke-width="1.2" d="M{x} {top}V{bottom}"/>')
    line = '<polyline fill="none" stroke="#0A5468" stroke-width="2.2" points="{}"/>'
    parts.append(line.format(chart["line"]))
    hollow = 'fill="#FFFFFF" stroke="#0A5468" stroke-width="2.2"'
    parts += [f'<circle cx="{x}" cy="{y}" r="4" {hollow}/>' for x, y in chart["after"]]
    parts += [f'<circle cx="{x}" cy="{y}" r="5" fill="#0A5468"/>' for x, y in chart["before"]]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 118" fill="#3A5058" '
        'font-family="Atkinson Hyperlegible Next" font-size="12">' + "".join(parts) + "</svg>"
    )


def height(pain):
    return round(BOTTOM - PER_POINT * pain, 1)


def dates_below(first: day, last: day, per_day):
    """(x, date, anchor) for a few dates, whole weeks apart."""
    span = (last - first).days
    weeks = 1 + span // (7 * MOST_DATES)
    days = range(0, span + 1, 7 * weeks)
    return [
        (
            round(LEFT + per_day * after, 1),
            day.fromordinal(first.toordinal() + after),
            "middle" if after else "start",
        )
        for after in days
    ]
