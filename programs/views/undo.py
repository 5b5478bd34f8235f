"""Taking back: the last change of a draft, a whole draft, a version that has not started."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.audience import audience
from programs.models import ProgramVersion, Refused

from .editing import edit, find, write


@audience("therapist")
@require_POST
def program_undo(request, code):
    """What was typed and not yet saved is the last change; else the newest one that was saved."""

    def undo(builder):
        builder.refuse_other_step()
        builder.draft.remember(builder.stood, builder.membership)
        builder.draft.undo(**write(builder))
        builder.stood = None  # undoing is no change to undo
        return _("The last change is undone.")

    return edit(request, code, undo)


@audience("therapist")
@require_POST
def program_discard(request, code):
    def discard(builder):
        builder.refuse_unseen()
        builder.draft.discard(**write(builder))
        return _("The draft is thrown away.")

    return edit(request, code, discard, saves=False)


@audience("therapist")
@require_POST
def program_take_back(request, code, number):
    """A version that was sent and has not started becomes the draft again."""
    patient = find(request, code)
    version = ProgramVersion.objects.of_open_program(patient).sent().filter(number=number).first()
    if version is None:
        raise Http404
    try:
        version.take_back(by=request.membership)
        messages.success(request, _("Version %(n)s is a draft again.") % {"n": number})
    except Refused as problem:
        messages.error(request, problem.message)
    return redirect("program", patient.code)
