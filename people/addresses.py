"""Where a form may send people on to: only ever a page of ours."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request, address):
    """This address if it is a page of ours, written from the root; else ""."""
    ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if ours and address.startswith("/") else ""
