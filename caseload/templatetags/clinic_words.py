from django import template

from caseload import staff

register = template.Library()
register.filter("moment", staff.moment)
