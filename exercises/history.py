"""What a text said before: the versions of a row, and what changed between two of them."""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .dosage import dosage_fields
from .models import ParametersWording, StretchParameters
from .models.words import StepRole
from .words import FALLBACK_LANGUAGE

PIECES = re.compile(r"\S+\s*")
ALIKE = 0.4  # below this share of equal words two lines are shown whole, one after the other


@dataclass
class Version:
    """One save: its place in the row's history from 1, when, who, and what it said."""

    number: int
    at: object
    who: object
    values: dict


def versions_of(row):
    """Every saved version, the oldest first. Rows brought by loaddata have none until edited."""
    saves = list(row.history.select_related("history_user").order_by("history_id"))
    beside = words_beside(row, saves)
    return [
        Version(
            number,
            save.history_date,
            save.history_user,
            {name: getattr(save, name) for name in fields_of(row)} | words,
        )
        for number, (save, words) in enumerate(zip(saves, beside, strict=True), 1)
    ]


def fields_of(row):
    if isinstance(row, StretchParameters):
        return dosage_fields(row.kind)
    return row.SEEDED


def words_beside(row, saves):
    """For numbers, the words as they were until the numbers were saved again."""
    if not isinstance(row, StretchParameters):
        return [{} for _save in saves]
    words = list(
        ParametersWording.history.filter(parameters_id=row.pk, language=FALLBACK_LANGUAGE).order_by(
            "history_id"
        )
    )
    ends = [save.history_date for save in saves[1:]] + [None]
    found = []
    for end in ends:
        until = [save for save in words if end is None or save.history_date < end]
        last = until[-1] if until else None
        found.append({name: getattr(last, name) for name in ParametersWording.SEEDED if last})
    return found


def lines(value):
    """A value as lines people read: a step as "Movement: Press up.", an empty one as none."""
    if isinstance(value, list):
        return [
            f"{StepRole(item['role']).label}: {item['text']}" if isinstance(item, dict) else item
            for item in value
        ]
    return [str(value)] if value not in ("", None) else []


@dataclass
class Change:
    """A field that differs. `lines` are lists of (mark, text); mark is "", "del" or "ins"."""

    label: str
    lines: list


def changes(row, old, new):
    """What differs between two sets of values of a row, word by word, in the order of the form."""
    return [
        Change(label_of(row, name), compared(lines(old.get(name)), lines(new[name])))
        for name in new
        if old.get(name) != new[name]
    ]


def label_of(row, name):
    model = type(row) if name in row.SEEDED else ParametersWording
    return model._meta.get_field(name).verbose_name


def compared(old, new):
    """Lines of (mark, text): a changed line word by word, a line that came or went as a whole."""
    result = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [[("", line)] for line in old[a:b]]
            continue
        pairs = min(b - a, d - c)
        for before, after in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            result += word_by_word(before, after)
        result += [[("del", line)] for line in old[a + pairs : b]]
        result += [[("ins", line)] for line in new[c + pairs : d]]
    return result


def word_by_word(old, new):
    before, after = PIECES.findall(old), PIECES.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [[("del", old)], [("ins", new)]]
    pieces = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("", "".join(before[a:b])))
            continue
        if a < b:
            pieces.append(("del", "".join(before[a:b])))
        if c < d:
            pieces.append(("ins", "".join(after[c:d])))
    return [pieces]


def by_whom(version):
    """Who saved it; the first version of a clinic's copy is the text as it was shipped."""
    return str(version.who) if version.who else _("As shipped")
