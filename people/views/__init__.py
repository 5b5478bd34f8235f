from .access_codes import access_code
from .audit import clinic_audit, clinic_audit_csv, who_opened
from .break_glass import break_glass, break_glass_list, break_glass_review, patient_find
from .demo import demo_mail
from .factors import mfa_index, second_factor, sign_out_everywhere
from .imports import (
    import_columns,
    import_done,
    import_dry_run,
    import_invite,
    import_row,
    patient_import,
)
from .invitations import invitation
from .notices import notice
from .opening import device_sign_out, go, go_code
from .pages import healthz, help, home, me
from .patients import (
    patient_add,
    patient_discharge,
    patient_edit,
    patient_invite,
    patient_reassign,
)
from .session_left import session_left

__all__ = [
    "access_code",
    "break_glass",
    "break_glass_list",
    "break_glass_review",
    "clinic_audit",
    "clinic_audit_csv",
    "demo_mail",
    "device_sign_out",
    "go",
    "go_code",
    "healthz",
    "help",
    "home",
    "import_columns",
    "import_done",
    "import_dry_run",
    "import_invite",
    "import_row",
    "invitation",
    "me",
    "mfa_index",
    "notice",
    "patient_add",
    "patient_discharge",
    "patient_edit",
    "patient_find",
    "patient_import",
    "patient_invite",
    "patient_reassign",
    "second_factor",
    "session_left",
    "sign_out_everywhere",
    "who_opened",
]
