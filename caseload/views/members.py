"""One colleague, for the clinic's admin: role, credentials, leaving."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from caseload.staff import attach_work
from people.audience import audience
from people.cover_forms import MemberForm, was
from people.models import HandOver, Membership
from people.reauthentication import freshly_signed_in

from .worklist import today_at

KEEP_ONE = gettext_lazy(
    "A clinic needs an admin who can sign in. Make somebody else an admin first."
)

NOT_ONESELF = gettext_lazy("You cannot let yourself open patients. Another admin has to do it.")


def find_member(request, code):
    """Somebody who works at the clinic of who asks."""
    members = request.membership.clinic.memberships.open().select_related("user", "clinic")
    return get_object_or_404(members, code=code)


def find_self_or_any(request, code):
    """Oneself, as far as one treats patients; for an admin anyone who does."""
    member = find_member(request, code)
    mine = member.pk == request.membership.pk
    if not (mine or request.membership.is_admin) or not member.treats:
        raise Http404
    return member


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def member_role(request, code):
    """What somebody is here, and what rests on them."""
    member = find_member(request, code)
    form = MemberForm(request.POST if request.method == "POST" else None, member=member)
    status = 200 if request.method != "POST" else 422
    differences = None
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            differences, status = form.differences(), 409
        elif change(form, member, request.membership):
            messages.success(request, _("Saved."))
            return redirect("clinic_staff" if member.pk != request.membership.pk else "home")
    today = today_at(member.clinic)
    member = attach_work([find_member(request, code)], today)[0]
    context = {"form": form, "today": today, "differences": differences, "member": member}
    context["was"] = was(member)
    context["offers"] = HandOver.objects.filter(giver=member).offered().for_list()
    return render(request, "caseload/member_role.html", context, status=status)


def change(form, member, by):
    """Save it, or say beside the field why not."""
    role, credentials = form.cleaned_data["role"], form.cleaned_data["credentials"]
    try:
        member.change(role, credentials, by)
    except Membership.LastAdmin:
        form.add_error("role", KEEP_ONE)
    except Membership.Oneself:
        form.add_error("credentials" if credentials else "role", NOT_ONESELF)
    except Membership.HasPatients as left:
        said = ngettext(
            "%(name)s still has %(count)s patient. Hand over first, or keep the credentials.",
            "%(name)s still has %(count)s patients. Hand over first, or keep the credentials.",
            left.args[0],
        )
        form.add_error("credentials", said % {"count": left.args[0], "name": member.user})
    else:
        return True
    return False


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_signed_in("POST")
def member_end(request, code):
    """Somebody stops working here: said first, done on the second page."""
    member = find_member(request, code)
    context = {"member": member, "left": member.patients_left(), "problem": None}
    context["invitations"] = member.sent_invitations.unused().count()
    if request.method != "POST":
        return render(request, "caseload/member_end.html", context)
    try:
        member.end()
    except Membership.LastAdmin:
        context["problem"] = KEEP_ONE
    except Membership.HasPatients as error:
        context["left"] = error.args[0]
        context["problem"] = _("Nothing was changed. Hand the patients over first.")
    else:
        messages.success(request, _("%(name)s works here no more.") % {"name": member.user})
        return redirect("home" if member.pk == request.membership.pk else "clinic_staff")
    return render(request, "caseload/member_end.html", context, status=422)
