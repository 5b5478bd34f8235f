from django.urls import path

from . import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/start/", views.session_start, name="session_start"),
    path("today/stretches/<uuid:code>/", views.stretch_log, name="stretch_log"),
    path("today/finish/", views.session_finish, name="session_finish"),
]
