"""Where somebody is signed in: a row a browser, for the person to look at. It opens nothing."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .clinics import User

# No sign-in lasts longer (people/session_limits.py); what a closed browser left is shown no more.
SHOWN_FOR = timedelta(hours=24)
BROWSERS = {  # the first that a browser names itself by; each of them also says "Safari"
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


class SignIn(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    # What its session is checked against: another password, or signing out everywhere, ends it.
    auth_hash = models.CharField(max_length=100)
    device = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    @classmethod
    def begin(cls, request, user):
        """Note this browser down, and forget the person's old ones. Returns the row."""
        now = timezone.now()
        cls.objects.filter(user=user, seen_at__lte=now - SHOWN_FOR).delete()
        return cls.objects.create(
            user=user,
            auth_hash=user.get_session_auth_hash(),
            device=device_words(request),
            began_at=now,
            seen_at=now,
        )

    @classmethod
    def shown_to(cls, user):
        """Where this person is signed in, the newest act first."""
        mine = cls.objects.filter(user=user, auth_hash=user.get_session_auth_hash())
        return mine.filter(seen_at__gt=timezone.now() - SHOWN_FOR).order_by("-seen_at", "-pk")


def device_words(request):
    """As "Firefox on Windows", from what the browser says of itself."""
    said = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS.items() if mark in said), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in said), None)
    if system is None:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
