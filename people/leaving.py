"""Signing out leaves nothing of this site in the browser: no stored data, no cached pages."""

from functools import wraps

from people.devices import COOKIE


def leaves_nothing(view):
    """For pages that sign somebody out by a post. What a script found of somebody else that is not
    sent yet (static/js/sign-out.js, static/js/offline/leave.js) stays with the rest of the storage.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        known = request.user.is_authenticated or COOKIE in request.COOKIES
        response = view(request, *args, **kwargs)
        if request.method == "POST" and known:
            others_wait = "others_wait" in request.POST
            response["Clear-Site-Data"] = '"cache"' if others_wait else '"cache", "storage"'
        return response

    return answer
