from .pauses import ProgramPause
from .prescriptions import Prescription, SentNeverChanges
from .programs import Program, Refused, StaleEdit
from .templates import Template, TemplateItem
from .undo import DraftStep
from .versions import ProgramVersion

__all__ = [
    "DraftStep",
    "Prescription",
    "Program",
    "ProgramPause",
    "ProgramVersion",
    "Refused",
    "SentNeverChanges",
    "StaleEdit",
    "Template",
    "TemplateItem",
]
