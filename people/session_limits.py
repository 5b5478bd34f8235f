"""How long a sign-in lasts. What it needs to know stands in the session, as seconds since 1970:

signed_in_at   when somebody signed in
seen_at        when they last did something
proved_at      when they last proved who they are: at the sign-in, or when asked again
"""

import time


def begin(request, **signal):
    """A sign-in begins. Django tells of every one, whichever way it came about."""
    now = int(time.time())
    request.session.update({"signed_in_at": now, "seen_at": now, "proved_at": now})
