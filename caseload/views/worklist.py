import zoneinfo

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from caseload.cells import lines
from caseload.forms import CaseloadFilter
from caseload.models import CaseloadPatient
from caseload.owners import Desk
from caseload.worklist import Worklist
from people.audience import audience

ROWS_A_PAGE = 50


@audience("therapist")
@require_http_methods(["GET", "HEAD", "POST"])
def caseload(request):
    """Own patients, those of one colleague, or everyone's; worst first. A name to find one by is
    posted, so that it stands in no address; nothing is changed.

    The page asks for its table again each minute. That asks for nothing of the session but to read
    it, and sets no cookie: looking at a screen is no sign of anybody being there.
    """
    me, now = request.membership, timezone.now()
    today = today_at(me.clinic)
    desk = Desk(me.clinic, today)
    asked = request.GET.dict() | {"q": ""} | request.POST.dict()
    shown = CaseloadFilter(asked, me=me, members=desk.treating)
    if not shown.is_valid():
        raise Http404
    patients = CaseloadPatient.objects.visible_to(me)
    rows = shown.apply_to(patients, today).for_worklist(today, desk.clinic, desk.rules)
    mine_of = me if shown.is_mine else None
    worklist = Worklist(rows, shown.cleaned_data, desk, today, now, mine_of)
    page = Paginator(worklist.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = shown.cleaned_data["q"]
    context = {
        "filter": shown,
        "worklist": worklist,
        "chips": [(value, name, n, shown.query(show=value)) for value, name, n in worklist.chips],
        "today": today,
        "now": now,
        "page": page,
        "groups": [
            (heading, many, lines(rows, worklist, with_therapist=not shown.is_mine))
            for heading, many, rows in worklist.groups(page.object_list)
        ],
        "query": shown.query(),
        "closest": query and not worklist.rows and patients.closest_name(query),
    }
    template = "caseload/_caseload_table.html" if request.htmx else "caseload/caseload.html"
    return render(request, template, context)


def today_at(clinic):
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(clinic.zone))
