"""What other numbers would change on today's worklist of a whole clinic: counts, and for those who
treat patients also names."""

import copy
from collections import Counter
from dataclasses import dataclass

from caseload.models import CaseloadPatient
from caseload.rules import RULES, held
from caseload.rules.program import paused


@dataclass(frozen=True)
class Share:
    """One therapist's patients who need somebody, now and then."""

    name: str
    now: int
    then: int


class Effect:
    """`of` is how many patients are in care. `by_rule` counts those a rule would show; one patient
    may count in two. `leaving` and `joining` are patients, for those who may know."""

    def __init__(self, desk, today, rules, pain_limit):
        then = copy.copy(desk.clinic)
        then.pain_limit = pain_limit
        patients = CaseloadPatient.objects.present().filter(clinic=desk.clinic).in_care()
        rows = patients.for_worklist(today, desk.clinic, desk.rules, rules.most_sessions)
        before = {row for row in rows if needs_somebody(row, desk.clinic, desk.rules)[0]}
        self.by_rule: Counter[str] = Counter()
        after = set()
        for row in rows:
            needs, rule_names = needs_somebody(row, then, rules)
            self.by_rule.update(rule_names)
            if needs:
                after.add(row)
        self.of, self.now, self.then = len(rows), len(before), len(after)
        self.leaving = [row for row in rows if row in before - after]
        self.joining = [row for row in rows if row in after - before]
        self.shares = [
            Share(member.user.name, mine(before, member), mine(after, member))
            for member in desk.treating
        ]

    @property
    def counts(self):
        """How many patients each rule on the page would show; a pause is no rule to set."""
        return {rule.__name__: self.by_rule[rule.__name__] for rule in RULES if rule != paused}

    @property
    def change(self):
        return self.then - self.now

    @property
    def size(self):
        return abs(self.change)


def needs_somebody(row, clinic, rules):
    """Whether anybody needs to act under these numbers, and the names of the rules that hold."""
    row.clinic, row.rules = clinic, rules
    reasons = list(held(row))
    return any(reason.needs_you for _rule, reason in reasons), [r.__name__ for r, _ in reasons]


def mine(rows, member):
    """How many of them have this member as their first therapist."""
    return sum(row.therapist_ids[:1] == [member.pk] for row in rows)
