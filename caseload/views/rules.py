from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseload.models import WorklistRules
from caseload.owners import Desk
from caseload.rules_effect import Effect
from caseload.rules_form import RulesForm
from people.audience import audience

from .worklist import today_at


@audience("clinic-admin")
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_rules(request):
    """The numbers of the worklist's rules, and what others would change today, before any is saved.

    An admin who treats nobody reads counts; names only those who may open the patients.
    """
    clinic, preview = request.clinic, "preview" in request.POST
    rules = WorklistRules.of(clinic)
    form = RulesForm(request.POST or None, instance=rules, clinic=clinic)
    words = {"form": form, "status": 200}
    if form.is_bound and not form.is_valid():
        words["status"] = 422
    elif form.is_bound and not preview:
        numbers = form.cleaned_data
        if rules.store(numbers["revision"], numbers["pain_limit"]):
            messages.success(request, _("Saved."))
            return redirect("clinic_rules")
        words |= {"status": 409, "differences": form.differences(), "stored": rules_now(clinic)}
    return show(request, form, words)


def rules_now(clinic):
    return WorklistRules.of(clinic).revision


def show(request, form, words):
    """The page, or for htmx what the numbers change; nothing while they are not in order."""
    today = today_at(request.clinic)
    desk = Desk(request.clinic, today)
    if words["status"] != 422:
        limit = form.cleaned_data["pain_limit"] if form.is_bound else request.clinic.pain_limit
        words["effect"] = Effect(desk, today, form.instance if form.is_bound else desk.rules, limit)
    template = "caseload/_rules_effect.html" if request.htmx else "caseload/clinic_rules.html"
    return render(request, template, words, status=words["status"])
