"""bin/rules.py reads the whole source and finds each kind of break; `make check` runs it."""

import importlib.util

import pytest
from django.conf import settings

PATH = settings.BASE_DIR / "bin" / "rules.py"


@pytest.fixture(scope="module")
def rules():
    spec = importlib.util.spec_from_file_location("rules", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Patient.objects.raw('SELECT 1')", "raw SQL: raw()"),
        ("Patient.objects.extra(where=[asked])", "raw SQL: extra()"),
        ("connection.cursor().execute(asked)", "raw SQL: execute()"),
        ("mark_safe(name)", "mark_safe()"),
        ("safestring.SafeString(name)", "SafeString()"),
        ("Patient.objects.filter(**request.GET)", "filter(**request…)"),
        ("Patient.objects.filter(**request.GET.dict())", "filter(**request…)"),
        ("Patient(**dict(self.request.POST.items()))", "Patient(**request…)"),
        ("@csrf_exempt\ndef view(request): pass", "a post without its token"),
    ],
)
def test_each_break_is_found(rules, line, found):
    assert found in [what for _, what in rules.findings("people/views/new.py", line)]


@pytest.mark.parametrize(
    "line",
    ["Patient.objects.filter(**scope)", "form = Form(request.POST)", "render(request, page)"],
)
def test_plain_lines_are_let_be(rules, line):
    assert list(rules.findings("people/views/new.py", line)) == []


def test_nothing_is_allowed_that_is_not_there(rules):
    for path in rules.MAY_USE_SQL | rules.MAY_MARK_SAFE:
        source = (settings.BASE_DIR / path).read_text()
        assert list(rules.findings("people/views/new.py", source)), path


def test_no_rule_is_broken(rules, capsys):
    assert rules.main() is False, capsys.readouterr().out
