"""A patient's own copy of the record: one ZIP, made when it is asked for and kept nowhere.

index.html       the record to read, with style.css beside it and no script
data.json        every row of every table of the patient (caseload/tables.py)
pictures/        the stretches that were prescribed
manifest.json    what is in the file: sizes, hashes, when it was made, which notice held
"""

import hashlib
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import ForeignKey
from django.template.loader import render_to_string
from django.utils import timezone

from caseload.export_page import Page
from caseload.tables import EXPORTED, EXPORTED_BY_STAFF, TABLES
from exercises.figures import stills
from exercises.models import Variation
from exercises.pictures import path_of
from exercises.words import attach_pictures, attach_words
from people.models import Membership, Notice
from programs.models import Prescription

FORMAT = "homestretch-export-1"
FIGURES = settings.BASE_DIR / "static/figures/light"
STYLE = settings.BASE_DIR / "static/export/style.css"


class Copy:
    """All rows of one patient, loaded once: a query a table, and the library's words. Made by
    staff it says nothing of the patient's own browsers, phones and factors."""

    def __init__(self, patient, *, by_staff=False):
        self.patient, self.made_at = patient, timezone.now()
        tables = EXPORTED_BY_STAFF if by_staff else EXPORTED
        self.rows = {table: list(loaded(table, patient)) for table in tables}
        self.places = {
            (type(row), row.pk): f"{table.name} {number}"
            for table, rows in self.rows.items()
            for number, row in enumerate(rows, start=1)
        }
        ways = Variation.objects.select_related("exercise__region")
        prescribed = self.of(Prescription)
        used = {row.variation_id for row in prescribed}
        used |= {way.pk for row in prescribed for way in row.swaps.all()}
        found = attach_words(ways.filter(pk__in=used), patient.clinic, patient.language)
        attach_pictures({way.exercise for way in found}, patient.clinic)
        self.ways = {way.pk: way for way in found}
        self.notice = Notice.objects.current()

    def of(self, model):
        return next(rows for table, rows in self.rows.items() if table.model is model)

    def data(self):
        """{list: [row, …]}. Rows have a number in their list, by which others name them."""
        return {
            table.name: [
                {"number": number}
                | {field.name: self.value(row, field) for field in table.fields()}
                | {many.name: self.many(row, many) for many in table.lists()}
                for number, row in enumerate(rows, start=1)
            ]
            for table, rows in self.rows.items()
        }

    def value(self, row, field):
        if isinstance(field, ForeignKey):
            return self.named(row, field)
        value = getattr(row, field.name)
        if isinstance(value, datetime | date):
            return value.isoformat()
        return str(value) if isinstance(value, UUID) else value

    def named(self, row, field):
        """What a row points to: a person by name, a stretch by its words, a row of this export by
        list and number; None for one that came since."""
        key = getattr(row, field.attname)
        if key is None:
            return None
        if field.related_model is Variation and key in self.ways:
            return self.ways[key].words.name
        if field.related_model in {table.model for table in TABLES}:
            return self.places.get((field.related_model, key))
        other = getattr(row, field.name)
        return other.user.name if isinstance(other, Membership) else str(other)

    def many(self, row, field):
        others = getattr(row, field.name).all()
        if field.related_model is Variation:
            return [self.ways[other.pk].words.name for other in others]
        return [str(other) for other in others]

    def pictures(self):
        """{variation's id: [(path in the file, alt, content), …]}: drawn stills, else the clinic's
        own pictures."""
        return {pk: list(pictures_of(way)) for pk, way in self.ways.items()}

    def files(self):
        """{path: bytes} of all but the manifest."""
        pictures = self.pictures()
        page = render_to_string("caseload/export/index.html", Page(self, pictures).context())
        drawn = {path: content for some in pictures.values() for path, _alt, content in some}
        return {
            "index.html": page.encode(),
            "style.css": STYLE.read_bytes(),
            "data.json": as_json(self.data()),
        } | drawn

    def manifest(self, files):
        return {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "patient": str(self.patient.code),
            "clinic": self.patient.clinic.name,
            "notice_version": self.notice and self.notice.number,
            "rows": {table.name: len(rows) for table, rows in self.rows.items()},
            "files": [
                {
                    "name": name,
                    "bytes": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
                for name, content in sorted(files.items())
            ],
        }

    def as_zip(self):
        """The file, in memory: nothing of it is written to a disk of ours."""
        files, out = self.files(), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", as_json(self.manifest(files)))
            for name, content in files.items():
                archive.writestr(name, content)
        out.seek(0)
        return out

    @property
    def file_name(self):
        return f"my-record-{timezone.localdate(self.made_at):%Y-%m-%d}.zip"


def loaded(table, patient):
    """The rows with what they point to: no query a row."""
    keys = [field for field in table.fields() if isinstance(field, ForeignKey)]
    with_users = [f"{key.name}__user" for key in keys if key.related_model is Membership]
    rows = table.rows(patient).select_related(*(key.name for key in keys), *with_users)
    return rows.prefetch_related(*(many.name for many in table.lists()))


def pictures_of(way):
    for still in stills(way):
        yield f"pictures/{still.file}.svg", still.alt, (FIGURES / f"{still.file}.svg").read_bytes()
    if not stills(way):
        for picture in way.exercise.picture_list:
            stored = path_of(picture.sha256)
            if default_storage.exists(stored):
                with default_storage.open(stored) as file:
                    yield f"pictures/{Path(stored).name}", picture.alt, file.read()


def as_json(content):
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
