"""SECURITY.md's table: each requirement of OWASP ASVS 5.0.0, levels 1 and 2, once, with a test that
is there or a decision in words."""

import ast
import re
from collections import Counter

import pytest
from django.conf import settings

# Section → how many of its requirements are of level 1 or 2; in each they come before level 3.
SECTIONS = dict(
    section.split(":")
    for section in """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2
    2.1:3 2.2:3 2.3:4 2.4:1
    3.2:2 3.3:4 3.4:6 3.5:5 3.7:2
    4.1:3 4.2:1 4.3:2 4.4:4
    5.1:1 5.2:3 5.3:2 5.4:3
    6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4
    7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
    8.1:2 8.2:3 8.3:1 8.4:1
    9.1:3 9.2:4
    10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
    11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
    12.1:3 12.2:2 12.3:4
    13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3
    15.1:3 15.2:3 15.3:7
    16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
    17.1:1 17.2:4 17.3:2
    """.split()
)
REQUIRED = {f"{section}.{n}" for section, last in SECTIONS.items() for n in range(1, int(last) + 1)}
DECISIONS = ["Does not apply", "Document", "Operator", "In part", "Not done"]
TEXT = (settings.BASE_DIR / "SECURITY.md").read_text()
ROWS = [line for line in TEXT.splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]


def cells(row):
    return [cell.strip() for cell in row.strip("|").split("|")]


def numbers(row):
    return re.findall(r"\d+\.\d+\.\d+", cells(row)[0])


def decision(row):
    """The bold word a decision begins with, or None where a test shows it."""
    bold = re.match(r"\*\*(.+?)\*\*", cells(row)[-1])
    return bold and bold[1]


def shown_by(row):
    return re.findall(r"`((?:tests|trials|bin)/[^`]+)`", cells(row)[-1])


def test_each_requirement_has_one_row():
    assert len(REQUIRED) == 253  # 70 of level 1, 183 of level 2
    said = Counter(number for row in ROWS for number in numbers(row))
    assert set(said) == REQUIRED
    assert {number: times for number, times in said.items() if times > 1} == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: numbers(row)[0])
def test_it_has_a_test_or_a_decision(row):
    assert len(cells(row)) == 3
    assert decision(row) in {*DECISIONS, None}
    assert decision(row) or shown_by(row)
    if decision(row) in {"Document", "Operator"}:
        assert re.search(r"`(docs/\w+\.md|SECURITY\.md|static/vendor/README\.md)`", row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: numbers(row)[0])
def test_what_it_names_is_there(row):
    for named in re.findall(r"`([\w./-]+/[\w./-]*(?:::\w+)?|\w+\.(?:md|txt|py))`", row):
        path, _, function = named.partition("::")
        assert (settings.BASE_DIR / path).exists(), named
        if function:
            tree = ast.parse((settings.BASE_DIR / path).read_text())
            assert function in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, named


def test_the_sums_above_the_table_are_right():
    sums = Counter(decision(row) or "Tested" for row in ROWS for _ in numbers(row))
    said = re.findall(r"^\* \*\*(.+?)\*\*: (\d+)", TEXT, re.M)
    assert {name: int(many) for name, many in said} == dict(sums)
