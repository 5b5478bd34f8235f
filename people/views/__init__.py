from .demo import demo_mail
from .invitations import invitation
from .notices import notice
from .pages import healthz, help, home, me
from .patients import (
    patient_add,
    patient_discharge,
    patient_edit,
    patient_invite,
    patient_reassign,
)

__all__ = [
    "demo_mail",
    "healthz",
    "help",
    "home",
    "invitation",
    "me",
    "notice",
    "patient_add",
    "patient_discharge",
    "patient_edit",
    "patient_invite",
    "patient_reassign",
]
