"""The cookie of a phone that a handout's code opened: a token, and nothing else."""

from django.conf import settings

from people.models import Device
from people.models.access_codes import DEVICE_LASTS

# Only where it was set, only over HTTPS, for this whole site: what __Host- promises to browsers.
COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def device_of(request):
    """The Device whose phone asks, or None. One query, and none without the cookie."""
    token = request.COOKIES.get(COOKIE)
    return Device.of(token) if token else None


def remember(response, token):
    response.set_cookie(
        COOKIE,
        token,
        max_age=DEVICE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(request, response):
    """Sign this phone out, if a handout's code had signed it in."""
    if token := request.COOKIES.get(COOKIE):
        Device.sign_out(token)
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
