import json

from django import template

register = template.Library()


@register.filter
def as_json(value):
    """For a data attribute; the template escapes it."""
    return json.dumps(value)
