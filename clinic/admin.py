from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class ClinicAdminConfig(AdminConfig):
    default_site = "clinic.admin.LibraryAdminSite"


class LibraryAdminSite(admin.AdminSite):
    """The desk of those who edit words: clinic admins and the operator of the installation."""

    site_header = site_title = "Homestretch"
    index_title = "Stretches and notices"
    enable_nav_sidebar = False

    def has_permission(self, request):
        membership = getattr(request, "membership", None)
        return request.user.is_active and (
            request.user.is_superuser or (membership is not None and membership.role == "admin")
        )
