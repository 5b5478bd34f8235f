from django.urls import path

from . import views

urlpatterns = [
    path("stretches/", views.stretch_list, name="stretch_list"),
    path("stretches/<slug:slug>/", views.stretch_detail, name="stretch_detail"),
]
