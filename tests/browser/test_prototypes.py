"""No key that comes from outside reaches what all objects of a page share: prototype pollution."""

import json

import pytest

from logbook.plan import Plan
from logbook.sync import Batch
from tests.browser.conftest import DESK
from tests.browser.phone import assert_sessions

KEYS = {
    "__proto__": {"polluted": "yes"},
    "constructor": {"prototype": {"polluted": "yes"}},
}
IN_ADDRESS = "__proto__[polluted]=yes&__proto__.polluted=yes&constructor[prototype][polluted]=yes"
POLLUTED = "() => [({}).polluted, [].polluted, (() => 0).polluted, window.polluted]"
# What careless code does; if this did not work, nothing would be shown.
CARELESS = """(text) => {
  const merge = (into, from) => {
    for (const key of Object.keys(from)) {
      if (from[key] instanceof Object && into[key]) merge(into[key], from[key]);
      else into[key] = from[key];
    }
  };
  merge({}, JSON.parse(text));
  const found = ({}).polluted;
  delete Object.prototype.polluted;
  return found;
}"""


def poisoned(value):
    """The same JSON with those keys in every object of it."""
    if isinstance(value, dict):
        return {key: poisoned(inner) for key, inner in value.items()} | KEYS
    if isinstance(value, list):
        return [poisoned(inner) for inner in value]
    return value


def test_the_keys_would_do_harm(open_page):
    page = open_page()
    for key, value in KEYS.items():
        assert page.evaluate(CARELESS, json.dumps({key: value})) == "yes"


def test_of_a_plan_and_of_answers(monkeypatch, offline_plan, phones, patient):
    """A whole session from a plan with such keys everywhere, and answers with them."""
    as_json, answers = Plan.as_json, Batch.answers
    monkeypatch.setattr(Plan, "as_json", lambda plan: poisoned(as_json(plan)))
    monkeypatch.setattr(Batch, "answers", lambda batch: poisoned(answers(batch)))
    phone = phones(patient)
    phone.open_today()
    kept = json.dumps(poisoned({"voice": True}))
    phone.tab.evaluate("(kept) => localStorage.setItem('homestretch-switches', kept)", kept)
    phone.open_player()
    key = phone.do_session()
    phone.wait_until_sent()
    assert_sessions(patient, [key])
    assert phone.tab.evaluate(POLLUTED) == [None] * 4


@pytest.mark.parametrize("path", ["/caseload/", "/stretches/", "/inbox/", "/patients/add/"])
def test_of_an_address(open_page, therapist, patient, path):
    page = open_page(therapist, viewport=DESK)
    page.goto(f"{path}?{IN_ADDRESS}#{IN_ADDRESS}")
    page.wait_for_load_state()
    assert page.evaluate(POLLUTED) == [None] * 4
