from .days import PatientDay
from .logs import DifferentContent, FinishLog, Reason, SetLog, StretchLog
from .sessions import NoPlan, Session
from .spine import SpineRow

__all__ = [
    "DifferentContent",
    "FinishLog",
    "NoPlan",
    "PatientDay",
    "Reason",
    "Session",
    "SetLog",
    "SpineRow",
    "StretchLog",
]
