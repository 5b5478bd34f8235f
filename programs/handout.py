"""The handout: a program on two sides of paper, as the data its template lays out.

Words are the patient's language. What a row says is what the player says of it: the library's words
as they read today, the dose as it was sent.
"""

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.dosage import Kind
from exercises.words import attach_pictures
from people.models import Notice, StopSignList
from programs import weekdays
from programs.models import ProgramVersion
from programs.models.prescriptions import session_minutes
from programs.printed_pictures import attach_printed, clinic_as_json, drawn_code
from programs.shelf import Shelf

WEEKS = 6  # of boxes to tick; a program is looked at again before they are full


def version_to_print(patient):
    """The version the patient follows today, else the one to come; None before one is sent."""
    versions = ProgramVersion.objects
    return versions.in_effect(patient, patient.today()) or versions.first_to_begin(patient)


class Handout:
    """`address` is where the patient types the code, `link` where the square code leads. Without a
    code both it and the link are None."""

    def __init__(self, patient, version, code, *, address, link):
        self.patient, self.clinic, self.version = patient, patient.clinic, version
        self.code, self.address, self.link = code, address, link
        shelf = Shelf(self.clinic, patient.language)
        rows = shelf.put_on(list(version.prescriptions.order_by("position", "id")))
        self.rows = sorted(rows, key=lambda row: row.exercise.region.order)
        attach_pictures({row.exercise for row in self.rows}, self.clinic)
        attach_printed(self.rows)
        self.notice = Notice.objects.current()
        self.signs = StopSignList.signs_in(patient.language)

    def as_json(self, paper, large):
        therapist = self.patient.therapist
        return {
            "language": self.patient.language,
            "title": _("Stretches for %(name)s") % {"name": self.patient.name},
            "paper": paper,
            "large": large,
            "clinic": clinic_as_json(self.clinic),
            "name": self.patient.name,
            "from": self.from_whom(therapist),
            "when": self.when,
            "later": self.later,
            "qr": self.link and drawn_code(self.link),
            "code": self.code,
            "address": self.address,
            "regions": self.regions(therapist),
            "weeks": [_("Week %(number)s") % {"number": week} for week in range(1, WEEKS + 1)],
            "days": [WEEKDAYS_ABBR[day] for day in weekdays.to_days(self.all_days)],
            "emergency_signs": self.signs.emergency_signs if self.signs else [],
            "urgent_signs": self.signs.urgent_signs if self.signs else [],
            "notice": self.notice.text_in(self.patient.language).points if self.notice else [],
            "small_print": " ".join(self.small_print()),
            "words": self.words(therapist),
        }

    def from_whom(self, therapist):
        date = date_format(self.patient.today(), "F j, Y")
        if not therapist:
            return f". {date}"
        return _(", from %(therapist)s. %(date)s") % {"therapist": therapist, "date": date}

    @property
    def all_days(self):
        days = 0
        for row in self.rows:
            days |= row.weekdays
        return days

    @property
    def one_schedule(self):
        """Whether all rows have the same days and times a day: then the top says them once."""
        return len({(row.weekdays, row.times_a_day) for row in self.rows}) == 1

    @property
    def when(self):
        minutes = max(1, session_minutes(self.rows))
        about = ngettext("About %(n)s minute.", "About %(n)s minutes.", minutes) % {"n": minutes}
        return f"{schedule_text(self.rows[0])} {about}" if self.one_schedule else about

    @property
    def later(self):
        if self.version.effective_on <= self.patient.today():
            return ""
        date = date_format(self.version.effective_on, "F j, Y")
        return _("This plan starts on %(date)s.") % {"date": date}

    def regions(self, therapist):
        regions: dict = {}
        for number, row in enumerate(self.rows, start=1):
            regions.setdefault(row.exercise.region, []).append((number, row))
        return [
            {
                "order": region.order,
                "name": region.name,
                **keys_of({row.kind for _number, row in rows}),
                "rows": [self.row(number, row) for number, row in rows],
            }
            for region, rows in regions.items()
        ]

    def row(self, number, row):
        return {
            "number": number,
            "name": row.variation.words.name,
            "dosage": f"{row.dosage_text}. {tempo_sentence(row)}",
            "days": "" if self.one_schedule else schedule_text(row),
            "steps": row.variation.words.how_to,
            "cautions": row.variation.words.cautions,
            "note": row.note.strip(),
            "pictures": row.printed,
        }

    def small_print(self):
        facts = {
            "version": self.version.number,
            "date": date_format(self.version.effective_on, "F j, Y"),
        }
        yield _("Program version %(version)s, %(date)s.") % facts
        if self.notice:
            yield _("Notice version %(number)s.") % {"number": self.notice.number}
        if self.signs:
            number = {"number": self.signs.number}
            yield _("Stop signs version %(number)s, not yet reviewed by your clinic.") % number
        unsigned = {row.exercise: row for row in self.rows if not row.exercise.sign_off}
        if len(unsigned) == len({row.exercise for row in self.rows}):
            yield _("Stretches: not yet reviewed by your clinic.")
        elif unsigned:
            names = ", ".join(exercise.words.name for exercise in unsigned)
            yield _("Not yet reviewed by your clinic: %(names)s.") % {"names": names}
        yield _("Once you are discharged, no one reads new notes.")

    def words(self, therapist):
        number = self.clinic.emergency_number or "911"
        called = {"number": number, "phone": self.clinic.phone}
        note = {"name": therapist.user.first_name} if therapist else {}
        return {
            "title": _("Your stretches"),
            "scan": _("Scan to start on your phone. Or type this code:"),
            "no_code": _("There is no code on this page. Ask us if you want to use your phone."),
            "qr_alt": _("Square code that opens your stretches on a phone"),
            "note_from": _("%(name)s says:") % note if note else _("Note:"),
            "stop": _("Stop if you feel sharp, new or worse pain."),
            # The template puts the page in, once it knows it.
            "stop_more": _("All stop signs are on page %(page)s. Emergency: call %(number)s.")
            % (called | {"page": "PAGE"}),
            "ticks": _("Tick each day you do them"),
            "pain": _("Pain, 0 to 10:"),
            "emergency": _("Call %(number)s now for any of these") % called,
            "urgent": _("Call us today, %(phone)s") % called,
            "no_list": _(
                "No list is complete. Call us about any new or worse pain before your next "
                "session. If it gets worse or you are not sure, call %(number)s."
            )
            % called,
            "notice": _("Medical notice"),
            "same_code": _("Your code stays the same"),
            "go_to": _("Scan it, or go to"),
            "type_code": _("Type"),
            "and_year": _("and the year you were born. You will see your newest plan."),
        }


