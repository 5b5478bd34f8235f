"""The staff of a clinic, for its admins: who is here, as what, and what rests on them."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseload.overdue import overdue_flags
from caseload.staff import attach_work
from people.audience import audience
from people.models import HandOver, Invitation

from .worklist import today_at


@audience("clinic-admin")
@require_safe
def clinic_staff(request):
    clinic = request.membership.clinic
    today = today_at(clinic)
    members = clinic.memberships.open().select_related("user").order_by("user__name", "pk")
    context = {
        "today": today,
        "overdue": overdue_flags(clinic, timezone.now()),
        "members": attach_work(list(members), today),
        "invited": list(Invitation.objects.waiting(clinic)),
        "offers": HandOver.objects.filter(clinic=clinic).offered().for_list(),
    }
    return render(request, "caseload/clinic_staff.html", context)
