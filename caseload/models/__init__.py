from .monitoring import Monitoring, StaffMinutes
from .reviews import Review
from .rules import WorklistRules
from .worklist import CaseloadPatient, CaseloadPatientQuerySet

__all__ = [
    "CaseloadPatient",
    "CaseloadPatientQuerySet",
    "Monitoring",
    "Review",
    "StaffMinutes",
    "WorklistRules",
]
