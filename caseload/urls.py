from django.urls import path

from . import views

urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("patients/<uuid:code>/", views.patient_detail, name="patient_detail"),
    path(
        "patients/<uuid:code>/sessions/<uuid:session_code>/",
        views.patient_session,
        name="patient_session",
    ),
    path("patients/<uuid:code>/program/resume/", views.program_resume, name="program_resume"),
]
