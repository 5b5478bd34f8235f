from .chart_note import chart_note
from .clinic_about import clinic_about
from .covers import cover_add, cover_end
from .disclosures import my_disclosures, patient_disclosures
from .erasure import erasure_decline, erasure_list, legal_hold, my_erasure, patient_erase
from .export import my_export, patient_export
from .flags import patient_flag, program_resume
from .function import function_add, function_remove, patient_function
from .hand_overs import hand_over, hand_over_answer, hand_over_offer
from .members import member_end, member_role
from .merge import merge_records, patient_merge
from .monitoring import minutes_add, minutes_strike, patient_monitoring
from .monitoring_report import clinic_monitoring, monitoring_csv, monitoring_report
from .patient import patient_detail, patient_review, patient_session
from .pauses import program_end, program_pause
from .privacy import clinic_privacy
from .quick_edit import quick_edit
from .report import patient_report, report_period
from .rules import clinic_rules
from .staff import clinic_staff
from .staff_invitations import (
    staff_invite,
    staff_invite_again,
    staff_invite_many,
    staff_invite_withdraw,
)
from .together import session_together
from .worklist import caseload

__all__ = [
    "caseload",
    "chart_note",
    "clinic_about",
    "clinic_monitoring",
    "clinic_privacy",
    "clinic_rules",
    "clinic_staff",
    "cover_add",
    "cover_end",
    "erasure_decline",
    "erasure_list",
    "function_add",
    "function_remove",
    "hand_over",
    "hand_over_answer",
    "hand_over_offer",
    "legal_hold",
    "member_end",
    "member_role",
    "merge_records",
    "minutes_add",
    "minutes_strike",
    "monitoring_csv",
    "monitoring_report",
    "my_disclosures",
    "my_erasure",
    "my_export",
    "patient_detail",
    "patient_disclosures",
    "patient_erase",
    "patient_export",
    "patient_flag",
    "patient_function",
    "patient_merge",
    "patient_monitoring",
    "patient_report",
    "patient_review",
    "patient_session",
    "program_end",
    "program_pause",
    "program_resume",
    "quick_edit",
    "report_period",
    "session_together",
    "staff_invite",
    "staff_invite_again",
    "staff_invite_many",
    "staff_invite_withdraw",
]