def schedule_text(row):
    """ "Once a day, Monday to Friday." """
    times = ngettext("Once a day", "%(n)s times a day", row.times_a_day) % {"n": row.times_a_day}
    return f"{times}, {days_in_full(row.weekdays)}."


def days_in_full(days):
    """ "every day", "Monday to Friday", "Monday, Wednesday, Friday"."""
    listed = weekdays.to_days(days)
    if days == weekdays.EVERY_DAY:
        return _("every day")
    if len(listed) >= 3 and listed[-1] - listed[0] == len(listed) - 1:
        ends = {"first": WEEKDAYS[listed[0]], "last": WEEKDAYS[listed[-1]]}
        return _("%(first)s to %(last)s") % ends
    return ", ".join(str(WEEKDAYS[day]) for day in listed)


def tempo_sentence(row):
    if row.kind == Kind.MOBILITY:
        tempo = {"on": row.seconds_on, "off": row.seconds_off}
        one = ngettext(
            "%(on)s second on, %(off)s off.", "%(on)s seconds on, %(off)s off.", tempo["on"]
        )
        return one % tempo
    rest = {"rest": row.rest_seconds}
    return _("Rest %(rest)s seconds.") % rest if row.rest_seconds else ""


def keys_of(kinds):
    """The cues of a region's kinds: filled is on, hollow is off."""
    keys, hints = [], []
    if Kind.MOBILITY in kinds:
        keys += [{"on": True, "words": _("Pressure on")}, {"on": False, "words": _("Pressure off")}]
        hints.append(_("Steady beat. Do not hold."))
    if Kind.MUSCLE in kinds:
        keys.append({"on": True, "words": _("Pressure on, hold")})
        hints.append(_("Keep still. Breathe."))
    # With both kinds in one region the hints would contradict each other; each row says its own.
    return {"keys": keys, "hint": hints[0] if len(hints) == 1 else ""}


def own_link(request, name, *args):
    """A page of ours in full, as a phone's camera needs it."""
    return request.build_absolute_uri(reverse(name, args=args))
