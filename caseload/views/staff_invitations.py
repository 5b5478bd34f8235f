"""Inviting colleagues: one, many at once after a look at what will happen, again, or not at all."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.audience import audience
from people.models import Invitation
from people.outbox import say_if_stuck
from people.reauthentication import freshly_signed_in
from people.staff_forms import StaffInviteForm, StaffManyForm


def site_of(request):
    return request.build_absolute_uri("/").rstrip("/")


def typed(request):
    return request.POST if request.method == "POST" else None


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def staff_invite(request):
    me = request.membership
    form = StaffInviteForm(typed(request), clinic=me.clinic)
    if request.method == "POST" and form.is_valid():
        invite(request, form.cleaned_data)
        say_if_stuck(request)
        return redirect("clinic_staff")
    return render(
        request,
        "caseload/staff_invite.html",
        {"form": form},
        status=422 if request.method == "POST" else 200,
    )


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def staff_invite_many(request):
    """Paste, look at what will happen with each line, send just that."""
    form = StaffManyForm(typed(request), clinic=request.membership.clinic)
    context = {"form": form}
    if request.method != "POST":
        return render(request, "caseload/staff_invite_many.html", context)
    if not form.is_valid():
        return render(request, "caseload/staff_invite_many.html", context, status=422)
    context |= {"lines": form.lines, "sends": sum(line.sends for line in form.lines)}
    if "send" not in request.POST:
        return render(request, "caseload/staff_invite_many.html", context)
    if request.POST.get("seen") != form.fingerprint:
        context["changed"] = True
        return render(request, "caseload/staff_invite_many.html", context, status=409)
    for line in form.lines:
        if line.sends:
            invite(request, line.form.cleaned_data)
    say_if_stuck(request)
    return redirect("clinic_staff")


@audience("clinic-admin")
@require_POST
def staff_invite_again(request):
    """A new link to a colleague who was invited; the link before ends."""
    sent = waiting(request)
    words = {"email": sent.email, "role": sent.role}
    invite(request, words | {"name": sent.name, "credentials": sent.credentials})
    say_if_stuck(request)
    return redirect("clinic_staff")


@audience("clinic-admin")
@require_POST
def staff_invite_withdraw(request):
    sent = waiting(request)
    Invitation.objects.filter(pk=sent.pk, used_at=None).withdraw()
    said = _("The invitation to %(email)s is taken back. Its link opens nothing.")
    messages.success(request, said % {"email": sent.email})
    return redirect("clinic_staff")


def waiting(request):
    """The open invitation of our clinic to the e-mail posted. Not in the address: it names one."""
    open_ones = Invitation.objects.waiting(request.membership.clinic)
    return get_object_or_404(open_ones, email=request.POST.get("email", "").replace("\0", ""))


def invite(request, words):
    """Mail one invitation and say what happened."""
    me = request.membership
    try:
        Invitation.to_member(me.clinic, me, site_of(request), **words)
    except ValueError:
        messages.error(request, _("%(email)s works here already.") % words)
    else:
        said = _("Invitation sent to %(email)s. The link works once, for 3 days.")
        messages.success(request, said % words)
