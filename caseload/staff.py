"""The staff page in numbers: what rests on each member of a clinic."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from caseload.words import near, near_within
from logbook.models import Flag
from people.models import Cover, Episode, PatientTherapist

# An answered offer of patients stays on its page this long.
SHOWN_AFTER = timedelta(days=30)


def attach_work(members, today):
    """Each of these members with patients in care, discharged ones, open flags and covers.

    Three queries for any number of members. Of the flags only how many: a clinic admin without
    credentials reads nothing of what a patient told.
    """
    found = {member.pk: member for member in members}
    for member in members:
        member.in_care = member.discharged = member.open_flags = 0
        member.covers_to_come = []
    for pk, discharged, count in patients_of(found):
        setattr(found[pk], "discharged" if discharged else "in_care", count)
    for pk, count in open_flags_of(found):
        found[pk].open_flags = count
    for cover in Cover.objects.not_over(today).filter(away__in=found):
        cover.holds = cover.from_date <= today
        found[cover.away_id].covers_to_come.append(cover)
    return members


def patients_of(members):
    """(member, whether discharged, how many)."""
    episodes = Episode.objects.filter(patient=OuterRef("patient"))
    over = Exists(episodes) & ~Exists(episodes.filter(discharged_at=None))
    links = PatientTherapist.objects.filter(membership__in=members, patient__merged_into=None)
    counted = links.order_by().annotate(over=over).values("membership", "over")
    return counted.annotate(count=Count("pk")).values_list("membership", "over", "count")


def open_flags_of(members):
    """(member, how many reports of their patients nobody has closed); one act counts once."""
    path = "patient__therapist_links__membership"
    asking = Flag.objects.asking(timezone.now()).order_by()
    theirs = asking.filter(**{f"{path}__in": list(members), "patient__merged_into": None})
    return (
        theirs.values(path).annotate(count=Count("key", distinct=True)).values_list(path, "count")
    )


def moment(at, today, near=near):
    """Today with the hour, Yesterday, "Nov 20", as the clinic's clock has it."""
    local = timezone.localtime(at)
    day = near(local.date(), today)
    if local.date() != today:
        return day
    return _("%(day)s, %(time)s") % {"day": day, "time": date_format(local, "g:i A")}


def moment_within(at, today):
    """The same inside a sentence."""
    return moment(at, today, near_within)
