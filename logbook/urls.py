from django.urls import path

from . import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/session/", views.session_player, name="session_player"),
    path("today/session/plan/", views.session_plan, name="session_plan"),
    path("today/session/sync/", views.session_sync, name="session_sync"),
    path("today/start/", views.session_start, name="session_start"),
    path("today/stretches/<uuid:code>/", views.stretch_log, name="stretch_log"),
    path("today/stop/", views.stop_signs, name="stop_signs"),
    path("today/finish/", views.session_finish, name="session_finish"),
    path("today/activities/", views.my_activities, name="my_activities"),
    path("progress/", views.progress, name="progress"),
    path("messages/", views.conversation, name="conversation"),
    path("messages/read/", views.conversation_read, name="conversation_read"),
    path("inbox/", views.inbox, name="inbox"),
    path("patients/<uuid:code>/messages/", views.patient_messages, name="patient_messages"),
    path(
        "patients/<uuid:code>/messages/read/",
        views.patient_messages_read,
        name="patient_messages_read",
    ),
    path("patients/<uuid:code>/program/preview/", views.program_preview, name="program_preview"),
    path(
        "patients/<uuid:code>/program/preview/screen/",
        views.program_preview_screen,
        name="program_preview_screen",
    ),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("words.js", views.words, name="words"),
]
