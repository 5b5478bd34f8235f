from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class ClinicAdminConfig(AdminConfig):
    default_site = "clinic.admin.LibraryAdminSite"


# Rooms that may put models on the desk.
ROOMS = {"people", "exercises"}


class LibraryAdminSite(admin.AdminSite):
    """The desk of those who edit words: clinic admins and the operator of the installation.

    It does not exist for anybody else. Nothing with patient data is ever registered here.
    """

    site_header = site_title = "Homestretch"
    index_title = _("Stretches and notices")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what our rooms put here: libraries bring groups and everybody's addresses."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request):
        membership = getattr(request, "membership", None)
        return request.user.is_active and (
            request.user.is_superuser or (membership is not None and membership.role == "admin")
        )

    def admin_view(self, view, cacheable=False):
        """As Django's, but whoever is signed in without permission gets 404, no sign-in page."""
        inner = super().admin_view(view, cacheable)

        def outer(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return outer

    def login(self, request, extra_context=None):
        """There is one sign-in page for everybody."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        back = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return redirect(f"{reverse('account_login')}?{back}")

    def password_change(self, request, extra_context=None):
        return redirect("account_reset_password")

    def get_urls(self):
        """Without Django's redirect by content type, which could be asked about any model."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
