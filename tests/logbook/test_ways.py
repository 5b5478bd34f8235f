"""An easier way that the therapist allowed: on the page of a stretch, and from a phone."""

import pytest
from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import DifferentContent, Session, StretchLog
from tests.logbook.phone import NOT_IN_PLAN, NOW, stamp

pytestmark = pytest.mark.usefixtures("on_tuesday")


@pytest.fixture
def ways(patient, therapist, plan):
    """(a way to do the press up that the patient may swap to, one that is not allowed)."""
    draft = plan.program.open_draft()
    press = draft.prescriptions.get(variation__exercise__slug="press-up")
    made = []
    for slug in ("standing", "on-elbows"):
        way = press.exercise.variations.create(slug=slug)
        press.exercise.wordings.create(
            variation=way, name=f"Press up, {slug}", steps=[{"role": "movement", "text": "Lean."}]
        )
        made.append(way)
    press.swaps.add(made[0])
    draft.send(by=therapist, revision=draft.revision)
    return made


@pytest.fixture
def press(ways, patient):
    return patient.prescriptions.get(swaps=ways[0])


@pytest.fixture
def session(press, patient):
    return Session.start(patient, uuid7())


def address(press):
    return reverse("stretch_log", args=[press.code])


def logged():
    return StretchLog.objects.get(current=True)


def test_the_page_offers_it_and_shows_its_words(as_user, patient, press, session, ways):
    client = as_user(patient)
    usual = client.get(address(press)).content.decode()
    assert "An easier way: Press up, standing" in usual
    assert "on-elbows" not in usual
    assert 'name="done_as"' not in usual
    easier = client.get(address(press) + f"?way={ways[0].opaque_id}").content.decode()
    assert "<p>Press up, standing</p>" in easier
    assert "Lean." in easier
    assert f'name="done_as" value="{ways[0].opaque_id}"' in easier
    assert "Back to the usual way: Press up" in easier


def test_it_is_logged_as_done_that_way(as_user, patient, press, session, ways):
    client = as_user(patient)
    data = {"key": uuid7(), "as_planned": "1", "done_as": ways[0].opaque_id}
    assert client.post(address(press), data).status_code == 302
    assert (logged().prescription, logged().done_as) == (press, ways[0])
    again = client.get(address(press)).content.decode()
    assert f'name="done_as" value="{ways[0].opaque_id}"' in again
    client.post(address(press), {"key": uuid7(), "as_planned": "1"})
    assert logged().done_as is None


@pytest.mark.parametrize("other", ["not-allowed", "made-up"])
def test_no_other_way(as_user, patient, press, session, ways, other):
    named = ways[1].opaque_id if other == "not-allowed" else other
    client = as_user(patient)
    data = {"key": uuid7(), "as_planned": "1", "done_as": named}
    assert client.post(address(press), data).status_code == 422
    assert not StretchLog.objects.exists()
    assert 'name="done_as"' not in client.get(address(press) + f"?way={named}").content.decode()


def test_the_verbs_refuse_it_too(press, session, ways):
    with pytest.raises(ValueError, match="allowed"):
        session.log_stretch(press, uuid7(), done_as=ways[1])
    with pytest.raises(ValueError, match="allowed"):
        session.close_stretch(press, uuid7(), done_as=ways[1])


def test_the_same_key_with_another_way_is_other_content(press, session, ways):
    key = uuid7()
    session.log_stretch(press, key, done_as=ways[0])
    assert session.log_stretch(press, key, done_as=ways[0]).already
    with pytest.raises(DifferentContent):
        session.log_stretch(press, key)


def test_a_phone_is_told_the_ways_by_opaque_ids(as_user, patient, press, ways):
    plan = as_user(patient).get(reverse("session_plan")).json()
    swaps = {row["code"]: row["swaps"] for row in plan["rows"]}
    assert swaps.pop(str(press.code)) == [ways[0].opaque_id]
    assert list(swaps.values()) == [[], []]


def item(session, press, **fields):
    of = {"session": str(session.key), "prescription": str(press.code)}
    return {"act": "stretch", "key": str(uuid7()), "at": stamp(NOW), **of, **fields}


def test_a_phone_says_how_it_was_done(results, session, press, ways):
    session.log_set(press, uuid7(), "none", 1, 10)
    assert results([item(session, press, done_as=ways[0].opaque_id)]) == ["stored"]
    assert (logged().done_as, logged().as_planned) == (ways[0], True)
    # Said again without it, it stays.
    assert results([item(session, press, pain=2)]) == ["stored"]
    assert (logged().done_as, logged().pain) == (ways[0], 2)


def test_a_phone_may_not_make_one_up(results, session, press, ways):
    assert results(
        [
            item(session, press, done_as=ways[1].opaque_id),
            item(session, press, done_as="nothing"),
        ]
    ) == [NOT_IN_PLAN, NOT_IN_PLAN]
    assert not StretchLog.objects.exists()
