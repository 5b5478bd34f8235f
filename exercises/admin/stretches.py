"""Stretches: what never changes, the video link, and a clinic's own new ones."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from exercises.forms import NewStretchForm, StretchForm
from exercises.models import Exercise
from exercises.words import library

from .desk import DeskAdmin, clinic_of


@admin.register(Exercise)
class ExerciseAdmin(DeskAdmin):
    list_display = ["name", "region", "kind", "sided", "whose", "video"]
    ordering = ["region__order", "position", "id"]

    def get_queryset(self, request):
        exercises = Exercise.objects.select_related("region")
        clinic = clinic_of(request)
        return exercises.for_clinic(clinic)

    def has_change_permission(self, request, obj=None):
        """A clinic changes its own stretches; the shared ones are the operator's."""
        clinic = clinic_of(request)
        return obj is None or obj.clinic_id == (clinic and clinic.pk)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = StretchForm if obj else NewStretchForm
        form = super().get_form(request, obj, change, **kwargs)
        form.clinic = clinic_of(request)
        return form

    def get_fields(self, request, obj=None):
        if obj:
            return ["name", "region", "kind", "sided", "video"]
        return ["name", "summary", "region", "kind", "sided", "video"]

    def get_readonly_fields(self, request, obj=None):
        return ["name", "region", "kind", "sided"] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.wording = form.create(clinic_of(request))
            obj.first_wording = form.wording

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, _("The stretch is there. Now write its steps."))
        return redirect("admin:exercises_wording_change", obj.first_wording.pk)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        names = {exercise.pk: exercise.words.name for exercise in library(clinic_of(request))}
        for row in changelist.result_list:
            row.read_name = names[row.pk]
        return changelist

    def title_of(self, obj):
        return self.name(obj)

    @admin.display(description=_("name"))
    def name(self, obj):
        if not hasattr(obj, "read_name"):
            (exercise,) = library(obj.clinic, pk=obj.pk)
            obj.read_name = exercise.words.name
        return obj.read_name

    @admin.display(description=_("whose"))
    def whose(self, obj):
        return _("Our own") if obj.clinic_id else _("Shared")
