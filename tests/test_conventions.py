"""The map of docs/architecture.md, kept true: import arrows, one name in four places, fragment ids,
and an audience on every view."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from people.views import healthz
from tests.access_rows import ROWS

ROOMS = ["people", "exercises", "programs", "logbook", "caseload"]
# A room may import itself and the rooms before it; clinic/ wires by name and is imported by nobody.
MAY_IMPORT = {room: set(ROOMS[: place + 1]) for place, room in enumerate(ROOMS)} | {
    "clinic": {"clinic"}
}
# Written in two halves, so that this file names none of them either.
HOSTS = [r"py" + r"pi\.org", r"python" + r"hosted\.org", r"npm" + r"js\.", r"deb\.deb" + r"ian\."]
FRAGMENTS = sorted((settings.BASE_DIR / "templates").rglob("_*.html"))
# Pages that are no HTML, and pages that share the template of another name.
WITHOUT_TEMPLATE = {
    "clinic_audit_csv",
    "clinic_logo",
    "healthz",
    "manifest",
    "patient_report",
    "monitoring_csv",
    "picture",
    "program_handout",
    "service_worker",
    "session_left",
    "session_plan",
    "words",
}
SHARED_TEMPLATE = {
    "patient_add": "patient_form",
    "patient_edit": "patient_form",
    "program_library": "program",
    "program_patients": "program",
}


def patterns(resolver=None):
    """Every URLPattern the resolver knows, but the admin's: tests/exercises tries those."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.app_name != "admin":
            yield from patterns(entry)


def room_of(view):
    return view.__module__.split(".")[0]


OWN = [pattern for pattern in patterns() if room_of(pattern.callback) in ROOMS]


def imported(path):
    """The top-level packages a file imports, in functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_one_way(package):
    files = list((settings.BASE_DIR / package).rglob("*.py"))
    assert files
    against = {
        str(path): sorted((set(imported(path)) & set(MAY_IMPORT)) - MAY_IMPORT[package])
        for path in files
        if "migrations" not in path.parts
    }
    assert {path: names for path, names in against.items() if names} == {}


def test_a_url_is_named_after_its_view():
    assert [(p.name, p.callback.__name__) for p in OWN if p.name != p.callback.__name__] == []


def test_every_view_has_a_test_file():
    missing = [
        pattern.name
        for pattern in OWN
        if not Path(
            settings.BASE_DIR, "tests", room_of(pattern.callback), f"test_{pattern.name}.py"
        ).exists()
    ]
    assert missing == []


def test_every_page_has_the_template_of_its_name():
    pages = {row.name for row in ROWS if (row.method, row.status) == ("get", 200)}
    missing = [
        pattern.name
        for pattern in OWN
        if pattern.name in pages - WITHOUT_TEMPLATE
        and not Path(
            settings.BASE_DIR,
            "templates",
            room_of(pattern.callback),
            f"{SHARED_TEMPLATE.get(pattern.name, pattern.name)}.html",
        ).exists()
    ]
    assert missing == []


def test_every_view_declares_its_audience():
    assert [pattern.name for pattern in OWN if not hasattr(pattern.callback, "audience")] == []


def test_a_view_without_an_audience_is_not_there(client, monkeypatch):
    assert client.get("/healthz").status_code == 200
    monkeypatch.delattr(healthz, "audience")
    assert client.get("/healthz").status_code == 404


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.stem)
def test_a_fragments_root_id_is_its_file_name(path):
    found = re.search(r"\sid=\"([a-z-]+?)(-?{{[^\"]*)?\"", path.read_text())
    assert found, "a fragment has one root element with an id"
    name = path.stem.removeprefix("_").replace("_", "-")
    # Two faces of one place share its id: _stretch_card and _stretch_form are both stretch-<code>.
    assert f"{name}-".startswith(f"{found.group(1)}-")


@pytest.mark.parametrize("folder", ["templates", "static/js"])
def test_no_inline_script_or_style(folder):
    """The content security policy would refuse them; so nobody writes them."""
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|hx-on|<script(?![^>]*\ssrc=)", re.I)
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {line.strip()}"
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".html", ".js"}
        for line in path.read_text().splitlines()
        if inline.search(line)
    ]
    assert found == []


def test_files_name_no_package_registry():
    """Which index serves the packages is the machine's affair, not the project's."""
    hosts = re.compile("|".join(HOSTS))
    elsewhere = {".git", ".venv", "var", "node_modules"}
    files = [
        path
        for path in settings.BASE_DIR.rglob("*")
        if path.is_file()
        and not elsewhere & set(path.relative_to(settings.BASE_DIR).parts)
        and path.suffix not in {".woff2", ".pyc", ".svg"}
    ]
    assert len(files) > 200
    named = [str(path) for path in files if hosts.search(path.read_text(errors="ignore"))]
    assert named == []
