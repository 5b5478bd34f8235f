"""Before something that cannot be taken back, somebody signed in proves once more who they are.

    @audience("patient")
    @require_http_methods(["GET", "POST"])
    @freshly_signed_in("POST")
    def my_export(request): ...

A sign-in, or a proof, of the last five minutes is enough. Else a page that asks is the answer, at
the same address: whatever was posted stands hidden in its form and is posted again with the proof,
so nothing typed is lost. (A file is: browsers put none into a form.)
"""

import time
from functools import wraps

from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django_htmx.http import HttpResponseClientRefresh

from people import mailed_code
from people.audience import sign_in_first
from people.proof_form import PREFIX, ProofForm
from people.session_limits import prove

FRESH_FOR = 5 * 60  # seconds
# What the form of the page that asks adds to what it carries.
ASKED, CARRIES, MAIL = f"{PREFIX}-asked", f"{PREFIX}-carries", f"{PREFIX}-mail"


def freshly_signed_in(*methods):
    """By these methods the view opens for who proved just now who they are; others are asked."""

    def declare(view):
        @wraps(view)
        @sensitive_post_parameters()
        def answer(request, *args, **kwargs):
            proof = request.method == "POST" and ASKED in request.POST
            if not request.user.is_authenticated:
                return sign_in_first(request)
            asks = (proof or request.method in methods) and not is_fresh(request)
            if asks and (page := ask(request)):
                return page
            if proof and CARRIES not in request.POST:
                return redirect(request.get_full_path())
            return view(request, *args, **kwargs)

        return answer

    return declare


def is_fresh(request):
    return time.time() - request.session.get("proved_at", 0) < FRESH_FOR


def ask(request):
    """The page that asks, until the answer that comes back is right: then None."""
    if request.htmx:
        return HttpResponseClientRefresh()
    form, status = ProofForm(request=request), 200
    if MAIL in request.POST:
        mailed_code.send(request)
        form = ProofForm(request=request)
    elif ASKED in request.POST:
        form, status = ProofForm(request.POST, request=request), 422
        if form.is_valid():
            prove(request)
            request.session.cycle_key()  # who knew the old one does not get what opens now
            return None
    carrying = request.method == "POST" and (ASKED not in request.POST or CARRIES in request.POST)
    words = {"form": form, "carried": list(carried(request)) if carrying else None}
    if "credential" in form.fields:
        words["options"] = form.passkey_options()
    return render(request, "people/reauthentication.html", words, status=status)


def carried(request):
    """What was posted, but for the proof itself and the token: (name, value), in order."""
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-"):
            yield from ((name, value) for value in values)
