from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notice/", views.notice, name="notice"),
    path("help/", views.help, name="help"),
    path("me/", views.me, name="me"),
    path("healthz", views.healthz, name="healthz"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("go/", views.go, name="go"),
    path("go/sign-out/", views.device_sign_out, name="device_sign_out"),
    path("go/<str:handout_code>/", views.go_code, name="go_code"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("patients/add/", views.patient_add, name="patient_add"),
    path("patients/find/", views.patient_find, name="patient_find"),
    path("patients/<uuid:code>/open/", views.break_glass, name="break_glass"),
    path("patients/<uuid:code>/edit/", views.patient_edit, name="patient_edit"),
    path("patients/<uuid:code>/reassign/", views.patient_reassign, name="patient_reassign"),
    path("patients/<uuid:code>/discharge/", views.patient_discharge, name="patient_discharge"),
    path("patients/<uuid:code>/invite/", views.patient_invite, name="patient_invite"),
    path("patients/<uuid:code>/handout-code/", views.access_code, name="access_code"),
    path("clinic/opened/", views.break_glass_list, name="break_glass_list"),
    path("clinic/opened/<uuid:code>/", views.break_glass_review, name="break_glass_review"),
    path("clinic/import/", views.patient_import, name="patient_import"),
    path("clinic/import/<uuid:code>/", views.import_dry_run, name="import_dry_run"),
    path("clinic/import/<uuid:code>/columns/", views.import_columns, name="import_columns"),
    path("clinic/import/<uuid:code>/rows/<int:line>/", views.import_row, name="import_row"),
    path("clinic/import/<uuid:code>/done/", views.import_done, name="import_done"),
    path("clinic/import/<uuid:code>/invite/", views.import_invite, name="import_invite"),
]
