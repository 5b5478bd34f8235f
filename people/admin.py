"""Notices, for the operator of the installation alone. No patient model is ever registered."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Notice, NoticeText


class ForOperator:
    """Only the operator, and only while the notice is not published."""

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
            raise ValidationError(_("A notice needs its words in English."))


class NoticeTextInline(ForOperator, admin.StackedInline):
    model = NoticeText
    formset = TextFormSet
    extra = 0
    min_num = 1


@admin.register(Notice)
class NoticeAdmin(ForOperator, admin.ModelAdmin):
    list_display = ["number", "published_at"]
    fields = ["number", "published_at"]
    readonly_fields = ["number", "published_at"]
    inlines = [NoticeTextInline]
    actions = ["publish"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.number = (Notice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
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

    @admin.action(description=_("Publish: every patient is asked to read it"))
    def publish(self, request, queryset):
        published = 0
        for notice in queryset.order_by("number"):
            try:
                notice.publish()
                published += 1
            except ValidationError as error:
                self.message_user(request, f"{notice}: {error.messages[0]}", messages.ERROR)
        if published:
            self.message_user(
                request,
                ngettext("%d notice published.", "%d notices published.", published) % published,
            )
