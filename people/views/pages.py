"""The first page, help, who I am, and whether the database answers."""

from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.audience import audience
from people.forms import LookForm
from people.models import Acknowledgement, StopSignList


@audience("public", before_notice=True, device=True)
@require_safe
def home(request):
    """To the page of whoever asks."""
    if request.patient:
        return redirect("today")
    if request.membership and request.membership.treats:
        return redirect("caseload")
    if request.membership:
        return redirect("clinic_staff")
    if request.user.is_superuser:
        return redirect("admin:index")
    return redirect("me" if request.user.is_authenticated else "stretch_list")


@audience("public", before_notice=True, before_second_factor=True, device=True)
@require_safe
def help(request):
    signs = StopSignList.signs_in(get_language())
    return render(request, "people/help.html", {"clinic": request.clinic, "signs": signs})


@audience("signed-in", before_notice=True)
@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    """Who I am. A patient also chooses who shows the stretches."""
    patient = request.patient
    form = LookForm(request.POST or None, instance=patient) if patient else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            patient.save(update_fields=["look"])
            messages.success(request, _("Saved."))
            return redirect("me")
        patient.refresh_from_db()
    read = Acknowledgement.objects.filter(patient=patient).select_related("notice")
    context = {
        "clinic": request.clinic,
        "acknowledged": read.order_by("-notice__number").first() if patient else None,
        "form": form,
    }
    return render(request, "people/me.html", context, status=422 if form and form.errors else 200)


@audience("public", before_notice=True)
@require_safe
@never_cache
def healthz(request):
    """200 while the database answers, else 503. Says nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("down", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
