"""Stretch descriptions: name, description, steps and precautions of each stretch and variation."""

from django.contrib import admin
from django.db.models import F
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from exercises.forms import WordingForm, grade_text
from exercises.models import Wording
from exercises.words import attach_parameters, attach_sign_offs, library

from .desk import VersionedAdmin, clinic_of


@admin.register(Wording)
class WordingAdmin(VersionedAdmin):
    form = WordingForm
    list_display = ["name", "region", "stretch", "way", "whose", "reviewed"]
    list_select_related = ["exercise__region", "variation"]
    list_per_page = 100
    search_fields = ["name", "summary", "exercise__slug"]
    ordering = [
        "exercise__region__order",
        "exercise__position",
        "exercise_id",
        F("variation__position").asc(nulls_first=True),
        "language",
    ]
    readonly_fields = ["region", "kind"]
    fields = [
        ("region", "kind"),
        "name",
        "summary",
        "steps",
        "precautions",
        "felt",
        "equipment",
        "opened",
    ]
    clears_sign_off = {"steps", "precautions"}

    def has_add_permission(self, request):
        return False

    def get_urls(self):
        grade = path(
            "reading-grade/",
            self.admin_site.admin_view(self.reading_grade_view),
            name="exercises_wording_reading_grade",
        )
        return [grade, *super().get_urls()]

    def reading_grade_view(self, request):
        """The grade of what is being typed, reckoned where the page's own grade is reckoned."""
        return JsonResponse({"text": grade_text(request.POST.get("text", "")[:20_000])})

    def values_of(self, row):
        return {name: getattr(row, name) for name in row.SEEDED}

    def get_list_display(self, request):
        shown = [*self.list_display]
        return [name for name in shown if name != "reviewed" or clinic_of(request)]

    def get_changelist_instance(self, request):
        """The list of a page, each row with its stretch as the clinic reads it."""
        changelist = super().get_changelist_instance(request)
        clinic = clinic_of(request)
        known = attach_parameters(library(clinic), clinic)
        if clinic:
            attach_sign_offs(known, clinic)
        by_id = {exercise.pk: exercise for exercise in known}
        for row in changelist.result_list:
            row.read = by_id[row.exercise_id]
        return changelist

    @admin.display(description=_("region"))
    def region(self, obj):
        return obj.exercise.region.name

    @admin.display(description=_("kind"))
    def kind(self, obj):
        return obj.exercise.get_kind_display()

    @admin.display(description=_("stretch"))
    def stretch(self, obj):
        return obj.read.words.name

    @admin.display(description=_("way"))
    def way(self, obj):
        return _("Variation") if obj.variation_id else _("Standard")

    @admin.display(description=_("whose words"))
    def whose(self, obj):
        return _("Our own") if obj.clinic_id else _("Shared")

    @admin.display(description=_("signed off"))
    def reviewed(self, obj):
        if sign_off := obj.read.sign_off:
            return sign_off.by
        return _("Not yet reviewed by your clinic")
