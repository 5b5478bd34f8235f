from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notice/", views.notice, name="notice"),
    path("help/", views.help, name="help"),
    path("me/", views.me, name="me"),
    path("healthz", views.healthz, name="healthz"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("patients/add/", views.patient_add, name="patient_add"),
    path("patients/<uuid:code>/edit/", views.patient_edit, name="patient_edit"),
    path("patients/<uuid:code>/reassign/", views.patient_reassign, name="patient_reassign"),
    path("patients/<uuid:code>/discharge/", views.patient_discharge, name="patient_discharge"),
    path("patients/<uuid:code>/invite/", views.patient_invite, name="patient_invite"),
]
