from .access_codes import AccessCode, Device
from .audit import AuditedPatient, AuditEvent, AuditSeal
from .break_glass import BreakGlass, lent_to
from .clinics import Clinic, User
from .cover import Cover, HandOver
from .disclosures import Disclosure
from .erasure import ErasureRequest, LegalHold
from .imports import ImportRun
from .invitations import Invitation
from .memberships import Membership
from .notices import Acknowledgement, Notice, NoticeText
from .outbox import OutgoingMail
from .patients import Episode, Patient, PatientTherapist, PrecautionTag
from .sign_ins import SignIn
from .stop_signs import StopSignList, StopSignText

__all__ = [
    "AccessCode",
    "Acknowledgement",
    "AuditEvent",
    "AuditSeal",
    "AuditedPatient",
    "BreakGlass",
    "Clinic",
    "Cover",
    "Device",
    "Disclosure",
    "Episode",
    "ErasureRequest",
    "HandOver",
    "ImportRun",
    "Invitation",
    "LegalHold",
    "Membership",
    "Notice",
    "NoticeText",
    "OutgoingMail",
    "Patient",
    "PatientTherapist",
    "PrecautionTag",
    "SignIn",
    "StopSignList",
    "StopSignText",
    "User",
    "lent_to",
]
