"""Two records of one person: finding them, seeing both, making them one."""

import uuid
from collections import defaultdict
from contextlib import suppress
from itertools import pairwise

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from caseload import merging
from caseload.merge_forms import MergeForm
from people.audience import audience
from people.models import BreakGlass, Patient, lent_to
from people.searching import name_in

MOST_FOUND = 20
MOST_PAIRS = 50
THERAPIST_NEEDED = gettext_lazy(
    "One of them can sign in or was invited, and the other has a record of care. "
    "A therapist has to merge these two."
)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_merge(request):
    """Find the two records: those alike by name and year or by e-mail, or any two by name. It is
    posted, so that no name stands in an address; nothing is changed."""
    desk = at_desk(request.membership)
    chosen = list(desk.filter(code__in=codes_in(request)).order_by("name", "pk"))
    if "look" in request.POST and len(chosen) == 2:
        return redirect("merge_records", chosen[0].code, chosen[1].code)
    query = name_in(request.POST)
    found = desk.named(query).exclude(pk__in=[patient.pk for patient in chosen])
    words = {
        "pairs": pairs_alike(desk)[:MOST_PAIRS],
        "chosen": chosen,
        "query": query,
        "found": found.order_by("name", "pk")[:MOST_FOUND] if query else [],
        "problem": "look" in request.POST,
    }
    return render(request, "caseload/patient_merge.html", words)


@audience("staff")
@require_http_methods(["GET", "HEAD", "POST"])
def merge_records(request, code, other_code):
    """Both records side by side and what will move; then, once it is said so, make them one."""
    first, second = find_both(request, code, other_code)
    if gone := first.merged_into_id or second.merged_into_id:
        return made_one(request, Patient.objects.get(pk=gone))  # the button pressed twice
    form = MergeForm(request.POST if request.method == "POST" else None, first=first, second=second)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            stays, goes = form.stays_and_goes
            seen = form.cleaned_data["seen"]
            try:
                by = request.membership
                merging.merge(stays, goes, seen=seen, by=by, sign_in=form.sign_in, **form.words)
                messages.success(request, _("Two records are one now."))
                return made_one(request, stays)
            except merging.Changed:
                status = 409
            except merging.TherapistNeeded:
                form.add_error(None, THERAPIST_NEEDED)
    return render(
        request, "caseload/merge_records.html", both_in_words(form, status), status=status
    )


def at_desk(membership):
    """Not those open for an hour or lent: made one with an own record, they would be one's own for
    good."""
    for_an_hour = BreakGlass.objects.of_a_stranger(membership)
    desk = Patient.objects.at_desk_of(membership).exclude(pk__in=for_an_hour.values("patient"))
    return desk.exclude(pk__in=lent_to(membership).values("pk"))


def codes_in(request):
    """The records that were ticked; what is no code names nobody."""
    codes = []
    for text in request.POST.getlist("record")[:10]:
        with suppress(ValueError):
            codes.append(uuid.UUID(text))
    return codes


def find_both(request, code, other_code):
    """The two records in the order of the address, also when they were made one already."""
    desk = at_desk(request.membership)
    ours = Patient.objects.filter(Q(pk__in=desk) | Q(merged_into__in=desk))
    found = {patient.code: patient for patient in ours.filter(code__in=[code, other_code])}
    if len(found) < 2:
        raise Http404
    first, second = found[code], found[other_code]
    if {first.merged_into_id, second.merged_into_id} - {None, first.pk, second.pk}:
        raise Http404
    return first, second


def made_one(request, patient):
    if request.membership.treats:
        return redirect("patient_detail", patient.code)
    return redirect("patient_merge")


def pairs_alike(patients):
    """Pairs with the same name and year, or the same e-mail. One query."""
    alike: dict[tuple, list] = defaultdict(list)
    for patient in patients.order_by("name", "pk").only(
        "code", "name", "birth_year", "email", "clinic"
    ):
        if patient.birth_year:
            alike["name", patient.name.casefold(), patient.birth_year].append(patient)
        if patient.email:
            alike["email", patient.email.casefold()].append(patient)
    pairs: dict[tuple, dict] = {}
    for (kind, *_words), group in alike.items():
        for first, second in pairwise(group):
            pair = pairs.setdefault((first.pk, second.pk), {"first": first, "second": second})
            pair[kind] = True
    return list(pairs.values())


def both_in_words(form, status):
    first, second = form.first, form.second
    rows = zip(merging.COUNTED, merging.counts(first), merging.counts(second), strict=True)
    return {
        "form": form,
        "first": first,
        "second": second,
        "counts": [
            {"label": label, "first": one, "second": two, "both": one + two}
            for (label, _model), one, two in rows
        ],
        "mark": merging.mark(first, second),
        "changed": status == 409,
    }
