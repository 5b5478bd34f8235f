"""What people read when a request could not be answered, beyond Django's own 403, 404 and 500."""

import errno
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# The database is away, full or locked; on SQLite also read-only, which PostgreSQL tells by a code.
DATABASE_AWAY = (OperationalError, InterfaceError)
READ_ONLY = "25006"
DISK_AWAY = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
TRY_AGAIN = {"Retry-After": "60"}  # seconds


def bad_request(request, exception):
    """413 for more than we take, else 400. Django takes a session that could not be written for one
    that is gone, and calls that a bad request: it is 503."""
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("413.html"), status=413)
    if is_away(exception):
        return not_ready(request)
    return defaults.bad_request(request, exception)


def server_error(request):
    """503 while database or disk are away: what was typed may be sent again. Else 500."""
    if is_away(sys.exc_info()[1]):
        return not_ready(request)
    return defaults.server_error(request)


def is_away(error):
    """Whether this error, or one that it came of, says so of the database or the disk."""
    while error:
        if isinstance(error, DATABASE_AWAY):
            return True
        if getattr(error, "sqlstate", "") == READ_ONLY or getattr(error, "errno", 0) in DISK_AWAY:
            return True
        error = error.__context__
    return False


def not_ready(request):
    """Nothing was saved; a phone keeps what it has and sends it again."""
    if request.content_type == "application/json":
        return JsonResponse({"error": "not ready"}, status=503, headers=TRY_AGAIN)
    return HttpResponse(render_to_string("503.html"), status=503, headers=TRY_AGAIN)
