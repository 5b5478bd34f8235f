"""What is drawn on paper: stills, a clinic's own pictures and logo, square codes."""

import base64
import io
import re
from functools import cache

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from exercises.figures import stills
from exercises.logos import logo_path
from exercises.pictures import path_of

PETROL = "#0A5468"
# What all of a clinic's own pictures may weigh together, and its logo: the file is sent around.
PICTURE_BYTES = 90_000
LOGO_BYTES = 20_000
SIDES = (360, 240, 160)
# A drawn still takes some 11 KB. A long program shows fewer of each stretch, the last one always.
MOST_STILLS = 20
FIGURES = settings.BASE_DIR / "static/figures/light"


def attach_printed(rows):
    """Set `.printed`, the pictures of each row, which has its words and its stretch's pictures."""
    own = sum(not stills(row.variation) and bool(row.exercise.picture_list) for row in rows)
    most = PICTURE_BYTES // max(own, 1)
    many = stills_each(rows)
    for row in rows:
        row.printed = pictures_of(row, many, most)


def stills_each(rows):
    """How many stills a stretch shows at most: all of them, or fewer in a long program."""
    for many in (3, 2):
        shown = {still.file for row in rows for still in stills(row.variation)[-many:]}
        if len(shown) <= MOST_STILLS:
            return many
    return 1


def pictures_of(row, many, most):
    """The last drawn stills of this way; a clinic's own picture where none is drawn."""
    if drawn := stills(row.variation)[-many:]:
        return [
            {
                "file": still.file,
                "svg": None,
                "alt": still.alt,
                "mirrored": row.only_right,
                **size_of(still.file),
            }
            for still in drawn
        ]
    for picture in row.exercise.picture_list[:1]:
        path = path_of(picture.thumbnail_sha256)
        if default_storage.exists(path):
            svg = as_svg(small_jpeg(default_storage.open(path), most))
            alt = picture.alt or row.variation.words.name
            size = {"width": picture.width, "height": picture.height}
            return [{"file": None, "svg": svg, "alt": alt, "mirrored": False, **size}]
    return []


@cache
def size_of(file):
    """Width and height of a drawn still, all of them in one unit."""
    start = (FIGURES / f"{file}.svg").read_text().partition('viewBox="')[2].partition('"')[0]
    _left, _top, width, height = start.split()
    return {"width": float(width), "height": float(height)}


def small_jpeg(file, most):
    """This picture as JPEG of at most so many bytes, if a smaller side can do it."""
    with file, Image.open(file) as image:
        pixels = image.convert("RGB")
    for side in SIDES:
        pixels.thumbnail((side, side))
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=75)
        if out.tell() <= most:
            break
    out.seek(0)
    return out


def as_svg(file):
    """A picture's bytes inside an SVG: typst takes files or text, and this is text."""
    with file:
        content = file.read()
    with Image.open(io.BytesIO(content)) as image:
        size, kind = image.size, image.get_format_mimetype()
    data = base64.b64encode(content).decode()
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{data}"/></svg>'
    )


def drawn_code(link):
    """The square code of this link as SVG, with its quiet margin."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", xmldecl=False, border=2, light="white", nl=False, omitsize=True
    )
    return out.getvalue().decode()


def clinic_as_json(clinic):
    """What paper shows of a clinic. A color that is none becomes ours."""
    return {
        "name": clinic.name,
        "phone": clinic.phone,
        "accent": clinic.accent if re.fullmatch(r"#[0-9A-Fa-f]{6}", clinic.accent) else PETROL,
        "logo": logo_of(clinic),
    }


def logo_of(clinic):
    """The logo as SVG, a large one as a smaller JPEG; None without one."""
    path = logo_path(clinic.logo_sha256)
    if not (clinic.logo_sha256 and default_storage.exists(path)):
        return None
    if default_storage.size(path) > LOGO_BYTES:
        return as_svg(small_jpeg(default_storage.open(path), LOGO_BYTES))
    return as_svg(default_storage.open(path))
