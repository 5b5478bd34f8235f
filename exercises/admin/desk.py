"""What every page of the desk shares: whose rows, who may, 422, history, compare, revert, 409."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exercises.history import by_whom, changes, versions_of
from exercises.models.editing import StaleEdit, own_or_shared


def clinic_of(request):
    """Whose words are edited: the admin's clinic, or None for the operator's shared library."""
    return None if request.user.is_superuser else request.membership.clinic


class DeskAdmin(admin.ModelAdmin):
    """Whoever the admin site lets in may edit here; get_queryset says whose rows."""

    view_on_site = False
    actions = None
    sortable_by = ()

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        """No filters are offered; an address that brings its own asks the database anything."""
        return False

    def get_object(self, request, object_id, from_field=None):
        if row := super().get_object(request, object_id, from_field):
            return row
        raise Http404

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_add_another": False}
        if obj := context["original"]:
            context |= {"title": self.title_of(obj), "subtitle": capfirst(self.opts.verbose_name)}
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST":  # it comes back only with errors
            response.status_code = 422
        return response

    def history_view(self, request, object_id, extra_context=None):
        """Django's own log is nobody's page: it names accounts of other clinics."""
        raise Http404

    def title_of(self, obj):
        return str(obj)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.title = capfirst(self.opts.verbose_name_plural)
        changelist.result_list = list(changelist.result_list)
        return changelist

    def page(self, request, name, context, status=200):
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return render(request, f"admin/exercises/{name}.html", context, status=status)


class VersionedAdmin(DeskAdmin):
    """For Editable models: saves make versions; the clinic's first save makes its own row."""

    def get_queryset(self, request):
        return self.model.objects.read_at(clinic_of(request))

    def get_object(self, request, object_id, from_field=None):
        """The row as this clinic reads it: a shared row's address leads to the clinic's own."""
        clinic = clinic_of(request)
        rows = self.model.objects.filter(own_or_shared(clinic))
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        row = rows.filter(pk=object_id).first()
        if row is None:
            raise Http404
        return row.read_at(clinic)

    def get_urls(self):
        def own(route, view, name):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(
                f"<path:object_id>/history/{route}", self.admin_site.admin_view(view), name=name
            )

        return [
            own("compare/", self.compare_view, "compare"),
            own("<int:number>/revert/", self.revert_view, "revert"),
            *super().get_urls(),
        ]

    def to(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    # --- Save ---------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        if not form.edited:
            messages.info(request, _("Nothing was changed."))
            return
        try:
            self.rewrite(obj, form, clinic_of(request))
        except StaleEdit as stale:
            stale.mine = {name: form.cleaned_data[name] for name in self.values_of(stale.current)}
            raise
        messages.success(request, _("Saved. Patients read it on their next page."))
        if self.clears_sign_off & set(form.edited):
            messages.warning(
                request,
                _(
                    "The sign-off is cleared. Therapists see “not yet reviewed by your clinic” "
                    "until one of them signs it off again."
                ),
            )

    def rewrite(self, obj, form, clinic):
        obj.rewrite(clinic, form.cleaned_data["opened"])

    def response_change(self, request, obj):
        if "_continue" in request.POST:
            return redirect(self.to("change", obj.pk))
        return redirect(self.to("changelist"))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleEdit as stale:
            return self.stale_page(request, stale)

    def stale_page(self, request, stale):
        """Both texts, and what was typed once more as a form: nothing is lost or written over."""
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "opened")
            for value in values
        ]
        context = {
            "title": _("Somebody saved this before you"),
            "row": stale.current,
            "changes": changes(stale.current, self.values_of(stale.current), stale.mine),
            "typed": typed,
        }
        return self.page(request, "stale", context, status=409)

    # --- History ------------------------------------------------------------

    def versions(self, request, object_id):
        row = self.get_object(request, object_id)
        return row, versions_of(row)

    def history_view(self, request, object_id, extra_context=None):
        row, versions = self.versions(request, object_id)
        before = [None, *versions]
        entries = [
            {
                "version": version,
                "who": by_whom(version),
                "changed": [change.label for change in changes(row, old.values, version.values)]
                if old
                else [],
            }
            for old, version in zip(before, versions, strict=False)
        ]
        context = {
            "title": _("History of %(name)s") % {"name": row},
            "row": row,
            "entries": entries[::-1],
            "newest": len(versions),
        }
        return self.page(request, "history", context)

    def compare_view(self, request, object_id):
        """What changed from one version to another; the older of them can be brought back."""
        row, versions = self.versions(request, object_id)
        old = version_asked(versions, request.GET.get("old"))
        new = version_asked(versions, request.GET.get("new", str(len(versions))))
        old, new = sorted([old, new], key=lambda version: version.number)
        context = {
            "title": _("Version %(old)s and version %(new)s of %(name)s")
            % {"old": old.number, "new": new.number, "name": row},
            "row": row,
            "old": old,
            "new": new,
            "newest": len(versions),
            "old_who": by_whom(old),
            "new_who": by_whom(new),
            "changes": changes(row, old.values, new.values),
        }
        return self.page(request, "compare", context)

    def revert_view(self, request, object_id, number):
        """Save what a version said as a new version."""
        row, versions = self.versions(request, object_id)
        if request.method != "POST":
            return redirect(self.to("history", row.pk))
        version = version_asked(versions, str(number))
        revision = number_in(request.POST.get("revision", ""))
        try:
            self.restore(row, version, clinic_of(request), revision)
        except StaleEdit:
            messages.error(
                request, _("Somebody saved this meanwhile. Look at the newest version first.")
            )
            context = {"title": _("Somebody saved this before you"), "row": row}
            return self.page(request, "stale", context, status=409)
        messages.success(
            request,
            _("Version %(number)s is back. It is saved as a new version.")
            % {"number": version.number},
        )
        return redirect(self.to("history", row.pk))

    def restore(self, row, version, clinic, revision):
        for name in row.SEEDED:
            setattr(row, name, version.values[name])
        row.rewrite(clinic, revision)


def version_asked(versions, typed):
    """The version of this number; 404 when there is none."""
    number = number_in(typed or "")
    if not 1 <= number <= len(versions):
        raise Http404
    return versions[number - 1]


def number_in(typed):
    """What was typed as a number; 0, which names no version and no revision, for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
