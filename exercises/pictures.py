"""Pictures people send: read with suspicion, kept only as our own re-encoding, served by hash.

Whatever arrives is decoded and drawn again as WebP without metadata. So no byte of the upload is
ever served: no place where it was taken, no script behind the last pixel, no second format inside.
"""

import hashlib
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from people.wall import every_clinic

from .models import Picture

MAX_BYTES = 10 * 1024 * 1024
# Pillow itself only warns at 89 million pixels; a bomb of a few kilobytes decodes to hundreds.
MAX_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
LONG_SIDE = 1600
THUMBNAIL_SIDE = 480


@dataclass
class Drawn:
    """A picture as we keep it: WebP bytes of the picture and of its thumbnail."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int

    def keep(self):
        """Store both files under the hashes of their bytes; the fields of a Picture."""
        return {
            "sha256": keep(self.full),
            "thumbnail_sha256": keep(self.thumbnail),
            "width": self.width,
            "height": self.height,
        }


def draw_again(upload):
    """The picture in an uploaded file, upright, at most 1600 pixels a side, without metadata.

    Raises ValidationError as `pixels_of` does.
    """
    clean = pixels_of(upload)
    clean.thumbnail((LONG_SIDE, LONG_SIDE))
    small = clean.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Drawn(encoded(clean), encoded(small), *clean.size)


def pixels_of(upload):
    """Nothing but the pixels of an uploaded file, upright, as a new image.

    Raises ValidationError, in words for the person who sent it, for anything that is not one still
    JPEG, PNG or WebP picture of at most 10 MB and 25 million pixels. The name is never looked at.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("This file is too big. Send a picture of up to 10 MB."))
    try:
        image = Image.open(upload, formats=FORMATS)
        check_shape(image)
        image.load()
        upright = ImageOps.exif_transpose(image)
        pixels = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except Exception as error:  # a decoder fed hostile bytes may raise anything
        raise ValidationError(NO_PICTURE) from error
    # Pasted into a new image, nothing but the pixels comes along.
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    return clean


NO_PICTURE = _("We can't read this as a picture. Send a JPEG, PNG or WebP file.")
TOO_MANY_PIXELS = _("This picture has too many pixels. Send one of up to 25 million.")


def check_shape(image):
    """What the header says, before a single pixel is decoded."""
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    # Phones store a second view in a JPEG (then called MPO). Its first picture is the photograph.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ValidationError(_("This picture moves. Send a still one."))


def encoded(image):
    out = io.BytesIO()
    image.save(out, "WEBP", quality=82)
    return out.getvalue()


def path_of(sha256):
    return f"pictures/{sha256[:2]}/{sha256}.webp"


def keep(content):
    """Store these bytes under their hash, once, and return the hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(path_of(sha256)):
        default_storage.save(path_of(sha256), ContentFile(content))
    return sha256


def named(sha256):
    return Q(sha256=sha256) | Q(thumbnail_sha256=sha256)


@every_clinic()
def forget_unused(*hashes):
    """Remove the files of these hashes that no picture shows any more, of whatever clinic."""
    for sha256 in hashes:
        if not Picture.objects.filter(named(sha256)).exists():
            default_storage.delete(path_of(sha256))
