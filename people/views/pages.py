"""The first page, help, who I am, and whether the database answers."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.audience import audience
from people.models import Acknowledgement, StopSignList


@audience("public", before_notice=True)
@require_safe
def home(request):
    """To the page of whoever asks."""
    if request.patient:
        return redirect("today")
    if request.membership and request.membership.treats:
        return redirect("caseload")
    if request.membership or request.user.is_superuser:
        return redirect("admin:index")
    return redirect("me" if request.user.is_authenticated else "stretch_list")


@audience("public", before_notice=True)
@require_safe
def help(request):
    signs = StopSignList.signs_in(get_language())
    return render(request, "people/help.html", {"clinic": request.clinic, "signs": signs})


@audience("signed-in", before_notice=True)
@require_safe
def me(request):
    read = Acknowledgement.objects.filter(patient=request.patient).select_related("notice")
    return render(
        request,
        "people/me.html",
        {
            "clinic": request.clinic,
            "acknowledged": read.order_by("-notice__number").first() if request.patient else None,
        },
    )


@audience("public", before_notice=True)
@require_safe
@never_cache
def healthz(request):
    """200 while the database answers, else 503. Says nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("down", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
