"""Paper: a PDF from one of our typst templates and data, which goes in as JSON, never as markup."""

import json
from datetime import UTC, datetime
from functools import cache

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder


@cache
def fonts():
    """Our own, and typst's for letters it lacks: never what a machine happens to have."""
    return typst.Fonts(include_system_fonts=False, font_paths=[settings.BASE_DIR / "static/vendor"])


def typeset(template, data):
    """The bytes of a PDF/UA from a template under templates/, which reads `data`: tagged for screen
    readers, with a title, a language and words for each picture.

    A name in letters that no font here draws breaks PDF/UA, not the page: then it is a tagged PDF
    without that claim, with a box for the letter.
    """
    compiler = typst.Compiler(
        settings.BASE_DIR / "templates" / template,
        root=settings.BASE_DIR,
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder)},
    )
    made_at = datetime.now(UTC).replace(microsecond=0)
    try:
        return compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at)
    except typst.TypstError as error:
        if "could not be displayed" not in error.diagnostic:
            raise
        return compiler.compile(format="pdf", timestamp=made_at)
