"""The logos of clinics, by the hash of their bytes."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from exercises.logos import logo_path
from people.audience import audience
from people.models import Clinic

from .pictures import SHARED_CACHING


@audience("public", before_notice=True, device=True)
@require_safe
def clinic_logo(request, sha256):
    """A logo is a clinic's public face: for anybody who has its hash. It never changes under it."""
    used = Clinic.objects.filter(logo_sha256=sha256).exists()
    if not used or not default_storage.exists(logo_path(sha256)):
        raise Http404
    with default_storage.open(logo_path(sha256)) as file:
        response = HttpResponse(file.read(), content_type="image/png")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = SHARED_CACHING
    return response
