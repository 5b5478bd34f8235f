"""Stretching parameters: start values of a kind or of one stretch, and the words of a kind."""

from django.contrib import admin
from django.db.models import F
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from exercises.dosage import dosage_fields
from exercises.forms import NewParametersForm, ParametersForm
from exercises.models import Exercise, ParametersWording, StretchParameters
from exercises.words import FALLBACK_LANGUAGE, attach_parameters, library

from .desk import VersionedAdmin, clinic_of


@admin.register(StretchParameters)
class StretchParametersAdmin(VersionedAdmin):
    list_display = ["of", "kind", "amount", "whose"]
    list_select_related = ["exercise__region"]
    ordering = [
        F("exercise__region__order").asc(nulls_first=True),
        "exercise__position",
        "kind",
    ]
    clears_sign_off = {*dosage_fields("mobility"), *dosage_fields("muscle")}

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            return ParametersForm
        return super().get_form(request, obj, change, form=NewParametersForm, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["exercise"]})]
        numbers = [*dosage_fields(obj.kind), "opened"]
        note = _(
            "New programs start with these numbers. Programs already sent keep theirs. "
            "A change clears the sign-off."
        )
        fieldsets = [(_("Numbers"), {"fields": numbers, "description": note})]
        if obj.wordings.filter(language=FALLBACK_LANGUAGE).exists():
            fieldsets.append((_("Words"), {"fields": ParametersWording.SEEDED}))
        return fieldsets

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Stretches this clinic can use that have no numbers of their own yet."""
        if db_field.name == "exercise":
            clinic = clinic_of(request)
            has_some = StretchParameters.objects.read_at(clinic).exclude(exercise=None)
            kwargs["queryset"] = (
                Exercise.objects.for_clinic(clinic)
                .exclude(pk__in=has_some.values("exercise"))
                .in_order()
            )
            field = super().formfield_for_foreignkey(db_field, request, **kwargs)
            field.required = True
            field.label = _("Stretch")
            names = {exercise.pk: exercise.words.name for exercise in library(clinic)}
            field.label_from_instance = lambda exercise: names[exercise.pk]
            return field
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        clinic = clinic_of(request)
        start = attach_parameters([obj.exercise], clinic)[0].start
        obj.clinic, obj.kind = clinic, obj.exercise.kind
        for name, value in start.dosage().items():
            setattr(obj, name, value)
        obj.save()

    def response_add(self, request, obj, post_url_continue=None):
        return redirect(self.to("change", obj.pk))

    def rewrite(self, obj, form, clinic):
        obj.rewrite(clinic, form.cleaned_data["opened"], words=form.words)

    def values_of(self, row):
        values = {name: getattr(row, name) for name in dosage_fields(row.kind)}
        words = row.wordings.filter(language=FALLBACK_LANGUAGE).first()
        return values | ({name: getattr(words, name) for name in words.SEEDED} if words else {})

    def restore(self, row, version, clinic, revision):
        words = row.wordings.filter(language=FALLBACK_LANGUAGE).first()
        for name, value in version.values.items():
            setattr(row if name in row.SEEDED else words, name, value)
        row.rewrite(clinic, revision, words=words)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        names = {exercise.pk: exercise.words.name for exercise in library(clinic_of(request))}
        for row in changelist.result_list:
            row.stretch_name = names.get(row.exercise_id)
        return changelist

    def title_of(self, obj):
        if obj.exercise_id:
            (exercise,) = library(obj.exercise.clinic, pk=obj.exercise_id)
            obj.stretch_name = exercise.words.name
        return self.of(obj)

    @admin.display(description=_("of"))
    def of(self, obj):
        return getattr(obj, "stretch_name", None) or _("All %(kind)s stretches") % {
            "kind": obj.get_kind_display().lower()
        }

    @admin.display(description=_("start values"))
    def amount(self, obj):
        return obj.amount_text

    @admin.display(description=_("whose numbers"))
    def whose(self, obj):
        return _("Our own") if obj.clinic_id else _("Shared")
