"""Why a patient of somebody else is opened, who is looked for, and what a reviewer notes."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from people.forms import NameField

LEAST_REASON = 15
YEAR_NEEDED = _("Write the year as four digits, as 1968.")


class ReasonForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why do you need this record now?"),
        help_text=_("One sentence, nothing about health. The clinic’s admins read it afterwards."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[
            MinLengthValidator(LEAST_REASON, _("Say it in at least %(limit_value)d letters."))
        ],
        error_messages={"required": _("Write the reason first.")},
    )


class FindForm(forms.Form):
    """The whole name and the year: this is no list to look through."""

    name = NameField(
        label=_("Name, as the clinic has it"),
        max_length=120,
        error_messages={"required": _("Write the whole name.")},
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], YEAR_NEEDED
        ),
    )


class ReviewForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
