"""Pictures of a stretch: uploaded, described in words, removed."""

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from exercises.forms import PictureForm
from exercises.models import Exercise, Picture
from exercises.models.editing import own_or_shared
from exercises.pictures import forget_unused
from exercises.words import library

from .desk import DeskAdmin, clinic_of


@admin.register(Picture)
class PictureAdmin(DeskAdmin):
    form = PictureForm
    list_display = ["thumbnail", "alt", "stretch", "whose", "added_at"]
    list_display_links = ["thumbnail", "alt"]
    ordering = ["exercise__region__order", "exercise__position", "-added_at", "-id"]

    def get_queryset(self, request):
        return Picture.objects.filter(own_or_shared(clinic_of(request)))

    def has_change_permission(self, request, obj=None):
        clinic = clinic_of(request)
        return obj is None or obj.clinic_id == (clinic and clinic.pk)

    has_delete_permission = has_change_permission

    def get_fields(self, request, obj=None):
        return ["thumbnail", "stretch", "alt"] if obj else ["exercise", "upload", "alt"]

    def get_readonly_fields(self, request, obj=None):
        return ["thumbnail", "stretch"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:  # the pixels never change under their hash: only the words do
            kwargs["form"] = admin.ModelAdmin.form
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        clinic = clinic_of(request)
        kwargs["queryset"] = Exercise.objects.for_clinic(clinic).in_order()
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        names = {exercise.pk: exercise.words.name for exercise in library(clinic)}
        field.label = _("Stretch")
        field.label_from_instance = lambda exercise: names[exercise.pk]
        return field

    def save_model(self, request, obj, form, change):
        if not change:
            obj.clinic = clinic_of(request)
            for name, value in form.cleaned_data["upload"].keep().items():
                setattr(obj, name, value)
        obj.save()

    def delete_model(self, request, obj):
        hashes = (obj.sha256, obj.thumbnail_sha256)
        obj.delete()
        transaction.on_commit(lambda: forget_unused(*hashes))

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        names = {exercise.pk: exercise.words.name for exercise in library(clinic_of(request))}
        for row in changelist.result_list:
            row.stretch_name = names[row.exercise_id]
        return changelist

    @admin.display(description=_("picture"))
    def thumbnail(self, obj):
        address = reverse("picture", args=[obj.thumbnail_sha256])
        return format_html('<img class="thumbnail" src="{}" alt="{}">', address, obj.alt)

    @admin.display(description=_("stretch"))
    def stretch(self, obj):
        if not hasattr(obj, "stretch_name"):
            (exercise,) = library(obj.clinic, pk=obj.exercise_id)
            obj.stretch_name = exercise.words.name
        return obj.stretch_name

    @admin.display(description=_("whose"))
    def whose(self, obj):
        return _("Our own") if obj.clinic_id else _("Shared")
