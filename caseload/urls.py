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
    path("patients/<uuid:code>/program/pause/", views.program_pause, name="program_pause"),
    path("patients/<uuid:code>/program/end/", views.program_end, name="program_end"),
    path("patients/<uuid:code>/flags/<uuid:key>/", views.patient_flag, name="patient_flag"),
    path("patients/<uuid:code>/reviewed/", views.patient_review, name="patient_review"),
    path("patients/<uuid:code>/report/", views.report_period, name="report_period"),
    path("patients/<uuid:code>/report.pdf", views.patient_report, name="patient_report"),
    path("patients/<uuid:code>/chart-note/", views.chart_note, name="chart_note"),
    path(
        "patients/<uuid:code>/doses/<uuid:prescription_code>/", views.quick_edit, name="quick_edit"
    ),
    path("clinic/", views.clinic_staff, name="clinic_staff"),
    path("clinic/rules/", views.clinic_rules, name="clinic_rules"),
    path("clinic/invite/", views.staff_invite, name="staff_invite"),
    path("clinic/invite/many/", views.staff_invite_many, name="staff_invite_many"),
    path("clinic/invite/again/", views.staff_invite_again, name="staff_invite_again"),
    path("clinic/invite/withdraw/", views.staff_invite_withdraw, name="staff_invite_withdraw"),
    path("patients/<uuid:code>/together/", views.session_together, name="session_together"),
    path("patients/<uuid:code>/function/", views.patient_function, name="patient_function"),
    path("patients/<uuid:code>/function/add/", views.function_add, name="function_add"),
    path(
        "patients/<uuid:code>/function/<uuid:activity_code>/remove/",
        views.function_remove,
        name="function_remove",
    ),
    path("monitoring/", views.monitoring_report, name="monitoring_report"),
    path("monitoring/csv/", views.monitoring_csv, name="monitoring_csv"),
    path("clinic/monitoring/", views.clinic_monitoring, name="clinic_monitoring"),
    path("patients/<uuid:code>/monitoring/", views.patient_monitoring, name="patient_monitoring"),
    path("patients/<uuid:code>/minutes/", views.minutes_add, name="minutes_add"),
    path(
        "patients/<uuid:code>/minutes/<uuid:entry_code>/strike/",
        views.minutes_strike,
        name="minutes_strike",
    ),
    path("clinic/staff/<uuid:code>/", views.member_role, name="member_role"),
    path("clinic/staff/<uuid:code>/end/", views.member_end, name="member_end"),
    path("clinic/staff/<uuid:code>/hand-over/", views.hand_over_offer, name="hand_over_offer"),
    path("clinic/staff/<uuid:code>/cover/", views.cover_add, name="cover_add"),
    path("clinic/covers/<uuid:code>/end/", views.cover_end, name="cover_end"),
    path("hand-over/", views.hand_over, name="hand_over"),
    path("hand-over/<uuid:code>/", views.hand_over_answer, name="hand_over_answer"),
    path("clinic/merge/", views.patient_merge, name="patient_merge"),
    path("clinic/merge/<uuid:code>/<uuid:other_code>/", views.merge_records, name="merge_records"),
    path("clinic/privacy/", views.clinic_privacy, name="clinic_privacy"),
    path("clinic/about/", views.clinic_about, name="clinic_about"),
]
