from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("people.urls")),
    path("", include("exercises.urls")),
    path("", include("programs.urls")),
    path("", include("logbook.urls")),
    path("", include("caseload.urls")),
    path("accounts/", include("people.accounts")),
    path("admin/", admin.site.urls),
]

handler400 = "clinic.errors.bad_request"
handler500 = "clinic.errors.server_error"
