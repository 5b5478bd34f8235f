"""A batch writes for who is signed in, and for nobody else."""

import uuid

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import FinishLog, Flag, PatientDay, Session, SetLog, StretchLog
from tests.factories import make_exercise, make_version
from tests.logbook.phone import (
    NO_SESSION,
    NOT_IN_PLAN,
    NOW,
    act,
    counts,
    end,
    finish,
    hurt,
    one_set,
    stamp,
    start,
    whole_session,
)

pytestmark = pytest.mark.usefixtures("on_tuesday")


# --- whose ---


@pytest.fixture
def theirs(other_patient, therapist):
    """A session of somebody else in the same clinic, with a flag."""
    version = make_version(other_patient, make_exercise(), by=therapist)
    session = Session.start(other_patient, uuid7(), new_or_worse_before=True)
    session.row = version.prescriptions.get()
    return session


def all_rows():
    models = (Session, SetLog, StretchLog, FinishLog, Flag, PatientDay)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_somebody_elses_session_takes_nothing_and_is_as_if_it_were_not_there(
    results, plan, roll, theirs
):
    other = {"key": str(theirs.key)}
    before = all_rows()
    items = [
        one_set(other, roll),
        one_set(other, theirs.row),
        end(other, theirs.row),
        hurt(other, theirs.row),
        finish(other),
        act("withdraw", session=other["key"], of=other["key"]),
    ]
    assert results(items) == [
        NO_SESSION,
        NO_SESSION,
        NO_SESSION,
        NO_SESSION,
        NO_SESSION,
        NO_SESSION,
    ]
    assert all_rows() == before
    nobodys = {"key": str(uuid7())}
    assert results([one_set(nobodys, roll), one_set(nobodys, theirs.row)]) == [NO_SESSION] * 2


def test_somebody_elses_stretch_and_version_are_as_if_they_were_not_there(results, session, theirs):
    mine = {"key": str(session.key)}
    before = all_rows()
    items = [one_set(mine, theirs.row), end(mine, theirs.row), hurt(mine, theirs.row)]
    assert results(items) == [NOT_IN_PLAN] * 3
    foreign = f"{theirs.version.program.code}/{theirs.version.number}"
    assert results([start(version=foreign)]) == ["This plan is not yours."]
    assert all_rows() == before


def test_a_stretch_of_another_version_of_ones_own_is_not_in_this_session(
    results, session, plan, therapist
):
    newer = plan.program.open_draft()
    newer.send(by=therapist, revision=newer.revision)
    mine = {"key": str(session.key)}
    assert results([one_set(mine, newer.prescriptions.first())]) == [NOT_IN_PLAN]


def test_a_key_somebody_else_used_is_free(results, plan, theirs):
    begin = start() | {"key": str(theirs.key)}
    assert results([begin]) == ["stored"]
    assert Session.objects.filter(key=theirs.key).count() == 2


def test_the_batch_of_another_owner_is_answered_409_and_stores_nothing(send, plan, other_patient):
    items = whole_session(plan)
    for owner in (other_patient.code, uuid.uuid4(), "nobody"):
        assert send(items, owner=owner).status_code == 409
    assert counts() == (0, 0, 0, 0)


def test_signed_out_it_leads_to_the_sign_in_and_says_nothing_of_lost_work(client, patient, plan):
    body = {"owner": str(patient.code), "sent_at": stamp(NOW), "items": [start()]}
    answer = client.post(reverse("session_sync"), body, content_type="application/json")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
    assert "not saved" not in client.get(answer.url).content.decode()
    assert counts() == (0, 0, 0, 0)
