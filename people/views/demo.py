"""The mail of a demo: read here what would have been sent."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.audience import audience
from people.mailbox import newest


@audience("public", before_notice=True, before_second_factor=True)
@require_safe
def demo_mail(request):
    if settings.MODE not in {"demo", "test"}:
        raise Http404
    return render(request, "people/demo_mail.html", {"mails": newest()})
