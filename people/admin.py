"""Notices and stop signs, for the operator of the installation alone. No patient model is ever
registered."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Notice, NoticeText, StopSignList, StopSignText


class ForOperator:
    """Only the operator, and only while the version is not published."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser and not (obj and obj.published_at)

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and not (obj and obj.published_at)

    has_delete_permission = has_change_permission


class TextFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        languages = [
            form.cleaned_data.get("language")
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if "en" not in languages:
            raise ValidationError(_("It needs its words in English."))


class TextInline(ForOperator, admin.StackedInline):
    formset = TextFormSet
    extra = 0
    min_num = 1


class VersionedAdmin(ForOperator, admin.ModelAdmin):
    list_display = ["number", "published_at"]
    fields = ["number", "published_at"]
    readonly_fields = ["number", "published_at"]
    actions = ["publish"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.number = (self.model.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, *args, **kwargs):
        answer = super().response_add(request, obj, *args, **kwargs)
        said = _("Nobody reads it yet. Tick it in the list and choose “Publish” when they should.")
        self.message_user(request, said, messages.WARNING)
        return answer

    def delete_queryset(self, request, queryset):
        queryset.filter(published_at=None).delete()

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # drafts are deleted one by one
        return actions

    @admin.action(description=_("Publish"))
    def publish(self, request, queryset):
        published = 0
        for version in queryset.order_by("number"):
            try:
                version.publish()
                published += 1
            except ValidationError as error:
                self.message_user(request, f"{version}: {error.messages[0]}", messages.ERROR)
        if published:
            said = ngettext("%d version published.", "%d versions published.", published)
            self.message_user(request, said % published)


class NoticeTextInline(TextInline):
    model = NoticeText


@admin.register(Notice)
class NoticeAdmin(VersionedAdmin):
    inlines = [NoticeTextInline]

    @admin.action(description=_("Publish: every patient is asked to read it"))
    def publish(self, request, queryset):
        super().publish(request, queryset)


class StopSignTextInline(TextInline):
    model = StopSignText


@admin.register(StopSignList)
class StopSignListAdmin(VersionedAdmin):
    inlines = [StopSignTextInline]

    @admin.action(description=_("Publish: every page with stop signs shows it"))
    def publish(self, request, queryset):
        super().publish(request, queryset)
