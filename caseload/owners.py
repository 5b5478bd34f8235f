"""Whose a safety flag is to close, and to whom it goes next.

The patient's therapist; while away, whoever covers. After some hours another therapist of this
patient, else any colleague; after some more the clinic's admins. The hours are the clinic's
(WorklistRules), counted from when it was told; 0 hands nothing on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from caseload.models.rules import WorklistRules
from people.models import Cover, Membership


@dataclass(frozen=True)
class Owner:
    """`members` may each close it, and `words` name them: one person, or which people. `next_at` is
    when it goes to `next_members` (`next_words`), None when it goes nowhere. `before` had it until
    it was passed on: it is still theirs to close as well."""

    members: tuple[Membership, ...]
    words: str
    next_members: tuple[Membership, ...] = ()
    next_words: str = ""
    next_at: datetime | None = None
    before: tuple[Membership, ...] = ()

    def is_of(self, member):
        return member in self.members or member in self.before


class Desk:
    """Who is there, and the hours: loaded once for any number of flags. One query."""

    def __init__(self, clinic, date):
        absences = Cover.objects.holding_on(date).filter(away=OuterRef("pk")).order_by("from_date")
        members = list(
            Membership.objects.open()
            .filter(clinic=clinic)
            .select_related("user", "clinic__worklist_rules")
            .annotate(cover_id=Subquery(absences.values("by")[:1]))
            .order_by("user__name", "id")
        )
        self.clinic = members[0].clinic if members else clinic
        self.rules = WorklistRules.known(self.clinic)
        self.members = {member.pk: member for member in members}
        self.treating = tuple(member for member in members if member.treats)
        self.admins = tuple(
            member for member in members if member.is_admin and member.user.is_active
        )
        self.cover = {
            member.pk: self.members[member.cover_id]
            for member in members
            if member.cover_id in self.members
        }

    def stands_in_for(self, member):
        """Who is there for this member today: the cover's own cover too, never round in a ring."""
        seen = {member.pk}
        while (cover := self.cover.get(member.pk)) and cover.pk not in seen:
            member = cover
            seen.add(member.pk)
        return member

    def others(self, therapists, owner):
        """Who sees to it when the owner does not: another therapist of the patient, else anyone."""
        there = (self.stands_in_for(member) for member in therapists[1:])
        near = tuple(dict.fromkeys(member for member in there if member != owner))
        return near or tuple(member for member in self.treating if member != owner)


def owner_of(told_at, therapists, desk, now):
    """The Owner of a flag told at `told_at`; `therapists` are the patient's, first one first."""
    anyone, admins = _("any colleague"), _("the clinic’s admins")
    if therapists:
        first = desk.stands_in_for(therapists[0])
        steps = [
            (0, (first,), anyone),
            (desk.rules.cover_after_hours, desk.others(therapists, first), anyone),
        ]
    else:
        steps = [(0, desk.treating, anyone)]
    steps.append((desk.rules.admin_after_hours, desk.admins, admins))
    timed = [
        (told_at + timedelta(hours=hours), members, named(members, words))
        for place, (hours, members, words) in enumerate(steps)
        if place == 0 or (hours and members)
    ]
    held = [step for step in timed if step[0] <= now] or timed[:1]
    ahead = timed[len(held) :]
    next_at, next_members, next_words = ahead[0] if ahead else (None, (), "")
    before = tuple(member for step in held[:-1] for member in step[1])
    _since, members, words = held[-1]
    return Owner(members, words, next_members, next_words, next_at, before)


def named(members, several):
    return members[0].user.name if len(members) == 1 else several


def therapists_of(patient):
    """Who treats this patient and still works here, the first one first."""
    links = patient.therapist_links.all()
    return [link.membership for link in links if link.membership.ended_at is None]
