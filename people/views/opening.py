"""The code on a handout, with the year of birth, opens the stretches on this phone."""

import time
from functools import wraps

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people.audience import audience
from people.devices import forget, remember
from people.forms import CodeForm
from people.leaving import leaves_nothing
from people.models import AccessCode
from people.sign_in import may_try_a_code

from .invitations import address_kept_secret

# A no takes this long, whatever was wrong: nobody learns from the clock which codes exist.
NO_TAKES_SECONDS = 0.3


def secret(view):
    """Neither the address nor what was typed is told to another page, a cache or a log."""

    @wraps(view)
    @address_kept_secret
    @never_cache
    @sensitive_post_parameters("handout_code", "birth_year")
    def answer(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    return answer


@audience("public", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
@secret
def go(request):
    """Type the code and the year."""
    return answer(request, CodeForm(request.POST or None))


@audience("public", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
@secret
def go_code(request, handout_code):
    """Scanned: only the year is missing. Opening it changes nothing, and says nothing of a code."""
    return answer(request, CodeForm(request.POST or None, handout_code=handout_code))


def answer(request, form):
    if request.method != "POST":
        return show(request, form)
    begun = time.perf_counter()
    if not may_try_a_code(request):
        return show(request, form, status=429, too_many=True)
    if not form.is_valid():
        return show(request, form, status=422)
    if token := AccessCode.open(form.cleaned_data["handout_code"], form.cleaned_data["birth_year"]):
        logout(request)  # whoever was signed in here: the phone is now this patient's
        return remember(redirect("today"), token)
    page = show(request, form, status=422, wrong=True)
    time.sleep(max(0, begun + NO_TAKES_SECONDS - time.perf_counter()))
    return page


def show(request, form, status=200, **words):
    template = "people/go_code.html" if form.scanned else "people/go.html"
    return render(request, template, words | {"form": form}, status=status)


@audience("public", before_notice=True)
@require_POST
@leaves_nothing
def device_sign_out(request):
    """Not you? This phone forgets whose stretches it showed."""
    return forget(request, redirect("go"))
