from .pauses import ProgramPause
from .prescriptions import Prescription, SentNeverChanges
from .programs import Program, ProgramVersion, Refused, StaleEdit
from .templates import Template, TemplateItem

__all__ = [
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
