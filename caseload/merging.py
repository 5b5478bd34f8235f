"""Two records of one person made one: what moves, what ends, and what nobody can take back.

One record stays and the other goes: every row of it moves, in one transaction, and it is shown
nowhere any more. What a sent version asks for never changes; only the number it is called by may,
so that each number still names one version of the patient.
"""

import hashlib
import uuid

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseload.models import Monitoring, Review, StaffMinutes
from logbook.models import (
    FinishLog,
    Flag,
    FunctionActivity,
    FunctionPlan,
    FunctionScore,
    Message,
    PatientDay,
    Session,
    SetLog,
    StretchLog,
)
from logbook.models.function import MOST_ACTIVITIES
from people.models import (
    AccessCode,
    Acknowledgement,
    BreakGlass,
    Device,
    Disclosure,
    Episode,
    ErasureRequest,
    HandOver,
    Invitation,
    LegalHold,
    Patient,
    PatientTherapist,
)
from people.wall import every_clinic
from programs.models import DraftStep, Prescription, Program, ProgramPause, ProgramVersion

# Rows with a key are the same post only within one patient: what comes twice gets another key.
KEYED = (Session, StretchLog, SetLog, FinishLog, Flag, Message, StaffMinutes, Disclosure)
MOVED = (
    *KEYED,
    PatientTherapist,
    Episode,
    AccessCode,
    Device,
    Invitation,
    BreakGlass,
    LegalHold,
    ErasureRequest,
    Program,
    ProgramPause,
    ProgramVersion,
    Prescription,
    DraftStep,
    FunctionActivity,
    FunctionScore,
    FunctionPlan,
    Monitoring,
    Review,
)
# Moved in ways of their own, or counted anew.
OTHERS = (
    Acknowledgement,
    HandOver,
    HandOver.patients.through,
    Patient,
    Patient.precautions.through,
    PatientDay,
)

COUNTED = (
    (_("Episodes of care"), Episode),
    (_("Program versions"), ProgramVersion),
    (_("Sessions"), Session),
    (_("Sets logged"), SetLog),
    (_("Messages"), Message),
    (_("Safety flags"), Flag),
    (_("Activities scored"), FunctionScore),
    (_("Reviews"), Review),
    (_("Entries of minutes"), StaffMinutes),
)


class Changed(Exception):
    """One of the two records is no longer what was shown."""


class TherapistNeeded(Exception):
    """Whoever merges may open neither record, and a sign-in would come to open more than before."""


def counts(patient):
    """How many rows of each kind this record holds, in the order of COUNTED."""
    return [model.objects.filter(patient=patient).count() for _label, model in COUNTED]


