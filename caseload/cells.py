"""What the cells of a worklist row read like. Made here and not in the template, since one page has
hundreds of them, and a template takes ten times as long over each."""

from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.monitoring import days_left
from caseload.words import near

NOTHING = mark_safe('<span class="nil">–</span>')
SPARK = (
    '<svg class="spark" viewBox="0 0 52 30" width="52" height="30" aria-hidden="true">'
    '<polyline points="{0}"/><circle cx="{1}" cy="{2}" r="3"/></svg>'
)


# Stands in an address for the code of each patient: to find an address fifty times takes its time.
ANYBODY = UUID(int=0)


def lines(rows, worklist, with_therapist):
    """What caseload/caseload_rows.html shows of these rows. `with_therapist`: who treats them, too;
    of a patient who came with a flag, in any case."""
    desk, address = worklist.desk, reverse("patient_detail", args=[ANYBODY])
    sprite = static("icons/icons.svg")
    return [
        {
            "code": row.code,
            "url": address.replace(str(ANYBODY), str(row.code)),
            "name": row.name,
            "who": who(row),
            "therapist": treated_by(row, desk) if with_therapist or row.has_come else "",
            "why": row.why if row.why.words else None,
            "tone": row.why.tone if row.why.needs_you else "",
            "icon": icon(row.why.icon, sprite),
            "owner": row.owner,
            "strip": row.strip,
            "days": days_of(row.adherence),
            "sets": sets_of(row.adherence),
            "pain": pain_now(row),
            "last": last_done(row),
            "data_days": data_days(row) if desk.clinic.monitoring else "",
            "visit": next_visit(row),
        }
        for row in rows
    ]


def icon(name, sprite):
    """As in includes/icon.html."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name
    )


def who(row):
    """Age and complaint, as far as they are known."""
    return ", ".join(str(fact) for fact in (row.age(), row.complaint) if fact)


def treated_by(row, desk):
    """The patient's first therapist, and who covers today."""
    member = next((desk.members[pk] for pk in row.therapist_ids if pk in desk.members), None)
    if member is None:
        return _("No therapist")
    there = desk.stands_in_for(member)
    if there == member:
        return member.user.name
    return _("%(name)s, covered by %(cover)s") % {
        "name": member.user.name,
        "cover": there.user.name,
    }


def days_of(adherence):
    """Frequency: days with a session of days prescribed."""
    if not (adherence.days_prescribed or adherence.days_done):
        return NOTHING
    return of(adherence.days_done, adherence.days_prescribed)


def sets_of(adherence):
    """Dose: sets done of sets prescribed."""
    if not adherence.sets_prescribed:
        return NOTHING
    return of(adherence.sets_done, adherence.sets_prescribed)


def of(done, total):
    return mark_safe(_("<b>%(done)d</b> of %(total)d") % {"done": done, "total": total})


def pain_now(row):
    """The newest answer, the line of those before, and where it began."""
    pain = row.pain
    if pain.now is None:
        return NOTHING
    line = SPARK.format(*row.sparkline) if row.sparkline else ""
    was = ""
    if pain.before is not None:
        was = f"<small>{escape(_('was %(before)s') % {'before': pain.before})}</small>"
    worse = " worse" if row.why.tone == "stop" else ""
    return mark_safe(f'<span class="cellx{worse}">{line}<b class="pv">{pain.now}</b>{was}</span>')


def last_done(row):
    """When the last session was, and how it went."""
    last = row.last_session
    if not last:
        return NOTHING
    if last.is_open and last.is_at_hand:
        how = _("under way")
    elif not last.is_finished:
        how = _("not finished")
    else:
        how = _("together") if last.logged_by_id else _("%(min)s min") % {"min": last.minutes}
        if last.cut:
            how = _("%(how)s, cut short") % {"how": how}
    return two_lines(near(last.local_date, row.local_today), how)


def data_days(row):
    """Days with data in the monitoring period: a count and what is left, no goal (clinical.md)."""
    if not row.period:
        return NOTHING
    left = days_left(row.period, row.local_today)
    return two_lines(
        row.data_days,
        ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left},
    )


def next_visit(row):
    if not row.next_visit_on:
        return _("Not booked")
    return date_format(row.next_visit_on, "M j")


def two_lines(first, second):
    return mark_safe(f"{escape(first)}<small>{escape(second)}</small>")
