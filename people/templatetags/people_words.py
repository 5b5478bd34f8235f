import json

from django import template
from django.conf import settings

from people.session_limits import seconds_left, who

register = template.Library()


@register.filter
def as_json(value):
    """For a data attribute; the template escapes it."""
    return json.dumps(value)


@register.simple_tag(takes_context=True)
def session_end(context):
    """What static/js/session-end.js needs to warn in time."""
    left, _in_all = seconds_left(context["request"])
    warning = settings.SIGN_OUT_WARNING_SECONDS
    return {"left": int(left), "warning": warning, "who": who(context["request"].user)}
