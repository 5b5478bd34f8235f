"""A visitor who already has a public page is told so instead of being sent it again."""

from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

from .models.words import sha256_of

# What pages are made of beside the database: templates, and texts that stand in the code. Every
# process of one release finds the same number, so each answers for the others.
MADE_OF = [*Path(settings.BASE_DIR).glob("templates/**/*"), *Path(__file__).parent.glob("**/*.py")]
RELEASE = max(path.stat().st_mtime_ns for path in MADE_OF)


def render_unless_unchanged(request, template, context, content):
    """The page, or 304 for an anonymous visitor whose copy was made from the same `content`.

    `content` is anything JSON can carry that decides what the page says. For people signed in,
    and while a message waits to be shown, the page is always made anew and never kept.
    """
    if request.user.is_authenticated or len(get_messages(request)):
        return render(request, template, context)
    release = [RELEASE, getattr(staticfiles_storage, "manifest_hash", ""), get_language()]
    etag = quote_etag(sha256_of([release, template, content]))
    response = get_conditional_response(request, etag=etag) or render(request, template, context)
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True, private=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response
