"""A clinic's logo, for the head of its pages and of its handouts: our own PNG, by hash.

On white, since dark pages and gray paper show it as well; PNG, since typst embeds it as it is.
"""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from people.models import Clinic

from .pictures import pixels_of

BOX = (640, 240)
SMALLEST = 16


def draw_logo(upload):
    """PNG bytes of the logo in an uploaded file. Raises ValidationError as `pixels_of` does."""
    pixels = pixels_of(upload)
    if min(pixels.size) < SMALLEST:
        raise ValidationError(_("This logo is too small. Send one of 16 pixels or more a side."))
    pixels.thumbnail(BOX)
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    out = io.BytesIO()
    white.save(out, "PNG", optimize=True)
    return out.getvalue()


def logo_path(sha256):
    return f"logos/{sha256}.png"


def keep_logo(content):
    """Store these bytes under their hash, once, and return the hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(logo_path(sha256)):
        default_storage.save(logo_path(sha256), ContentFile(content))
    return sha256


def forget_unused_logo(sha256):
    """Remove the file of this hash once no clinic shows it."""
    if sha256 and not Clinic.objects.filter(logo_sha256=sha256).exists():
        default_storage.delete(logo_path(sha256))
