"""When two therapists changed the same draft: both pages side by side, nothing typed lost."""

from django.http import Http404

from programs.forms import fingerprint

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
    for page, other in ((mine, stored), (stored, mine)):
        known = {(row["code"], row["text"]) for row in other}
        for row in page:
            row["differs"] = (row["code"], row["text"]) not in known
    return mine, stored


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
    data["review_seen"] = str((draft and draft.review_on) or "")
    for row in builder.rows:
        prefix = f"{row.prescription.code}-"
        if row.form.is_bound and row.form.is_valid() and not row.form.typed:
            for key in [key for key in data if key.startswith(prefix)]:
                del data[key]
        elif row.form.is_bound:
            data[f"{prefix}revision"] = str(row.prescription.revision)
            data[f"{prefix}seen"] = fingerprint(row.form.stored)
    return data
