"""Every field name of every model posted to every form: only what the form lists has an effect.
(Trial A8.)

Each form is sent twice: as it is, and with all other names of columns besides, each with a value
worth a try. Both must leave the same rows.
"""

import re

import pytest
from django.apps import apps
from django.db import models, transaction

from logbook.forms import BeforeForm, StretchLogForm
from tests.access_rows import ROWS
from tests.rows_stored import differences, rows
from tests.test_access import words_of
from tests.test_access import world as world

WRITES = [row for row in ROWS if row.method == "post"]
WHO = ["therapist", "patient", "clinic_admin", "colleague", "device", "anonymous"]
ROOMS = ["people", "exercises", "programs", "logbook", "caseload"]
PAGES = {row.name: row for row in ROWS if row.method == "get"}
# The page whose form a post belongs to, where it has another name.
BUILDER = ("program_", "prescription_", "template_add")
PAGE_OF = {row.name: "program" for row in WRITES if row.name.startswith(BUILDER)}
PAGE_OF |= {"break_glass_review": "break_glass_list"}
# A form that this world's page does not show: a session is open, and is done in one way.
LISTED = {"session_start": BeforeForm.base_fields, "stretch_log": StretchLogForm.base_fields}


def names_of_columns():
    """{name: value} of every column of every model of ours, by both its names."""
    return {
        name: value_for(field)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        for name in {field.name, field.attname}
    }


def value_for(field):
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2020-01-01T00:00:00Z"
    if isinstance(field, models.DateField):
        return "2020-01-01"
    if isinstance(field, models.UUIDField):
        return "01890000-0000-7000-8000-000000000000"
    if isinstance(field, models.IntegerField) or field.is_relation:
        return "1"
    if field.choices:
        return str(field.choices[-1][0])
    return "unlisted"


def inputs(words):
    return set(re.findall(r'\bname="([^"]+)"', words))


def listed(world, row, role):
    """The names this form has: the inputs of its page and of its answer, and what its row sends."""
    names = {"csrfmiddlewaretoken", *row.data, *LISTED.get(row.name, ())}
    for page in {row.name, PAGE_OF.get(row.name)} & PAGES.keys():
        with transaction.atomic():
            names |= inputs(words_of(world.send(PAGES[page], role)))
            transaction.set_rollback(True)
    return names


def effect(world, row, role, before, more):
    with transaction.atomic():
        sent = type(row)(row.method, row.name, row.who, row.args, more | row.data)
        answer = world.send(sent, role)
        names, after = inputs(words_of(answer)), rows()
        transaction.set_rollback(True)
    return differences(before, after), names, answer.status_code


@pytest.mark.trial("A8")
@pytest.mark.parametrize("part", range(4))
def test_names_a_form_does_not_list_change_nothing(world, part, tally):
    before, tried, problems = rows(), 0, []
    for row in WRITES[part::4]:
        role = next(role for role in WHO if role in row.who)
        plain, names, status = effect(world, row, role, before, {})
        names |= listed(world, row, role)
        more = {name: value for name, value in names_of_columns().items() if name not in names}
        tried += len(more)
        with_more, _names, status_with_more = effect(world, row, role, before, more)
        if (plain, status) != (with_more, status_with_more):
            wrong = sorted(map(str, (with_more - plain) + (plain - with_more)))
            problems.append(f"{row.name} {row.label} {status} {status_with_more}: {wrong}")
    tally("A8", cases=tried, wrong=len(problems))
    assert tried > 1000
    assert problems == []
