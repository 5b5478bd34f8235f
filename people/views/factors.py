"""How I sign in, where I am signed in, and the second factor that staff make before all else."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.audience import audience
from people.leaving import leaves_nothing
from people.models import SignIn
from people.second_factor import factors, lacks_one


@audience("signed-in", before_notice=True)
@require_safe
def mfa_index(request):
    """allauth goes back here, under this name, after a factor was added or removed."""
    mine = list(factors(request.user))
    spare = Authenticator.objects.filter(user=request.user, type="recovery_codes").first()
    context = {
        "app": next((one for one in mine if one.type == "totp"), None),
        "passkeys": [one for one in mine if one.type == "webauthn"],
        "spare_left": len(spare.wrap().get_unused_codes()) if spare else 0,
        "has_factor": bool(mine),
        "takes_second_step": bool(request.membership) or request.user.is_superuser,
        "sign_ins": SignIn.shown_to(request.user),
        "this_one": request.session.get("sign_in"),
    }
    return render(request, "people/mfa_index.html", context)


@audience("signed-in", before_second_factor=True)
@require_safe
def second_factor(request):
    """Staff choose one before anything else; whoever has or needs none is past this."""
    if not lacks_one(request):
        return redirect("home")
    return render(request, "people/second_factor.html")


@audience("signed-in", before_notice=True)
@require_POST
@leaves_nothing
def sign_out_everywhere(request):
    """Every browser, this one too: whoever lost a phone signs in anew where they are."""
    request.user.sign_out_everywhere()
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")
