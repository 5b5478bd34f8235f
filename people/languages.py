"""The language a cell names: by its code, its English name or its own name."""

from django.conf import settings
from django.conf.locale import LANG_INFO


def language_code(text):
    """The code of a language our pages come in, None for any other."""
    wanted = text.casefold().strip()
    for code, _name in settings.LANGUAGES:
        facts = LANG_INFO[code]
        names = {code, facts["name"].casefold(), facts["name_local"].casefold()}
        if wanted in names or wanted.replace("_", "-").split("-")[0] == code:
            return code
    return None
