"""Every table a patient's record lies in: its name in an export, and what an erasure makes of it.

A test walks the models from Patient. One that is neither here nor in ELSEWHERE fails it, and so
does a text field of which nobody said what becomes of it (`words`) or that it stays (`stays`).
"""

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.db.models import F, Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caseload.models import Monitoring, Review, StaffMinutes
from exercises.models import ParametersWording, StretchParameters, Wording
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
from people.models import (
    AccessCode,
    Acknowledgement,
    AuditEvent,
    BreakGlass,
    Device,
    Disclosure,
    Episode,
    ErasureRequest,
    HandOver,
    Invitation,
    LegalHold,
    Membership,
    Patient,
    PatientTherapist,
    SignIn,
    User,
)
from people.models.clinics import nobodys_email
from people.models.patients import Look
from programs.models import (
    DraftStep,
    Prescription,
    Program,
    ProgramPause,
    ProgramVersion,
    Template,
)

ERASED = "[erased]"  # where a word must stand: a mark, in no language
# Our own marks, in every table: they say nothing to anybody, or open something.
MARKS = {"id", "content_sha256", "token_sha256"}


@dataclass(frozen=True, eq=False)
class Table:
    """`name` is the list's in data.json and `title` its heading; without a title it is not a list
    of its own, and `left_out` says why or where it is."""

    model: type[Model]
    name: str
    title: Promise | None = None
    path: str = "patient"
    left_out: str = ""
    words: dict[str, Any] = field(default_factory=dict)  # what they hold after an erasure
    stays: tuple[str, ...] = ()  # text that names nobody
    secret: tuple[str, ...] = ()  # in no export
    goes: bool = False  # an erasure deletes its rows
    own_copy: bool = False  # in the copy a patient makes, not in one made by staff
    of_sign_in: bool = False  # stays as it is where the sign-in also leads elsewhere

    def rows(self, patient):
        """Those of this patient, and of records that were made one with it, in their order."""
        whole = Patient.objects.filter(Q(pk=patient.pk) | Q(merged_into=patient))
        return self.model._base_manager.filter(**{f"{self.path}__in": whole}).order_by("pk")

    def fields(self):
        """What an export says of a row: all but our own marks, secrets, and whose row it is."""
        hidden = MARKS | set(self.secret)
        fields = self.model._meta.concrete_fields
        return [f for f in fields if f.name not in hidden and f.related_model is not Patient]

    def lists(self):
        """Lists in a row, but for lists of patients: the others are other people."""
        lists = self.model._meta.many_to_many
        return [f for f in lists if f.related_model is not Patient and f.name not in self.secret]

    def erase(self, patient):
        rows = self.rows(patient)
        if self.goes:
            rows.delete()
        elif self.words:
            rows.update(**{name: made(value) for name, value in self.words.items()})


def made(value):
    return value() if callable(value) else value


