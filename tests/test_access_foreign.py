"""Every write again with ids that are not one's own, in address and body: no row changes.
(Trial A4.)
"""

import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from people.models import AccessCode, BreakGlass, Invitation
from programs.models import Template
from tests.access_rows import ROWS
from tests.factories import make_exercise, make_member, make_patient
from tests.rows_stored import hashes
from tests.test_access import ROLES, a_list, asking, covered, offered, taken_back
from tests.test_access import world as world

WRITES = [row for row in ROWS if row.method == "post"]


@pytest.fixture
def theirs(world):
    """The other clinic's things, under the names that the table gives to ours."""
    record, outsider = world.people["outsiders_patient"], world.people["outsider"]
    second = make_member(outsider.clinic, email="second@hillside.test")
    joining, _ = Invitation.issue(clinic=outsider.clinic, email="x@hillside.test", role="therapist")
    draft = record.programs.get().open_draft()
    flag = asking(record)
    return {
        "PATIENT": record.code,
        "OTHER": make_patient(therapist=outsider).code,
        "THERAPIST": outsider.code,
        "COLLEAGUE": second.code,
        "INVITED": joining.email,
        "OFFER": offered(record, outsider, second).code,
        "OPENED": BreakGlass.open_for(record, second, "Why not today.", uuid.uuid4()).code,
        "COVER": covered(outsider, second).code,
        "HANDOUT_CODE": AccessCode.of(record).handout_code,
        "FLAG": flag.key,
        "FLAG_NAME": flag.name,
        "SESSION": record.sessions.get().code,
        "PRESCRIPTION": record.prescriptions.exclude(version=draft).get().code,
        "DRAFTED": draft.prescriptions.get().code,
        "TEMPLATE": Template.objects.create(
            name="Theirs", clinic=outsider.clinic, owner=outsider, sharing="change"
        ).code,
        "LIST": a_list(outsider).code,
        "LIST_IN": a_list(outsider, used_at=timezone.now()).code,
        "OURS": make_exercise("their-own-stretch", clinic=outsider.clinic, name="Theirs").slug,
        "TAKEN_BACK": taken_back(record).key,
        "MINUTES": record.staff_minutes.get().code,
        "ACTIVITY": record.activities.get().code,
    }


def sent_in_vain(world, row, role, before):
    """The tables that this request of this role changed; it is undone again."""
    with transaction.atomic():
        world.send(row, role)
        after = hashes()
        transaction.set_rollback(True)
    return sorted(table for table in after if before[table] != after[table])


@pytest.mark.trial("A4")
@pytest.mark.parametrize("part", range(4))
def test_a_write_to_what_is_ours_by_somebody_else(world, part, tally):
    before, tried, problems = hashes(), 0, []
    for row in [row for row in WRITES if row.about_our_things and not row.public][part::4]:
        for role in [role for role in ROLES if role not in row.who]:
            tried += 1
            if changed := sent_in_vain(world, row, role, before):
                problems.append(f"{role} {row.name} {row.label}: {changed}")
    tally("A4", cases=tried, wrong=len(problems))
    assert tried > 100
    assert problems == []


@pytest.mark.trial("A4")
def test_a_write_of_our_own_that_names_what_is_theirs(world, theirs, tally):
    """Each id in turn, in the address and in the body, is the other clinic's."""
    before, tried, problems = hashes(), 0, []
    ours = dict(world.things)
    for row in [row for row in WRITES if "anonymous" not in row.who]:
        named = {word for word in [*row.args, *row.data.values()] if word in theirs}
        for word in sorted(named):
            world.things = ours | {word: theirs[word]}
            for role in sorted(row.who & {"therapist", "patient", "clinic_admin", "colleague"}):
                tried += 1
                if changed := sent_in_vain(world, row, role, before):
                    problems.append(f"{role} {row.name} {row.label} {word}: {changed}")
    tally("A4", cases=tried, wrong=len(problems))
    assert tried > 100
    assert problems == []
