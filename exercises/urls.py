from django.urls import path

from . import views

urlpatterns = [
    path("stretches/", views.stretch_list, name="stretch_list"),
    path("stretches/<slug:slug>/", views.stretch_detail, name="stretch_detail"),
    path("stretches/<slug:slug>/sign-off/", views.stretch_sign_off, name="stretch_sign_off"),
    path("pictures/<slug:sha256>/", views.picture, name="picture"),
    path("logos/<slug:sha256>/", views.clinic_logo, name="clinic_logo"),
]
