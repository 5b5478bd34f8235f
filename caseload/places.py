"""Where a patient felt it lowest, session by session: pain that moves down the leg asks for a
therapist, pain that moves up does not (source: clinical.md, "How the body answers")."""

from logbook.models import LowestPlace, StretchLog
from logbook.models.logs import moved_down

LAST_SESSIONS = 4


def places_told(patient):
    """Every place a patient told that still holds, the oldest first. One query."""
    told = StretchLog.objects.filter(patient=patient, current=True).exclude(lowest_place_felt="")
    return list(
        told.order_by("logged_at", "id").values_list(
            "pk",
            "session",
            "session__local_date",
            "prescription__variation",
            "lowest_place_felt",
            named=True,
        )
    )


def lowest_by_session(told, most=LAST_SESSIONS):
    """[(date, LowestPlace, whether it is lower than the session before)] of the last sessions that
    answered."""
    lowest: dict = {}
    for row in told:
        _date, before = lowest.get(row.session, (None, ""))
        place = row.lowest_place_felt
        if not before or moved_down(before, place):
            lowest[row.session] = row.session__local_date, place
    series = list(lowest.values())
    places = [
        (date, LowestPlace(place), number > 0 and moved_down(series[number - 1][1], place))
        for number, (date, place) in enumerate(series)
    ]
    return places[-most:]


def place_before(told, log_pk, variation_pk):
    """(date, LowestPlace) told last before this StretchLog about the same way; None without."""
    before = None
    for row in told:
        if row.pk == log_pk:
            break
        if row.prescription__variation == variation_pk:
            before = row.session__local_date, LowestPlace(row.lowest_place_felt)
    return before