# Those that others point to come after them: an erasure deletes in this order.
TABLES = [
    Table(
        Patient,
        "patient",
        _("You"),
        path="pk",
        words={
            "name": ERASED,
            "email": "",
            "phone": "",
            "birth_year": None,
            "pain_limit": None,
            "look": Look.STANDARD,
        },
        stays=("language", "zone"),
    ),
    Table(
        Patient.precautions.through,
        "precautions",
        left_out="a list in the patient’s own row",
        goes=True,
    ),
    Table(
        EmailAddress,
        "sign_in_addresses",
        _("Your sign-in addresses"),
        path="user__patient_records",
        goes=True,
        of_sign_in=True,
    ),
    Table(
        Authenticator,
        "second_factors",
        _("Your second factors"),
        path="user__patient_records",
        secret=("data",),
        own_copy=True,
        goes=True,
        of_sign_in=True,
    ),
    Table(
        SignIn,
        "signed_in_browsers",
        _("Where you are signed in"),
        path="user__patient_records",
        secret=("auth_hash",),
        own_copy=True,
        goes=True,
        of_sign_in=True,
    ),
    Table(
        User,
        "sign_in",
        _("Your sign-in"),
        path="patient_records",
        words={
            "name": "",
            "email": nobodys_email,
            "password": lambda: make_password(None),
            "is_active": False,
            "times_signed_out": F("times_signed_out") + 1,
        },
        secret=("password", "times_signed_out", "is_superuser", "groups", "user_permissions"),
        of_sign_in=True,
    ),
    Table(PatientTherapist, "therapists", _("Who treats you"), goes=True),
    Table(
        Episode,
        "episodes",
        _("Episodes of care"),
        words={
            "complaint": ERASED,
            "goals": "",
            "referrer": "",
            "surgery_on": None,
            "next_visit_on": None,
        },
    ),
    Table(Device, "phones", _("Phones your handout opened"), own_copy=True, goes=True),
    Table(AccessCode, "handout_codes", _("Codes of your handouts"), goes=True),
    Table(
        Invitation,
        "invitations",
        _("Invitations"),
        words={"email": "", "name": "", "credentials": ""},
        stays=("token_sha256",),
    ),
    Table(
        HandOver.patients.through,
        "hand_overs_patients",
        left_out="links a hand-over to all its patients",
        goes=True,
    ),
    Table(HandOver, "hand_overs", _("Hand-overs to another therapist"), path="patients"),
    Table(
        BreakGlass,
        "opened_with_a_reason",
        _("Opened by somebody who does not treat you"),
        words={"reason": ERASED, "note": ""},
    ),
    Table(Acknowledgement, "notices_read", _("Notices you read"), stays=("language",)),
    Table(
        Disclosure,
        "given_out",
        _("What your clinic gave to others"),
        words={"to_whom": ERASED, "what": ERASED, "why": ERASED},
    ),
    Table(
        LegalHold,
        "legal_holds",
        left_out="the clinic's own legal work, no part of the care",
        words={"why": ERASED},
    ),
    Table(
        ErasureRequest,
        "erasure_requests",
        _("What you asked to be erased"),
        words={"answer": ""},
    ),
    Table(Program, "programs", _("Programs")),
    Table(
        Template.programs.through,
        "template_programs",
        path="program__patient",
        left_out="which template of the clinic a program began with",
    ),
    Table(ProgramPause, "pauses", _("Pauses")),
    Table(
        ProgramVersion,
        "program_versions",
        _("Versions of your programs"),
        words={"progression_note": ""},
    ),
    Table(
        Prescription,
        "prescriptions",
        _("Stretches prescribed"),
        words={"note": "", "precaution_reason": ""},
    ),
    Table(
        Prescription.swaps.through,
        "prescription_swaps",
        path="prescription__patient",
        left_out="a list in each prescription",
    ),
    Table(
        DraftStep,
        "draft_steps",
        left_out="what undo puts back while a draft is edited, gone when it is sent",
        goes=True,
    ),
    Table(
        Session,
        "sessions",
        _("Sessions"),
        words={"note": "", "content_sha256": ""},
        stays=("zone",),
    ),
    Table(StretchLog, "stretches_done", _("Stretches done"), words={"content_sha256": ""}),
    Table(SetLog, "sets_done", _("Sets done")),
    Table(
        FinishLog,
        "answers_at_the_end",
        _("Answers at the end of sessions"),
        words={"note": "", "content_sha256": ""},
    ),
    Table(Message, "messages", _("Messages"), words={"body": ERASED}),
    Table(PatientDay, "days", _("Days in numbers")),
    Table(Flag, "safety_flags", _("Safety flags"), words={"finding": ""}, stays=("asked",)),
    Table(FunctionActivity, "activities", _("Activities"), words={"words": ERASED}),
    Table(FunctionScore, "activity_scores", _("Scores of your activities")),
    Table(FunctionPlan, "activity_plans", _("How often activities are scored")),
    Table(
        Monitoring,
        "monitoring",
        _("Monitoring"),
        words={"plan_of_care": "", "biller": "", "modifiers": ""},
    ),
    Table(StaffMinutes, "minutes", _("Minutes your therapist spent"), words={"what": ERASED}),
    Table(Review, "reviews", _("When your record was reviewed")),
]

# Not the patient's: the first names programs, the others a user, who may also be a patient. No
# path leads on from here.
ELSEWHERE = {
    AuditEvent: "who opened which record, without a word of it; a patient reads it under Me",
    Template: "what a clinic begins programs with; of those it knows only which they were",
    Membership: "who works at a clinic; a patient who does has this as staff",
    EmailConfirmation: "a key that was mailed; this installation mails none",
    LogEntry: "what an admin changed in the shared library",
    StretchParameters.history.model: "who changed the library",
    Wording.history.model: "who changed the library",
    ParametersWording.history.model: "who changed the library",
}

EXPORTED = [table for table in TABLES if not table.left_out]
EXPORTED_BY_STAFF = [table for table in EXPORTED if not table.own_copy]
