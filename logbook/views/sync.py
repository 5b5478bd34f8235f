"""The guided session's two answers in JSON: what to do, and what became of what was done."""

import json

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from logbook.plan import Plan
from logbook.sync import MOST_ITEMS, Batch
from people.audience import audience


@audience("patient", device=True)
@require_safe
def session_plan(request):
    return JsonResponse(Plan(request.patient).as_json())


@audience("patient", device=True)
@require_POST
def session_sync(request):
    """Each act is answered for itself. 400 for what is no batch, 409 for somebody else's."""
    try:
        sent = json.loads(request.body)
        owner, items = sent["owner"], sent["items"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return HttpResponse(status=400)
    if not isinstance(items, list):
        return HttpResponse(status=400)
    if owner != str(request.patient.code):
        return HttpResponse(status=409)
    if len(items) > MOST_ITEMS:
        return HttpResponse(status=413)
    batch = Batch(request.patient, items, sent.get("sent_at"))
    return JsonResponse({"answers": batch.answers()})
