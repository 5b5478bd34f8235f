"""Reading a list of patients out of a CSV file, as spreadsheets and other programs write it."""

import csv
import io
import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

MOST_BYTES = 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60

# What a column can be, and the names it goes by in files: compared without case and punctuation.
FIELDS = {
    "name": (_("Name"), "name|patient|patient name|full name|client|client name"),
    "first_name": (_("First name"), "first name|first|given name|forename"),
    "last_name": (_("Last name"), "last name|last|surname|family name"),
    "born": (
        _("Year or date of birth"),
        "born|year|year of birth|birth year|yob|birth date|birthdate|birthday|date of birth|dob",
    ),
    "email": (_("Email"), "email|e mail|mail|email address|e mail address"),
    "phone": (_("Phone"), "phone|telephone|tel|mobile|cell|phone number|cell phone|mobile phone"),
    "language": (_("Language"), "language|lang|preferred language"),
    "therapist": (
        _("Therapist"),
        "therapist|provider|clinician|pt|physical therapist|therapist email|treating therapist",
    ),
    "complaint": (
        _("Complaint"),
        "complaint|problem|diagnosis|reason|main complaint|reason for visit",
    ),
    "side": (_("Side"), "side|laterality|body side"),
    "referrer": (_("Referred by"), "referrer|referred by|referring physician|physician|referral"),
    "next_visit": (
        _("Next visit"),
        "next visit|next appointment|next appt|appointment|next visit date|visit",
    ),
}
ALIASES = {
    alias: field for field, (_label, aliases) in FIELDS.items() for alias in aliases.split("|")
}
MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class Unreadable(ValueError):
    """The file cannot be taken as it is; says why in words for who sent it."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def read_csv(content):
    """(header, [(line, cells)], encoding) of a file's bytes. Lines count as in a spreadsheet,
    where the header is line 1; empty ones are left out. Raises Unreadable."""
    text, encoding = decoded(content)
    if "\0" in text:
        raise Unreadable(_("This is no CSV file. Save the list as CSV, then choose that file."))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    except csv.Error:
        raise Unreadable(
            _("This file cannot be read. A quotation mark may be open somewhere.")
        ) from None
    rows = [
        (number, [plain(cell) for cell in cells])
        for number, cells in enumerate(lines, start=1)
        if any(cell.strip() for cell in cells)
    ]
    if len(rows) < 2:
        raise Unreadable(_("This file has no rows below its first line, the column names."))
    (_first, header), *rows = rows
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("This file has %(rows)s rows. Import at most %(most)s at a time.")
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("This file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    return header, rows, encoding


def decoded(content):
    """The text of a file and the name of its encoding. Latin-1 reads everything, so it is last."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise Unreadable(_("This file is cut off. Save it again and choose it anew.")) from None
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Latin-1"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def delimiter_of(text):
    """Comma, semicolon or tab: whichever the first line has most of, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def plain(cell):
    """The text of a cell on one line; a control character is nobody's name."""
    kept = (" " if unicodedata.category(mark) == "Cc" else mark for mark in cell)
    return " ".join("".join(kept).split())


def guess_fields(header):
    """For each column the field it looks like, or "". Each field goes to one column, the first."""
    taken: set[str] = set()
    found = []
    for title in header:
        words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", title)).casefold().strip()
        field = ALIASES.get(words, "")
        found.append("" if field in taken else field)
        taken.add(field)
    return found


def has_day_first(texts):
    """Whether a column of dates can only be read with the day before the month."""
    parts = [re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}", text) for text in texts]
    return any(part and int(part[1]) > 12 >= int(part[2]) for part in parts)


def read_date(text, day_first):
    """The date in a cell. Raises LookupError if it is none, ValueError if no such day exists."""
    text = text.strip().removesuffix(" 00:00:00").removesuffix(" 0:00")
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text):
        month, day, year = map(int, found.groups())
        if day_first:
            month, day = day, month
    elif found := re.fullmatch(r"(\d{1,2})\.? ([a-z]{3})[a-z]*\.?,? (\d{4})", text.casefold()):
        day, month, year = int(found[1]), month_of(found[2]), int(found[3])
    elif found := re.fullmatch(r"([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})", text.casefold()):
        month, day, year = month_of(found[1]), int(found[2]), int(found[3])
    else:
        raise LookupError
    return date(year, month, day)


def month_of(name):
    if name not in MONTH_NAMES:
        raise LookupError
    return MONTH_NAMES.index(name) + 1


def read_birth_year(text):
    """The year in a cell that holds a year or a whole date. Raises as read_date does.

    Which of two numbers is the month changes no year, so either order will do.
    """
    if found := re.fullmatch(r"(\d{4})(?:\.0+)?", text):
        return int(found[1])
    try:
        return read_date(text, day_first=False).year
    except ValueError:
        return read_date(text, day_first=True).year
