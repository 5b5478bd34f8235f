"""Trial E4: every model with a path to a patient is in the export or says why not, and every text
of it is erased or said to stay. A new model or text field without that decision fails here."""

from itertools import chain

import pytest
from django.apps import apps

from caseload.tables import ELSEWHERE, TABLES
from people.models import Patient, User
from tests.caseload.filled import texts_of

KNOWN = {table.model for table in TABLES}
# Not ours to say: Django's own links of users to what an admin may do.
OF_USERS = {User.groups.through, User.user_permissions.through}


def every_model():
    return [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]


def pointed_at(model):
    """The models a row of this one names, by a column or in a list."""
    fields = chain(model._meta.concrete_fields, model._meta.many_to_many)
    return {field.related_model._meta.concrete_model for field in fields if field.related_model}


def with_a_path(starts, leads_on):
    """All models that name one of `starts`, or one that does; where a decision says that a path
    ends, it is followed no further."""
    found, new = set(starts), set(starts)
    while new:
        new = {m for m in every_model() if m not in found and pointed_at(m) & new}
        found |= new
        new = {model for model in new if leads_on(model)}
    return found


def undecided(known, elsewhere):
    reached = with_a_path({Patient, User}, lambda model: model not in elsewhere)
    return reached - set(known) - set(elsewhere) - OF_USERS


@pytest.mark.trial("E4")
def test_every_model_with_a_path_to_a_patient_is_decided(tally):
    reached = with_a_path({Patient, User}, lambda model: model not in ELSEWHERE)
    missing = undecided(KNOWN, ELSEWHERE)
    tally("E4", cases=len(reached), wrong=len(missing))
    assert missing == set()
    assert KNOWN | set(ELSEWHERE) <= reached
    assert len(reached) > 35


@pytest.mark.trial("E4")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_model_taken_out_of_the_register_is_missed(table):
    """The proof that the walk can fail: without its entry each model is found."""
    missed = undecided(KNOWN - {table.model}, ELSEWHERE) - undecided(KNOWN, ELSEWHERE)
    assert missed == {table.model}


@pytest.mark.trial("E4")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_text_is_erased_or_said_to_stay(table, tally):
    texts = set() if table.goes else {field.name for field in texts_of(table.model)}
    decided = set(table.words) | set(table.stays)
    tally("E4", cases=len(texts), wrong=len(texts - decided))
    assert texts - decided == set()
    names = {field.name for field in table.model._meta.concrete_fields}
    assert decided <= names
    assert not set(table.words) & set(table.stays)


def test_each_list_has_a_name_of_its_own():
    assert len({table.name for table in TABLES}) == len(TABLES)
    assert all(bool(table.title) != bool(table.left_out) for table in TABLES)