def mark(*patients):
    """A short mark of what was shown of these records, to tell later whether it still holds."""
    facts = [
        (p.code, p.revision, p.user_id, p.name, p.email, p.phone, p.birth_year, *counts(p))
        for p in sorted(patients, key=lambda patient: patient.pk)
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def opens_more(first, second):
    """Whether a sign-in of one record, or a link to make one, would open what the other holds."""
    pairs = ((first, second), (second, first))
    return any(is_opened(one) and any(counts(other)) for one, other in pairs)


def is_opened(patient):
    return patient.user_id is not None or patient.invitations.unused().exists()


@transaction.atomic
def merge(stays, goes, *, seen, by=None, sign_in=None, **words):
    """Move all of `goes` to `stays`. `words` are the patient's name, e-mail and the like as they
    shall read; `sign_in` is whose sign-in stays where both have one.

    Raises Changed when a record is not what `seen` was the mark of, and TherapistNeeded where `by`
    treats nobody: else a made-up patient's sign-in would read what its maker may not.
    """
    both = Patient.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk")
    locked = {patient.pk: patient for patient in both}
    stays, goes = locked[stays.pk], locked[goes.pk]
    if stays.clinic_id != goes.clinic_id or stays.pk == goes.pk:
        raise ValueError("Two records of one clinic are made one.")
    if stays.merged_into_id or goes.merged_into_id or mark(stays, goes) != seen:
        raise Changed
    if by and not by.treats and opens_more(stays, goes):
        raise TherapistNeeded
    end_what_is_open_twice(stays, goes)
    drop_what_both_have(stays, goes)
    give_free_numbers(stays, goes)
    give_free_keys(stays, goes)
    days = {day for p in (stays, goes) for day in p.days.values_list("local_date", flat=True)}
    goes.days.all().delete()
    for model in MOVED:
        model.objects.filter(patient=goes).update(patient=stays)
    known = stays.acknowledgements.values("notice")
    goes.acknowledgements.exclude(notice__in=known).update(patient=stays)
    for offer in goes.hand_overs.all():
        offer.patients.remove(goes)
        offer.patients.add(stays)
    stays.precautions.add(*goes.precautions.all())
    goes.precautions.clear()
    become_one(stays, goes, sign_in, words)
    for day in sorted(days):
        PatientDay.recompute(stays, day)
    return stays


def end_what_is_open_twice(stays, goes):
    """Of each thing a patient has one of, the record's that goes ends; what only it has moves."""
    now = timezone.now()
    if stays.episodes.filter(discharged_at=None).exists():
        goes.episodes.filter(discharged_at=None).update(discharged_at=now)
    if stays.access_codes.filter(revoked_at=None).exists():
        goes.access_codes.filter(revoked_at=None).update(revoked_at=now)
        goes.devices.filter(revoked_at=None).update(revoked_at=now)
    if stays.legal_holds.filter(lifted_at=None).exists():
        for hold in goes.legal_holds.filter(lifted_at=None):
            LegalHold.lift(goes, hold.set_by)
    if stays.erasure_requests.filter(state=ErasureRequest.State.ASKED).exists():
        ErasureRequest.settle(goes, ErasureRequest.State.WITHDRAWN)
    if stays.sessions.filter(state=Session.State.OPEN).exists():
        goes.sessions.filter(state=Session.State.OPEN).update(state=Session.State.CLOSED)
    if stays.monitorings.filter(ended_on=None).exists():
        for course in goes.monitorings.filter(ended_on=None):
            course.ended_on = max(course.started_on, goes.today())
            course.save(update_fields=["ended_on"])
    end_one_program(stays, goes)


def end_one_program(stays, goes):
    """The program of the record that stays goes on, unless only the other one was ever sent. A
    pause that stop signs put on the one that ends holds for the one that goes on."""
    kept = stays.programs.filter(status=Program.Status.OPEN).first()
    ended = goes.programs.filter(status=Program.Status.OPEN).first()
    if kept is None or ended is None:
        return
    if ended.versions.sent().exists() and not kept.versions.sent().exists():
        kept, ended = ended, kept
    pause = ended.pauses.running().first()
    ended.end(ended.patient.today())
    if pause:
        holds = kept.pause(kept.patient.today(), pause.reason, by=pause.by)
        Flag.objects.filter(pause=pause).update(pause=holds)


def drop_what_both_have(stays, goes):
    """What says the same of both records stays once: who treats them, a plan, a page reviewed.

    The second acknowledgement of one notice is evidence, so it stays with the old record.
    """
    mine = stays.therapist_links.values("membership")
    goes.therapist_links.filter(membership__in=mine).delete()
    for link in goes.therapist_links.order_by("id"):  # after those the patient has already
        link.delete()
        stays.therapist_links.create(membership_id=link.membership_id)
    if FunctionPlan.objects.filter(patient=stays).exists():
        FunctionPlan.objects.filter(patient=goes).delete()
    seen = set(stays.reviews.values_list("by", "seen_until"))
    for review in goes.reviews.all():
        if (review.by_id, review.seen_until) in seen:
            review.delete()


def give_free_numbers(stays, goes):
    """Activities take the free places of the five; without one they come off the list. Versions
    are numbered on, beyond those of either record."""
    taken = set(stays.activities.filter(removed_on=None).values_list("position", flat=True))
    free = [place for place in range(1, MOST_ACTIVITIES + 1) if place not in taken]
    for activity in goes.activities.filter(removed_on=None).order_by("position"):
        activity.patient = stays
        if free:
            activity.position = free.pop(0)
        else:
            activity.removed_on = goes.today()
        activity.save(update_fields=["patient", "position", "removed_on"])
    if stays.program_versions.exists():
        both = ProgramVersion.objects.filter(patient__in=[stays, goes])
        highest = both.aggregate(most=Max("number"))["most"]
        goes.program_versions.update(number=F("number") + highest)


def give_free_keys(stays, goes):
    for model in KEYED:
        taken = model.objects.filter(patient=stays).values("key")
        for row in model.objects.filter(patient=goes, key__in=taken):
            model.objects.filter(pk=row.pk).update(key=uuid.uuid5(goes.code, str(row.key)))


def become_one(stays, goes, sign_in, words):
    """Name, e-mail, sign-in and marks of the one; the other points to it and is shown nowhere."""
    users = [patient.user for patient in (stays, goes) if patient.user_id]
    user = sign_in if sign_in in users else next(iter(users), None)
    Patient.objects.filter(merged_into=goes).update(merged_into=stays)
    goes.merged_into, goes.user = stays, None
    goes.revision += 1
    goes.save(update_fields=["merged_into", "user", "revision"])
    stays.user = user
    for name, value in words.items():
        setattr(stays, name, value)
    if user:
        stays.email = user.email
    stays.pain_limit = stays.pain_limit or goes.pain_limit
    stays.revision += 1
    stays.save(update_fields=[*words, "user", "email", "pain_limit", "revision"])
    unused = stays.invitations.unused()
    (unused if user else unused.exclude(email=stays.email.lower())).end()
    for other in users:
        if other != user:
            end_sign_in(other)


def end_sign_in(user):
    """Nobody signs in with this any more, unless it also leads elsewhere."""
    with every_clinic():
        elsewhere = user.memberships.open().exists() or user.patient_records.exists()
    if not elsewhere:
        user.is_active = False
        user.save(update_fields=["is_active"])
