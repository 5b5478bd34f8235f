import zoneinfo

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseload.forms import CaseloadFilter
from caseload.models import CaseloadPatient
from people.audience import audience
from people.models import Membership

ROWS_A_PAGE = 50


@audience("therapist")
@require_safe
def caseload(request):
    """Own patients, those of one colleague, or everyone's; worst first."""
    me = request.membership
    members = list(Membership.objects.treating(me.clinic))
    shown = CaseloadFilter(request.GET, me=me, members=members)
    if not shown.is_valid():
        raise Http404
    today = today_at(me.clinic)
    rows = shown.apply_to(CaseloadPatient.objects.visible_to(me)).for_worklist(today)
    context = {
        "filter": shown,
        "today": today,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "need_you": sum(row.why.needs_you for row in rows),
    }
    template = "caseload/_caseload_table.html" if request.htmx else "caseload/caseload.html"
    return render(request, template, context)


def today_at(clinic):
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(clinic.zone))
