"""Accepting an invitation. Opening the link changes nothing; only Accept does."""

import zoneinfo
from functools import wraps

from allauth.account.utils import perform_login
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.audience import audience
from people.forms import InvitationForm
from people.models import Invitation
from people.wall import every_clinic


def address_kept_secret(view):
    """The address holds a token: no other page, not even our own, is told it.

    Not "no-referrer": browsers then send `Origin: null` with the form and the CSRF check refuses.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


@audience("public", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
@address_kept_secret
@never_cache
@sensitive_post_parameters("password")
@every_clinic()
def invitation(request, token):
    opened = Invitation.objects.usable(token).first()
    if opened is None:
        return gone(request)
    typed = request.POST if request.method == "POST" else None
    form = InvitationForm(typed, invitation=opened, request=request)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = form.save()
                return redirect("home") if form.is_oneself else perform_login(request, user)
            except Invitation.Gone:
                return gone(request)
            except IntegrityError:
                form.add_error(
                    None, _("This email has a place at this clinic already. Please call us.")
                )
    until = opened.expires_at.astimezone(zoneinfo.ZoneInfo(opened.clinic.zone))
    words = {
        "form": form,
        "invitation": opened,
        "clinic": opened.clinic,
        "until": date_format(until, "F j, g:i A"),
    }
    return render(request, "people/invitation.html", words, status=status)


def gone(request):
    """Used, ended, expired or never ours: the same page, which names nobody."""
    return render(request, "people/invitation_gone.html", status=404)
