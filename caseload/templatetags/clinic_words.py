from django import template
from django.db.models import Count

from caseload import staff
from caseload.words import near_within
from people.models import HandOver

register = template.Library()
register.filter("moment", staff.moment)
register.filter("moment_within", staff.moment_within)
register.filter("near_within", near_within)


@register.inclusion_tag("caseload/offers_banner.html")
def offers_banner(membership):
    """How many patients colleagues offer to this member, with the way there. One query."""
    offers = HandOver.objects.filter(taker=membership).offered().order_by()
    return offers.aggregate(count=Count("patients", distinct=True))
