from .correspondents import Correspondent
from .days import PatientDay
from .flags import AlreadyClosed, Flag, WrongOutcome
from .function import (
    AnsweredByPatient,
    FunctionActivity,
    FunctionPlan,
    FunctionScore,
    TooManyActivities,
)
from .logs import DifferentContent, FinishLog, LowestPlace, Reason, SetLog, StretchLog
from .messages import CareHasEnded, Message, TooManyMessages
from .sessions import NoPlan, Session
from .spine import SpineRow

__all__ = [
    "AlreadyClosed",
    "AnsweredByPatient",
    "CareHasEnded",
    "Correspondent",
    "DifferentContent",
    "FinishLog",
    "Flag",
    "FunctionActivity",
    "FunctionPlan",
    "FunctionScore",
    "LowestPlace",
    "Message",
    "NoPlan",
    "PatientDay",
    "Reason",
    "Session",
    "SetLog",
    "SpineRow",
    "StretchLog",
    "TooManyActivities",
    "TooManyMessages",
    "WrongOutcome",
]
