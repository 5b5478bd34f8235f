"""When two therapists changed the same draft: both pages side by side, nothing typed lost."""

from django.http import Http404
from django.utils.translation import gettext as _

from programs.builder import Builder
from programs.differences import as_text
from programs.forms import AboutForm, fingerprint, mark

HIDDEN = ("revision", "seen", "stretch")


def both_pages(builder):
    """(rows on the reader's page, rows saved now), each as [{name, text, differs}].

    Needs a builder with the posted data. A row that cannot be read is given as it was typed.
    """
    rows = {str(row.prescription.code): row for row in builder.rows}
    mine = []
    for code in map(str, builder.posted_codes):
        row = rows.get(code)
        if row and row.form.is_valid():
            text = row.as_text(row.form.values)
        else:
            text = as_typed(builder.data, code)
        name = row.name if row else name_of(builder, code)
        mine.append({"code": code, "name": name, "text": text})
    stored = [
        {"code": code, "name": row.name, "text": row.as_text(row.form.stored)}
        for code, row in rows.items()
    ]
    if builder.about.is_valid() and builder.about.typed:
        mine.append(about_row(builder.about.stored | builder.about.typed))
        stored.append(about_row(builder.about.stored))
    for page, other in ((mine, stored), (stored, mine)):
        known = {(row["code"], row["text"]) for row in other}
        for row in page:
            row["differs"] = (row["code"], row["text"]) not in known
    return mine, stored


def about_row(values):
    """The days and the note of the draft as a whole, in one line."""
    labels = {name: field.label for name, field in AboutForm.base_fields.items()}
    said = [f"{labels[name]}: {as_text(value)}" for name, value in values.items() if value]
    return {"code": "about", "name": _("The program"), "text": " · ".join(said)}


def name_of(builder, code):
    """The stretch of a row that is gone: the page said which it was."""
    exercise, _slash, way = builder.data.get(f"{code}-stretch", "").partition("/")
    try:
        return builder.shelf.find(exercise, way).words.name
    except Http404:
        return ""


def as_typed(data, code):
    hidden = {f"{code}-{name}" for name in HIDDEN}
    typed = [data.getlist(key) for key in data if key.startswith(f"{code}-") and key not in hidden]
    return " · ".join(", ".join(values) for values in typed if any(values))


def typed_on_top(builder):
    """The posted data as if typed on what is saved now, so that saving again is a free choice.

    Rows the reader did not touch show what is saved.
    """
    data, draft = builder.data.copy(), builder.draft
    data["version"] = str(draft.number if draft else 0)
    data["revision"] = str(draft.revision if draft else 0)
    data["step"] = Builder.shown_step.fget(builder)
    take_stored_about(data, builder.about)
    for row in builder.rows:
        prefix = f"{row.prescription.code}-"
        if row.form.is_bound and row.form.is_valid() and not row.form.typed:
            for key in [key for key in data if key.startswith(prefix)]:
                del data[key]
        elif row.form.is_bound:
            data[f"{prefix}revision"] = str(row.prescription.revision)
            data[f"{prefix}seen"] = fingerprint(row.form.stored)
    return data


def take_stored_about(data, about):
    """What the reader did not change about the draft as a whole shows what is saved."""
    typed = about.typed if about.is_valid() else about.SEEN
    for name, seen in about.SEEN.items():
        data[seen] = mark(about.stored[name])
        if name not in typed:
            data[name] = str(about.stored[name] or "")
