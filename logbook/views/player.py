"""The guided session: its shell, and what makes it work without a network."""

import hashlib
import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from logbook.models.logs import Reason
from logbook.shell import words_of_library
from people.audience import audience
from people.models import StopSignList

# What a phone keeps beside the shell, so that a session starts without a network.
KEPT = (
    "css/patient.css",
    "favicon.svg",
    "vendor/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "icons/icons.svg",
    "scripts/figure.js",
    "scripts/offline.js",
    "scripts/player.js",
)


@audience("patient", device=True, audited=False)
@require_safe
@ensure_csrf_cookie  # the page holds no token: its script reads the cookie when it sends
def session_player(request):
    """The screens of a session, with nothing in them about whose session it is."""
    clinic = request.patient.clinic
    language = request.patient.language
    context = {
        "clinic": clinic,
        "words": words_of_library(clinic, language),
        "reasons": Reason.choices,
        "signs": StopSignList.signs_in(language),
    }
    return render(request, "logbook/session_player.html", context)


@audience("public", before_notice=True)
@require_safe
@cache_control(no_cache=True)
def service_worker(request):
    """The worker's script, after the addresses of the files of this release."""
    code = (settings.BASE_DIR / "static/scripts/worker.js").read_text()
    files = [*map(static, KEPT), reverse("words")]
    version = hashlib.sha256("".join([*files, code]).encode()).hexdigest()[:12]
    kept = json.dumps({"version": version, "shell": reverse("session_player"), "files": files})
    return HttpResponse(
        f"self.KEPT = {kept};\n{code}", content_type="text/javascript; charset=utf-8"
    )


@audience("public", before_notice=True)
@require_safe
@cache_control(max_age=600)
def words(request):
    """The words that scripts say, in the reader's language."""
    return JavaScriptCatalog.as_view()(request)


@audience("public", before_notice=True)
@require_safe
@cache_control(max_age=600)
def manifest(request):
    """What a phone needs to put Homestretch on its home screen."""
    icons = [("any", 192), ("any", 512), ("maskable", 512)]
    return JsonResponse(
        {
            "id": reverse("today"),
            "name": _("Homestretch home exercises"),
            "short_name": "Homestretch",
            "start_url": reverse("today"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#F0F4F4",
            "theme_color": "#0A5468",
            "icons": [
                {
                    "src": static(f"icons/{'mask' if purpose == 'maskable' else 'app'}-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for purpose, size in icons
            ],
        },
        content_type="application/manifest+json",
    )
