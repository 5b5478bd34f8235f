"""What people read when a request could not be answered, beyond Django's own 403, 404 and 500."""

import sys
from smtplib import SMTPException
from socket import gaierror

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# The database, or the mail server somebody waits for, does not answer.
NOT_READY = (
    OperationalError,
    InterfaceError,
    SMTPException,
    ConnectionError,
    TimeoutError,
    gaierror,
)
TRY_AGAIN_AFTER = "60"  # seconds


def bad_request(request, exception):
    """413 for more than we take, else 400."""
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)


def server_error(request):
    """503 while database or mail do not answer: what was typed may be sent again. Else 500."""
    if isinstance(sys.exc_info()[1], NOT_READY):
        headers = {"Retry-After": TRY_AGAIN_AFTER}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return defaults.server_error(request)
