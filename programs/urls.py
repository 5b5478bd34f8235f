from django.urls import include, path

from . import views

builder = [
    path("", views.program, name="program"),
    path("start/", views.program_start_draft, name="program_start_draft"),
    path("library/", views.program_library, name="program_library"),
    path("save/", views.program_save, name="program_save"),
    path("add/", views.program_prescribe, name="program_prescribe"),
    path("order/", views.program_order, name="program_order"),
    path("days/", views.program_schedule, name="program_schedule"),
    path("patients/", views.program_patients, name="program_patients"),
    path("copy/", views.program_copy, name="program_copy"),
    path("use-template/", views.program_use_template, name="program_use_template"),
    path("save-as-template/", views.template_add, name="template_add"),
    path("undo/", views.program_undo, name="program_undo"),
    path("discard/", views.program_discard, name="program_discard"),
    path("send/", views.program_send, name="program_send"),
    path(
        "stretches/<uuid:prescription_code>/move/",
        views.prescription_move,
        name="prescription_move",
    ),
    path(
        "stretches/<uuid:prescription_code>/remove/",
        views.prescription_remove,
        name="prescription_remove",
    ),
    path("handout.pdf", views.program_handout, name="program_handout"),
    path(
        "stretches/<uuid:prescription_code>/copy-dose/",
        views.prescription_copy_dose,
        name="prescription_copy_dose",
    ),
    path("compare/", views.program_compare, name="program_compare"),
    path("versions/<int:number>/", views.program_version, name="program_version"),
    path("versions/<int:number>/take-back/", views.program_take_back, name="program_take_back"),
]

urlpatterns = [
    path("patients/<uuid:code>/program/", include(builder)),
    path("templates/", views.template_list, name="template_list"),
    path("templates/new/", views.template_new, name="template_new"),
    path("templates/<uuid:code>/", views.template_edit, name="template_edit"),
    path("templates/<uuid:code>/copy/", views.template_copy, name="template_copy"),
    path("templates/<uuid:code>/favorite/", views.template_favorite, name="template_favorite"),
    path("templates/<uuid:code>/share/", views.template_share, name="template_share"),
    path("templates/<uuid:code>/use/", views.template_use, name="template_use"),
    path("templates/<uuid:code>/use/find/", views.template_patients, name="template_patients"),
    path("templates/<uuid:code>/rename/", views.template_rename, name="template_rename"),
    path("templates/<uuid:code>/delete/", views.template_delete, name="template_delete"),
]
