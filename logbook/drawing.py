"""The pictures of a patient's progress as numbers for SVG; the words and tables stand beside them.

Drawn for a phone: 350 wide, so that 18 px type stays readable at 320 px.
"""

WIDTH = 350

# Pain: 0 to 10 upwards from 160 to 12, sessions across from 38 to 338 by their date.
LEFT, RIGHT, BOTTOM, PER_POINT = 38, 338, 160, 14.8
# A date needs this much room beside the next one.
DATE_WIDTH = 82


def height(pain):
    return round(BOTTOM - PER_POINT * pain, 1)


def pain_picture(sessions):
    """Pain before (filled, joined by a line) and after (hollow, on a stem) of these sessions, the
    oldest first; each has at least one of the two."""
    first = sessions[0].local_date
    span = max((sessions[-1].local_date - first).days, 1)
    places = [
        (round(LEFT + (RIGHT - LEFT) * (s.local_date - first).days / span, 1), s) for s in sessions
    ]
    before = [(x, height(s.pain_before)) for x, s in places if s.pain_before is not None]
    after = [(x, height(s.pain_after)) for x, s in places if s.pain_after is not None]
    stems = [
        (x, height(s.pain_before), height(s.pain_after))
        for x, s in places
        if None not in (s.pain_before, s.pain_after) and s.pain_before != s.pain_after
    ]
    return {
        "grid": [(pain, height(pain), height(pain) + 6) for pain in (0, 5, 10)],
        "line": " ".join(f"{x},{y}" for x, y in before),
        "before": before,
        "after": after,
        "stems": stems,
        "dates": dates_below([(x, s.local_date) for x, s in places]),
    }


def dates_below(places):
    """(x, date, anchor) of the first and the last, and of those between that have room."""
    (first_x, first), (last_x, last) = places[0], places[-1]
    shown, edge = [(first_x, first, "start")], first_x + DATE_WIDTH * 0.75
    for x, date in places[1:-1]:
        if edge <= x - DATE_WIDTH / 2 and x + DATE_WIDTH / 2 <= last_x - DATE_WIDTH * 0.75:
            shown.append((x, date, "middle"))
            edge = x + DATE_WIDTH / 2
    if last != first:
        shown.append((last_x, last, "end"))
    return shown


# Minutes: bars 44 wide that stand on 132, at most 100 high.
BAR, FLOOR, TALLEST = 44, 132, 100


def minutes_picture(weeks):
    """A bar a week from (first day, sessions, minutes); the last one is the week now."""
    most = max(minutes for _day, _sessions, minutes in weeks) or 1
    room = WIDTH / len(weeks)
    bars = []
    for number, (day, _sessions, minutes) in enumerate(weeks):
        tall = round(TALLEST * minutes / most, 1)
        middle = round(room * (number + 0.5), 1)
        bars.append(
            {
                "day": day,
                "minutes": minutes,
                "left": round(middle - BAR / 2, 1),
                "middle": middle,
                "top": round(FLOOR - tall, 1),
                "tall": tall,
                "above": round(FLOOR - tall - 8, 1),
                "is_now": number == len(weeks) - 1,
            }
        )
    return bars
