from .clinics import Clinic, Membership, User
from .invitations import Invitation
from .notices import Acknowledgement, Notice, NoticeText
from .patients import Episode, Patient, PatientTherapist, PrecautionTag
from .stop_signs import StopSignList, StopSignText

__all__ = [
    "Acknowledgement",
    "Clinic",
    "Episode",
    "Invitation",
    "Membership",
    "Notice",
    "NoticeText",
    "Patient",
    "PatientTherapist",
    "PrecautionTag",
    "StopSignList",
    "StopSignText",
    "User",
]
