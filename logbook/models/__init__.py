from .days import PatientDay
from .flags import Flag
from .logs import DifferentContent, FinishLog, LowestPlace, Reason, SetLog, StretchLog
from .sessions import NoPlan, Session
from .spine import SpineRow

__all__ = [
    "DifferentContent",
    "FinishLog",
    "Flag",
    "LowestPlace",
    "NoPlan",
    "PatientDay",
    "Reason",
    "Session",
    "SetLog",
    "SpineRow",
    "StretchLog",
]
