"""Who sees to whose patients while somebody is away."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.audience import audience
from people.cover_forms import CoverForm
from people.models import Cover

from .members import find_self_or_any
from .worklist import today_at


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def cover_add(request, code):
    """One's own, or for an admin anyone's. The page's own key makes a double post one."""
    away = find_self_or_any(request, code)
    key = request.POST.get("key") or str(uuid.uuid4())
    cover = Cover(clinic=away.clinic, away=away, code=uuid.uuid5(away.code, key))
    typed = request.POST if request.method == "POST" else None
    form = CoverForm(typed, instance=cover, today=today_at(away.clinic))
    if request.method == "POST" and form.is_valid():
        try:
            cover.add()
        except Cover.Overlaps as error:
            form.overlapping(error.args[0])
        else:
            messages.success(request, _("Saved. It ends by itself after the last day."))
            return back(request)
    context = {"form": form, "away": away, "key": key}
    status = 422 if request.method == "POST" else 200
    return render(request, "caseload/cover_add.html", context, status=status)


@audience("staff")
@require_POST
def cover_end(request, code):
    """End it now; for who is away, or an admin."""
    me = request.membership
    covers = Cover.objects.filter(clinic=me.clinic).select_related("away__user")
    cover = get_object_or_404(covers if me.is_admin else covers.filter(away=me), code=code)
    cover.end()
    said = _("The cover ended. The patients are with %(name)s.")
    messages.success(request, said % {"name": cover.away.user})
    return back(request)


def back(request):
    return redirect("clinic_staff" if request.membership.is_admin else "hand_over")
