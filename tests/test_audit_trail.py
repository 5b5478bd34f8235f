"""Trial E1: whatever answer carries a patient's words has exactly one row of the audit trail, and
that row names the patient. Tried with each request of the access table that somebody may make; a
mail that it sends counts as a part of the answer.
"""

from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.signals import request_finished

from people.models import AuditedPatient, AuditEvent
from tests.access_rows import ROWS
from tests.test_access import world  # noqa: F401  (a fixture)


@contextmanager
def written():
    """What the trail got in one request, read before it is undone: (what it was, whose page it was
    or None, who else stood on it)."""
    rows = []

    def read(**_signal):
        for event in AuditEvent.objects.order_by("id"):
            listed = AuditedPatient.objects.filter(listed=event.listed).exclude(listed="")
            others = set(listed.values_list("patient_code", flat=True))
            rows.append((f"{event.action} {event.outcome}", event.patient_code, others))

    request_finished.connect(read)
    try:
        yield rows
    finally:
        request_finished.disconnect(read)


def asked_by_those_who_may(world):  # noqa: F811
    """(in words, whose words the answer carries, its own rows of the trail)"""
    codes = {owner: world.people[owner].code for owner in world.canaries}
    for row in ROWS:
        for role in sorted(row.who | row.names):
            for htmx in (False, True):
                mail.outbox.clear()
                with written() as rows:
                    answer, body = world.ask(row, role, htmx)
                sent = "".join(str(one.message()) for one in mail.outbox)
                seen = body + str(answer.headers) + sent
                shown = {codes[owner] for owner, word in world.canaries.items() if word in seen}
                action = f"{row.name} {row.method.upper()}"
                own = [(whose, others) for what, whose, others in rows if what == f"{action} ok"]
                yield f"{role} {action} {row.label} {htmx=}", shown, own


@pytest.mark.trial("E1")
def test_every_answer_with_a_canary_has_one_row_that_names_its_patient(world, tally):  # noqa: F811
    has_canaries = {world.people[owner].code for owner in world.canaries}
    cases, wrong, too_many = 0, [], []
    for asked, shown, own in asked_by_those_who_may(world):
        if not shown:
            continue
        cases += 1
        if len(own) != 1:
            wrong.append(f"{asked}: {len(own)} rows")
            continue
        whose, others = own[0]
        if not shown <= {whose, *others}:
            wrong.append(f"{asked}: a patient is not named")
        elif others & has_canaries - shown:
            too_many.append(asked)
    tally("E1", cases=cases, wrong=len(wrong))
    assert wrong == []
    assert too_many == []
    assert cases > 250


def test_a_patient_who_is_shown_and_not_noted_is_found(world, tally, monkeypatch):  # noqa: F811
    """The trial can fail: without the note of who was read, lists name nobody."""
    monkeypatch.setattr("people.models.patients.see", lambda code: None)
    page = next(row for row in ROWS if row.name == "caseload")
    with written() as rows:
        _answer, body = world.ask(page, "therapist", False)
    assert "canary-patient-name" in body
    assert rows == []
