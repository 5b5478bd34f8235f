from .days import PatientDay
from .logs import SetLog, StretchLog
from .sessions import Session

__all__ = ["PatientDay", "Session", "SetLog", "StretchLog"]
