from .flags import patient_flag, program_resume
from .monitoring import minutes_add, minutes_strike, patient_monitoring
from .monitoring_report import clinic_monitoring, monitoring_csv, monitoring_report
from .patient import patient_detail, patient_session
from .staff import clinic_staff
from .staff_invitations import (
    staff_invite,
    staff_invite_again,
    staff_invite_many,
    staff_invite_withdraw,
)
from .worklist import caseload

__all__ = [
    "caseload",
    "clinic_monitoring",
    "clinic_staff",
    "minutes_add",
    "minutes_strike",
    "monitoring_csv",
    "monitoring_report",
    "patient_detail",
    "patient_flag",
    "patient_monitoring",
    "patient_session",
    "program_resume",
    "staff_invite",
    "staff_invite_again",
    "staff_invite_many",
    "staff_invite_withdraw",
]
