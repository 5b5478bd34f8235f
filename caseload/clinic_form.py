"""What a clinic says of itself: to patients, on paper, in the head of its pages."""

import re

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exercises.logos import draw_logo, forget_unused_logo, keep_logo
from people.forms import PLACES, NameField
from people.models import Clinic
from people.models.clinics import ReplyPromise

NEEDED = {"required": _("This is needed.")}
# Text on white: WCAG 2.2, success criterion 1.4.3.
LEAST_CONTRAST = 4.5


class ClinicForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    zone = forms.TypedChoiceField(label=_("Time zone"), choices=[(name, name) for name in PLACES])
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("New patients read it until they choose another."),
    )
    reply_promise = forms.ChoiceField(
        label=_("When patients get an answer"),
        choices=[("", _("We promise no time")), *ReplyPromise.choices],
        required=False,
        help_text=_("Patients read this beside their messages. Promise only what you keep."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP. It stands on white, on pages and on paper."),
    )
    no_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Clinic
        fields = [
            "name",
            "phone",
            "emergency_number",
            "zone",
            "language",
            "reply_promise",
            "accent",
        ]
        field_classes = {"name": NameField}
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "phone": _("Patients call it from the stop signs and from Get help."),
            "emergency_number": _("Patients call it in an emergency: 911 in the United States."),
            "accent": _("For doses on paper and the ring beside your name. Dark enough on white."),
        }
        error_messages = dict.fromkeys(["name", "phone", "emergency_number", "accent"], NEEDED)

    def clean_phone(self):
        phone = " ".join(self.cleaned_data["phone"].split())
        if not re.fullmatch(r"[\d +()./x-]+", phone) or len(re.sub(r"\D", "", phone)) < 5:
            raise forms.ValidationError(_("Use digits, as (555) 010-0142."))
        return phone

    def clean_emergency_number(self):
        number = " ".join(self.cleaned_data["emergency_number"].split())
        if not re.fullmatch(r"\+?[\d -]{2,}", number):
            raise forms.ValidationError(_("Use digits, as 911 or 112."))
        return number

    def clean_accent(self):
        color = self.cleaned_data["accent"].upper()
        if not re.fullmatch(r"#[0-9A-F]{6}", color):
            raise forms.ValidationError(_("Write a color as # and six digits, as #0A5468."))
        if (contrast := contrast_with_white(color)) < LEAST_CONTRAST:
            said = _(
                "%(color)s on white has a contrast of %(contrast)s to 1. "
                "It takes 4.5 to 1 to be read. Choose a darker one."
            )
            # Cut, not rounded: 4.46 must not read as 4.5.
            raise forms.ValidationError(
                said % {"color": color, "contrast": f"{int(contrast * 10) / 10:.1f}"}
            )
        return color

    def clean_logo(self):
        """The bytes of our own picture of it; None when none was sent."""
        upload = self.cleaned_data["logo"]
        return draw_logo(upload) if upload else None

    def save(self):
        """Store it with the logo. Call it in a transaction, after the revision is claimed."""
        clinic, before = self.instance, self.instance.logo_sha256
        if self.cleaned_data["logo"]:
            clinic.logo_sha256 = keep_logo(self.cleaned_data["logo"])
        elif self.cleaned_data["no_logo"]:
            clinic.logo_sha256 = ""
        clinic.save(update_fields=[*self._meta.fields, "logo_sha256"])
        if before != clinic.logo_sha256:
            transaction.on_commit(lambda: forget_unused_logo(before))
        return clinic

    def differences(self):
        """For a stale save: label, what is saved now and what was typed, where they differ."""
        rows = [
            {
                "label": self.fields[name].label,
                "theirs": self.in_words(name, self.initial.get(name)),
                "mine": self.in_words(name, self.cleaned_data[name]),
            }
            for name in self._meta.fields
            if self.initial.get(name) != self.cleaned_data[name]
        ]
        if self.cleaned_data["logo"]:
            mine = _("Your file. Choose it again before you save.")
            rows.append({"label": self.fields["logo"].label, "theirs": "", "mine": mine})
        return rows

    def in_words(self, name, value):
        return dict(getattr(self.fields[name], "choices", [])).get(value, value or "")


def contrast_with_white(color):
    """Of "#0A5468": 8.46. By the formula of WCAG 2.2, "contrast ratio"."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
