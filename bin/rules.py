"""Rules of this house that no linter knows. `make check` runs it; a finding ends it with 1.

raw SQL         the ORM asks; the files below may use a cursor, for the reason that stands there
mark_safe       the files below build markup by hand, out of escaped words and numbers alone
**request.POST  whoever posts would choose the columns: filter(**request.GET), Model(**POST)
csrf_exempt     no page takes a post without its token
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["clinic", "people", "exercises", "programs", "logbook", "caseload"]
RAW_SQL = {"raw", "extra", "RawSQL", "cursor", "execute", "executemany", "executescript"}
MAY_USE_SQL = {
    "people/views/pages.py": "healthz asks whether the database answers",
    "people/wall.py": "tells PostgreSQL who asks, and puts up the policies",
    "people/append_only.py": "sets the triggers that guard the audit trail",
    "clinic/backups/sqlite.py": "counts the rows of a backup's tables",
    "clinic/backups/postgresql.py": "counts the rows of a backup's tables",
    "clinic/durability.py": "reads settings of the database itself",
    "clinic/moving.py": "copies tables from one database to another",
    "clinic/management/commands/move_to_postgres.py": "asks whether the target is empty",
}
MAY_MARK_SAFE = {
    "caseload/cells.py": "cells of 200 rows: the template of them was the dearest part of the page",
    "caseload/drawing.py": "marks drawn from numbers",
    "caseload/monitoring_facts.py": "marks drawn from numbers",
    "caseload/rules_form.py": "a translated sentence with the form's own inputs in it",
}


def name_of(called):
    return getattr(called, "attr", None) or getattr(called, "id", None)


def is_posted(node):
    """Whether this is request.GET, request.POST, request.headers … or what comes of it."""
    return any(
        isinstance(inner, ast.Attribute) and name_of(inner.value) == "request"
        for inner in ast.walk(node)
    )


def findings(path, source):
    """(line, what is wrong) for each break of a rule in a file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name) and name_of(node) == "csrf_exempt":
            yield node.lineno, "a post without its token"
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name in RAW_SQL and path not in MAY_USE_SQL:
            yield node.lineno, f"raw SQL: {name}()"
        if name in {"mark_safe", "SafeString"} and path not in MAY_MARK_SAFE:
            yield node.lineno, f"{name}()"
        if any(word.arg is None and is_posted(word.value) for word in node.keywords):
            yield node.lineno, f"{name}(**request…)"


def main():
    wrong = 0
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            path = str(file.relative_to(ROOT))
            if "/migrations/" in path:
                continue
            for line, what in findings(path, file.read_text()):
                print(f"{path}:{line}: {what}")
                wrong += 1
    print("No rule is broken." if not wrong else f"{wrong} found.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
