"""How long this sign-in still lasts: static/js/session-end.js asks, and warns before it is over."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.audience import audience
from people.session_limits import seconds_left, who


@audience("public", before_notice=True, before_second_factor=True)
@require_safe
@never_cache
def session_left(request):
    """Seconds, 0 for nobody. With the token of now: a sign-in in another tab has changed it."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0})
    left, in_all = seconds_left(request)
    answer = {"seconds": int(left), "can_stay": left < in_all, "who": who(request.user)}
    return JsonResponse(answer | {"token": get_token(request)})
