"""Two browsers edit one program a hundred times, different rows and the same: no edit is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs.models import DraftStep, Prescription
from tests.browser.conftest import DESK
from tests.factories import make_exercise, make_prescription, make_version

ROUNDS = 50


@pytest.fixture
def codes(patient):
    """The codes of a draft's four rows."""
    draft = make_version(patient, sent=False)
    rows = [make_prescription(draft, make_exercise(), position=place) for place in range(1, 5)]
    return [row.code for row in rows]


class Desk:
    """One therapist's browser at the builder."""

    def __init__(self, page, patient):
        self.page = page
        self.conflicts = 0
        page.goto(reverse("program", args=[patient.code]))

    def type(self, code, reps):
        self.reps = str(reps)
        self.field = self.page.locator(f"[name='{code}-reps']")
        self.field.fill(self.reps)

    def press_save(self):
        """With the Enter key, from the field; what htmx swaps in is another field."""
        self.old = self.field.element_handle()
        self.field.press("Enter")

    def read(self, answer):
        """What came back: saved, or 409 with both versions and the typed number still there."""
        self.old.wait_for_element_state("hidden")
        if answer.status == 200:
            expect(self.page.locator("#messages")).to_contain_text("Saved.")
            return True
        assert answer.status == 409
        self.conflicts += 1
        both = self.page.locator(".both section")
        expect(both).to_have_count(2)
        expect(both.first).to_contain_text(f"of {self.reps}")
        expect(self.field).to_have_value(self.reps)
        return False

    def save_again(self):
        """A look at both, then Save; once more if the other one was faster again."""
        for _more in range(3):
            with self.page.expect_response("**/save/") as answer:
                self.press_save()
            if self.read(answer.value):
                return
        raise AssertionError("who looks and saves again has it saved")


def both_save(one, other):
    """Both press Save before either has an answer; returns who must look and save again."""
    with (
        one.page.expect_response("**/save/") as first,
        other.page.expect_response("**/save/") as second,
    ):
        one.press_save()
        other.press_save()
    answers = [(one, first.value), (other, second.value)]
    return [who for who, answer in answers if not who.read(answer)]


def reps_ever_saved():
    """Every number that a row of the draft held after one of its changes, or holds now."""
    before = DraftStep.objects.values_list("before", flat=True)
    held = {row["reps"] for snapshot in before for row in snapshot["rows"]}
    return held | set(Prescription.objects.values_list("reps", flat=True))


@pytest.mark.trial("D7")
def test_a_hundred_edits_lose_none(therapist, colleague, patient, codes, open_page, tally):
    Prescription.objects.update(sets=2)
    one = Desk(open_page(therapist, viewport=DESK), patient)
    other = Desk(open_page(colleague, viewport=DESK), patient)
    for number in range(ROUNDS):
        same = number % 2 == 1
        mine, theirs = codes[number % 4], codes[(number + (0 if same else 1)) % 4]
        reps = 1 + 2 * number, 2 + 2 * number
        one.type(mine, reps[0])
        other.type(theirs, reps[1])
        again = both_save(one, other)
        assert again or not same, "nobody writes over what they have not seen"
        for who in again:
            who.save_again()
        now = dict(Prescription.objects.values_list("code", "reps"))
        if same:
            assert now[mine] == int(again[-1].reps), "the last to look and save"
        else:
            assert (now[mine], now[theirs]) == reps
    lost = set(range(1, 101)) - reps_ever_saved()
    tally("D7", cases=100, wrong=len(lost))
    assert lost == set()
    assert DraftStep.objects.count() == 100
    conflicts = one.conflicts + other.conflicts
    print(f"\n100 edits: {conflicts} times both were shown and it was saved again")
