"""The medical notice: for everybody to read, for a patient to acknowledge."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from people.addresses import own_address
from people.audience import audience, notice_to_read, sign_in_first
from people.models import Notice


@audience("public", before_notice=True, before_second_factor=True, device=True)
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request):
    if request.method == "POST":
        return acknowledge(request)
    return answer(request)


def acknowledge(request):
    """Write down that this patient read the version on the page, once; then go on."""
    if not (request.user.is_authenticated or request.device):
        return sign_in_first(request)
    if not request.patient:
        raise Http404
    asked = notice_to_read(request.patient)
    if asked:
        if request.POST.get("version") != str(asked.number):
            return answer(request, changed=True, status=409)
        if request.POST.get("understood") != "yes":
            return answer(request, unticked=True, status=422)
        text = asked.text_in(get_language())
        user = request.user if request.user.is_authenticated else None
        asked.acknowledge(request.patient, user, text.language)
    return redirect(own_address(request, request.POST.get("next")) or "/")


def answer(request, status=200, **words):
    current = Notice.objects.current()
    words |= {
        "notice": current,
        "text": current and current.text_in(get_language()),
        "clinic": request.clinic,
        "asks": bool(request.patient and notice_to_read(request.patient)),
        "next": own_address(request, request.POST.get("next") or request.GET.get("next")) or "/",
    }
    return render(request, "people/notice.html", words, status=status)
