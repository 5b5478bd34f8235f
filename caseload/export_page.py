"""The readable page of a patient's own copy: what was asked, done and said, then every list."""

from datetime import date, datetime

from django.db.models import BooleanField, ForeignKey
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from logbook.models import Message, Session
from people.models import Episode
from programs.handout import schedule_text, tempo_sentence
from programs.models import Prescription, ProgramVersion

# What means nothing to a reader; all of it is in data.json.
UNREAD = {"code", "key", "revision"}


class Page:
    def __init__(self, copy, pictures):
        self.copy, self.pictures = copy, pictures

    def context(self):
        copy = self.copy
        return {
            "patient": copy.patient,
            "clinic": copy.patient.clinic,
            "made_at": copy.made_at,
            "notice": copy.notice,
            "episodes": copy.of(Episode),
            "versions": self.versions(),
            "sessions": copy.of(Session),
            "messages": copy.of(Message),
            "lists": [self.listed(table, rows) for table, rows in copy.rows.items() if rows],
        }

    def versions(self):
        """Each version of the program with its stretches, the newest first."""
        rows: dict = {}
        for row in sorted(self.copy.of(Prescription), key=lambda row: (row.position, row.pk)):
            rows.setdefault(row.version_id, []).append(
                {
                    "name": self.copy.ways[row.variation_id].words.name,
                    "dosage": f"{row.dosage_text}. {tempo_sentence(row)}",
                    "when": schedule_text(row),
                    "note": row.note,
                    "pictures": [(path, alt) for path, alt, _c in self.pictures[row.variation_id]],
                }
            )
        newest = sorted(self.copy.of(ProgramVersion), key=lambda version: -version.number)
        return [{"version": version, "rows": rows.get(version.pk, [])} for version in newest]

    def listed(self, table, rows):
        """A table of the page: only columns in which something stands."""
        fields = [field for field in table.fields() if field.name not in UNREAD]
        cells = [[self.in_words(row, field) for field in fields] for row in rows]
        used = [place for place in range(len(fields)) if any(line[place] for line in cells)]
        return {
            "title": table.title,
            "headings": [capfirst(fields[place].verbose_name) for place in used],
            "rows": [[line[place] for place in used] for line in cells],
        }

    def in_words(self, row, field):
        if isinstance(field, ForeignKey):
            return self.copy.named(row, field) or ""
        value = getattr(row, field.name)
        if value is None:
            return ""
        if isinstance(field, BooleanField):
            return _("Yes") if value else _("No")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "M j, Y, g:i A")
        if isinstance(value, date):
            return date_format(value, "M j, Y")
        return str(value)
