"""The book of trials names what is there: tests, modules, and the rows of docs/security.md."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from trials.a11_guards import judge
from trials.book import BOOK, TESTS
from trials.marked_tests import counted
from trials.outcome import Outcome

IDS = {trial.id for trial in BOOK}
LOG = Path(settings.BASE_DIR) / "var/trials/SQLite.log"


def test_every_marked_test_is_of_a_trial_in_the_book():
    tests = Path(settings.BASE_DIR).glob("tests/**/*.py")
    marks = [
        name
        for path in tests
        for marked in re.findall(r"mark\.trial\(([^)]*)\)", path.read_text())
        for name in re.findall(r'"([^"]+)"', marked)
    ]
    assert marks
    assert set(marks) <= IDS


def test_every_other_trial_is_a_module():
    modules = {trial.how for trial in BOOK} - {TESTS}
    assert {name for name in modules if not find_spec(f"trials.{name}")} == set()


def test_the_documented_trials_are_those_of_the_book():
    text = (Path(settings.BASE_DIR) / "docs/security.md").read_text()
    documented = re.findall(r"^\| ([A-E]\d*) \|", text, re.MULTILINE)
    assert documented == list(dict.fromkeys(trial.id for trial in BOOK))


def a_test(name, outcome="passed", **tallied):
    facts = [{"test": name, "outcome": outcome, "seconds": 1.5}]
    return facts + [{"test": name} | tallied] * bool(tallied)


def test_tallies_are_added_and_a_test_without_one_is_a_case():
    facts = a_test("a", cases=20, wrong=0) + a_test("b", cases=2, wrong=0) + a_test("c")
    outcome = counted(facts, "", LOG)
    assert (outcome.cases, outcome.wrong, outcome.seconds) == (23, 0, 4.5)
    assert outcome.meets(23)
    assert not outcome.meets(24)


def test_a_failed_test_is_wrong_whatever_it_tallied():
    assert counted(a_test("a", "failed", cases=9, wrong=0), "", LOG).wrong == 1
    assert counted(a_test("a", "failed", cases=9, wrong=3), "", LOG).wrong == 3
    assert counted(a_test("a", "failed"), "", LOG).wrong == 1


def test_a_trial_without_tests_or_with_a_skipped_one_is_not_met():
    assert not counted([], "", LOG).meets(0)
    assert not counted(a_test("a", "skipped"), "", LOG).meets(0)
    assert not Outcome(cases=9, trouble="could not run").meets(1)


def a_guard(name, test=None):
    return {"guard": f"{name}:7", "name": name, "test": test}


def test_a_guard_without_a_test_is_wrong_unless_it_is_known_to_be_hidden():
    found = [a_guard("a", "test_a"), a_guard("b"), a_guard("c")]
    outcome = judge(found, {"c": "b stands behind it"}, whole=True)
    assert (outcome.cases, outcome.wrong) == (2, 1)
    assert outcome.words == "50 % caught, 1 hidden behind another"
    assert outcome.more == ["a:7 → test_a", "b:7 → NO TEST", "c → hidden: b stands behind it"]


@pytest.mark.parametrize("found", [[a_guard("a", "test_a")], [a_guard("b", "test_b")]])
def test_a_hidden_guard_that_is_gone_or_that_a_test_tells_is_wrong(found):
    assert judge(found, {"a": "why"}, whole=True).wrong == 1


def test_a_part_of_the_hunt_need_not_meet_the_hidden_guards():
    assert judge([a_guard("b", "test_b")], {"a": "why"}, whole=False).wrong == 0


BEGINS = """
from trials.stopping import child, heed
heed()
with child(["sleep", "600"]) as began:
    print(began.pid, flush=True)
    began.wait()
"""


def test_who_is_told_to_stop_ends_what_it_began():
    command = [sys.executable, "-c", BEGINS]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, **options) as process:
        began = int(process.stdout.readline())
        process.terminate()
    with pytest.raises(ProcessLookupError):
        os.kill(began, 0)
