from .prescriptions import Prescription
from .programs import Program, ProgramVersion
from .templates import Template, TemplateItem

__all__ = ["Prescription", "Program", "ProgramVersion", "Template", "TemplateItem"]
