"""How each button of the builder answers: it posts the whole page, so nothing typed is lost."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from people.models import Patient
from programs.builder import Builder
from programs.conflict import both_pages, typed_on_top
from programs.models import Refused, StaleEdit
from programs.posted import PostedBuilder

NOTHING_TO_SAVE = gettext_lazy("Nothing to save.")


def find(request, code):
    return get_object_or_404(Patient.objects.visible_to(request.membership), code=code)


def write(builder):
    """Who writes, and which revision of the draft they saw."""
    return {"revision": builder.revision, "by": builder.membership}


def as_code(text):
    try:
        return uuid.UUID(text)
    except (TypeError, ValueError, AttributeError):
        raise Http404 from None


def edit(
    request, code, act=None, *, opens=False, sending=False, whole=False, without=None,
    saves=True, to="program", **forms
):  # fmt: skip
    """Save what was typed, then act, then keep how the draft stood before, in one transaction.
    Whatever is refused leaves no trace: 422 with each error beside its field, 409 with both pages
    where somebody else was faster.

    `opens`: the act may begin a program; `sending`: everything must be ready to be followed;
    `whole`: the act is about every row, so none may have changed unseen; `without`: the row that
    is about to go; `saves=False`: what was typed goes too.
    """
    patient = find(request, code)
    asked = {"sending": sending, "without": without}
    try:
        with transaction.atomic():
            builder = PostedBuilder.to_change(request, patient, opens, **asked)
            said = take(builder, act, saves, whole or sending)
    except Refused as problem:
        builder = PostedBuilder(request, patient, **asked).refused(problem)
        vars(builder).update(forms)
        return show(request, builder, status=422)
    except StaleEdit:
        return show_both(request, patient)
    if to == "program" and request.htmx:
        builder = Builder(request, patient)
        builder.said, builder.focus = said, without is not None
        return show(request, builder)
    if act or said != NOTHING_TO_SAVE or to == "program":
        messages.success(request, said)
    address = reverse(to, args=[patient.code])
    searched = {"q": builder.query, "region": builder.region}
    if to == "program" and any(searched.values()):
        address += "?" + urlencode({name: text for name, text in searched.items() if text})
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def take(builder, act, saves, whole):
    """The act itself; returns what to say. StaleEdit for a patient discharged meanwhile."""
    if builder.is_discharged:
        raise StaleEdit
    builder.stood = builder.draft and builder.draft.snapshot()
    saved = builder.save(whole=whole) if saves else False
    if act is None:
        said = _("Saved.") if saved else NOTHING_TO_SAVE
    elif builder.draft is None:
        raise Refused(_("Add a stretch first."))
    else:
        said = act(builder)
    draft = builder.draft
    if (saved or act) and draft and draft.pk and builder.stood:
        draft.remember(builder.stood, builder.membership)
    return said


def show_both(request, patient):
    """409: the reader's page and what is saved now, with the typed text kept in its fields."""
    builder = PostedBuilder(request, patient)
    both = both_pages(builder)
    builder = PostedBuilder(request, patient, typed_on_top(builder))
    builder.both = both
    return show(request, builder, status=409)


def show(request, builder, status=200):
    part = "_program.html" if request.htmx else "program.html"
    return render(request, f"programs/{part}", {"builder": builder}, status=status)
