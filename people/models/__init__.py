from .clinics import Clinic, Membership, User
from .invitations import Invitation
from .notices import Acknowledgement, Notice, NoticeText
from .patients import Episode, Patient, PatientTherapist, PrecautionTag

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
    "User",
]
