from django.urls import path

from . import pictures, sign_off_views, views

urlpatterns = [
    path("stretches/", views.stretch_list, name="stretch_list"),
    path("stretches/<slug:slug>/", views.stretch_detail, name="stretch_detail"),
    path(
        "stretches/<slug:slug>/sign-off/",
        sign_off_views.stretch_sign_off,
        name="stretch_sign_off",
    ),
    path("pictures/<slug:sha256>/", pictures.picture, name="picture"),
]
