from .builder import (
    prescription_move,
    prescription_remove,
    program,
    program_library,
    program_order,
    program_prescribe,
    program_save,
    program_schedule,
    program_send,
    program_start_draft,
    program_use_template,
    template_add,
)
from .copies import prescription_copy_dose, program_copy, program_patients
from .handout import program_handout
from .template_rows import template_edit
from .templates import (
    template_copy,
    template_delete,
    template_favorite,
    template_list,
    template_new,
    template_patients,
    template_rename,
    template_share,
    template_use,
)
from .undo import program_discard, program_take_back, program_undo
from .versions import program_compare, program_version

__all__ = [
    "prescription_copy_dose",
    "prescription_move",
    "prescription_remove",
    "program",
    "program_compare",
    "program_copy",
    "program_discard",
    "program_handout",
    "program_library",
    "program_order",
    "program_patients",
    "program_prescribe",
    "program_save",
    "program_schedule",
    "program_send",
    "program_start_draft",
    "program_take_back",
    "program_undo",
    "program_use_template",
    "program_version",
    "template_add",
    "template_copy",
    "template_delete",
    "template_edit",
    "template_favorite",
    "template_list",
    "template_new",
    "template_patients",
    "template_rename",
    "template_share",
    "template_use",
]
