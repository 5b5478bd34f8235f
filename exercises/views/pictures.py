"""The pictures of stretches, by the hash of their bytes."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from exercises.models import Picture
from exercises.models.editing import own_or_shared
from exercises.pictures import named, path_of
from people.audience import audience

# A shared picture never changes under its hash. A clinic's own is kept by the browser of its people
# alone and for a day: it shows a stretch, no health data, so it may outlive the session that long.
SHARED_CACHING = "public, max-age=31536000, immutable"
CLINIC_CACHING = "private, max-age=86400, immutable"


@audience("public", device=True)
@require_safe
def picture(request, sha256):
    """A shared picture for anybody; a clinic's picture for its members and patients."""
    shown = Picture.objects.filter(named(sha256), own_or_shared(request.clinic))
    clinics = set(shown.values_list("clinic", flat=True))
    if not clinics or not default_storage.exists(path_of(sha256)):
        raise Http404
    with default_storage.open(path_of(sha256)) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = SHARED_CACHING if None in clinics else CLINIC_CACHING
    return response
