from .patient import patient_detail, patient_session, program_resume
from .worklist import caseload

__all__ = ["caseload", "patient_detail", "patient_session", "program_resume"]
