"""Lists of patients as files, and the way through the import's pages."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import ImportRun

IMPORT = reverse("patient_import")


def csv_text(header, *rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


def upload(content, name="november-list.csv"):
    if isinstance(content, str):
        content = content.encode()
    return {"file": SimpleUploadedFile(name, content, content_type="text/csv")}


def send(client, header, *rows, **columns):
    """Send a list and take its columns as guessed; `columns` changes fields of that form."""
    return send_text(client, csv_text(header, *rows), **columns)


def send_text(client, content, **columns):
    answer = client.post(IMPORT, upload(content))
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.first()
    posted = {f"column-{place}": field for place, field in enumerate(run.columns)}
    posted |= {"therapist": str(run.therapist.code) if run.therapist else ""}
    if run.day_first:
        posted["day_first"] = "1"
    answer = client.post(reverse("import_columns", args=[run.code]), posted | columns)
    assert answer.status_code == 302, answer.content.decode()
    run.refresh_from_db()
    return run


def dry_run_page(client, run, page=1):
    return client.get(reverse("import_dry_run", args=[run.code]), {"page": page})


def press_import(client, run, **choices):
    """Press Import as the page shows it: with the mark of the dry run that was seen."""
    seen = dry_run_page(client, run).context["dry_run"].mark
    data = {"import": "yes", "seen": seen, **choices}
    return client.post(reverse("import_dry_run", args=[run.code]), data)
