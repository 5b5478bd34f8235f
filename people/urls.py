from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("notice/", views.notice, name="notice"),
    path("help/", views.help, name="help"),
    path("me/", views.me, name="me"),
    path("healthz", views.healthz, name="healthz"),
]
