"""Dates as staff read them."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def near(date, today):
    """Today, Yesterday, "Nov 16"; with the year when it is another one."""
    days = (today - date).days
    if days in (0, 1):
        return _("Yesterday") if days else _("Today")
    return date_format(date, "M j" if date.year == today.year else "M j, Y")
