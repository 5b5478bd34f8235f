"""The real player through thirty minutes with 20 pauses and 10 times in the background: after each
of them the screen changes at the frame at which the prescription says it does."""

import random
from itertools import accumulate
from math import ceil

import pytest

from exercises.dosage import Kind
from tests.browser.test_player import begin, phase, press
from tests.factories import make_exercise, make_prescription, make_version
from tests.player.test_clock import expected_times, intervals

__all__ = ["begin"]  # a fixture

FRAME_MS = 16
MINUTES = 30
SEEN = """(state) => {
  Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def plan(patient, therapist, library):
    """Six stretches, 31 minutes and 40 seconds long, of repetitions and of holds."""
    from exercises.models import Exercise

    draft = make_version(patient, sent=False)
    needle, hip = (
        Exercise.objects.get(slug=slug)
        for slug in ("thread-the-needle", "kneeling-hip-flexor-stretch")
    )
    own = [make_exercise(kind=kind) for kind in (Kind.MOBILITY, Kind.MOBILITY)]
    holds = [make_exercise(kind=Kind.MUSCLE) for _number in range(2)]
    make_prescription(draft, own[0], reps=30)
    make_prescription(draft, needle, sets=2, seconds_on=3, seconds_off=3)
    make_prescription(draft, own[1], sets=2, seconds_on=1)
    make_prescription(draft, hip, sets=3)
    make_prescription(draft, holds[0], side="both", sets=4, hold_seconds=45, rest_seconds=20)
    make_prescription(draft, holds[1], side="both", sets=4, hold_seconds=60, rest_seconds=5)
    draft.send(by=therapist, revision=draft.revision)
    return draft


class Day:
    """What happened since Begin, in milliseconds; `page` is told the same."""

    def __init__(self, page, table):
        self.page, self.table = page, table
        self.ends = list(accumulate(seconds * 1000 for _phase, seconds, _this in table))
        self.at, self.events = 0, [(0, "start")]

    def pass_by(self, milliseconds):
        """As after a locked screen: time jumps, and one frame is drawn when it is over."""
        self.page.clock.fast_forward(milliseconds)
        self.at += milliseconds

    def happens(self, verb):
        self.events.append((self.at, verb))

    @property
    def session_ms(self):
        return expected_times([*self.events, (self.at, "frame")], self.table)[-1]

    @property
    def index(self):
        return next(index for index, end in enumerate(self.ends) if self.session_ms < end)

    @property
    def expected(self):
        """(phase, the number on the screen) at this moment."""
        index = self.index
        name, _seconds, this = self.table[index]
        if name == "ready":
            return name, ""
        if name in ("on", "off"):
            first = next(place for place, entry in enumerate(self.table) if entry[2] == this)
            return name, str((index - first) // 2 + 1)
        return name, str(ceil((self.ends[index] - self.session_ms) / 1000))


def shown(page):
    return phase(page), page.locator("[data-count]").inner_text()


def test_after_thirty_minutes_the_screen_changes_at_its_frame(begin, plan):
    page = begin()
    rows = page.evaluate("async () => (await (await fetch('/today/session/plan/')).json()).rows")
    day = Day(page, intervals(rows))
    chance = random.Random(3)
    kinds = ["pause"] * 20 + ["hide"] * 10
    chance.shuffle(kinds)
    changes = 0
    while kinds or day.at < MINUTES * 60_000:
        day.pass_by(chance.randrange(15_000, 36_000))
        if kinds:
            kind = kinds.pop()
            day.happens(kind)
            if kind == "pause":
                press(page, "pause")
                day.pass_by(chance.randrange(200, 9000))
                press(page, "pause")
                day.happens("resume")
            else:
                page.evaluate(SEEN, "hidden")
                day.pass_by(chance.randrange(2000, 70_000))
                page.evaluate(SEEN, "visible")
                day.happens("show")
        day.pass_by(FRAME_MS)
        assert shown(page) == day.expected
        # One millisecond before the next change all is as it was; a frame later it has changed.
        before = day.index
        day.pass_by(ceil(day.ends[before] - day.session_ms) - 1)
        assert (day.index, shown(page)) == (before, day.expected)
        page.clock.run_for(FRAME_MS + 1)
        day.at += FRAME_MS + 1
        assert day.index == before + 1
        assert shown(page) == day.expected
        changes += 1
    assert changes >= 30
    print(f"{day.at / 60_000:.1f} minutes, {changes} changes of phase, each at its frame")
