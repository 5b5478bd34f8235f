"""A list of texts as rows of a form: steps with a role each, or plain precautions.

Without JavaScript: spare empty rows to add, a number to reorder, an emptied row to remove.
static/js/admin-rows.js puts buttons there instead.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from .models.words import StepRole

MOST_ROWS = 30
LONGEST_ROW = 500
SPARE_ROWS = 3


class RowsWidget(forms.Widget):
    template_name = "admin/exercises/rows.html"
    use_fieldset = True
    roles: list[tuple[str, str]] = []

    class Media:
        js = [forms.Script("js/admin-rows.js", type="module")]

    def render(self, name, value, attrs=None, renderer=None):
        return super().render(name, value, attrs, TemplatesSetting())

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        filled = [self.row(item) for item in value or []]
        spare = [{"text": "", "role": StepRole.MOVEMENT}] * SPARE_ROWS
        attrs = context["widget"]["attrs"]
        return context | {
            "rows": filled + spare,
            "filled": len(filled),
            "roles": self.roles,
            "invalid": attrs.get("aria-invalid"),
            "described_by": attrs.get("aria-describedby"),
        }

    def row(self, item):
        return {"text": item}

    def value_from_datadict(self, data, files, name):
        """The filled rows in the order of their numbers, each text as one paragraph."""
        texts = data.getlist(f"{name}-text")
        places = [place_of(typed) for typed in data.getlist(f"{name}-place")]
        if len(places) != len(texts):
            places = [0] * len(texts)
        order = sorted(range(len(texts)), key=lambda at: (places[at], at))
        return [
            self.read(data, name, at, " ".join(texts[at].split()))
            for at in order
            if texts[at].strip()
        ]

    def read(self, data, name, at, text):
        return text

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-text" not in data

    def id_for_label(self, id_):
        return ""


class StepsWidget(RowsWidget):
    roles = StepRole.choices

    def row(self, item):
        return item

    def read(self, data, name, at, text):
        roles = data.getlist(f"{name}-role")
        return {"role": roles[at] if at < len(roles) else "", "text": text}


def place_of(typed):
    """The number typed before a row; a row without a number goes last."""
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 99999


class RowsField(forms.Field):
    widget = RowsWidget

    def clean(self, value):
        value = value or []
        if self.required and not value:
            raise ValidationError(_("Write at least one."))
        if len(value) > MOST_ROWS:
            raise ValidationError(
                _("This is %(count)s rows. Keep it to %(most)s.")
                % {"count": len(value), "most": MOST_ROWS}
            )
        errors = [error for at, item in enumerate(value, 1) for error in self.errors_of(at, item)]
        if errors:
            raise ValidationError(errors)
        return value

    def errors_of(self, at, item):
        text = item["text"] if isinstance(item, dict) else item
        if len(text) > LONGEST_ROW:
            yield _("Row %(row)s has %(count)s characters. Keep it to %(most)s.") % {
                "row": at,
                "count": f"{len(text):,}",
                "most": LONGEST_ROW,
            }
        if "\0" in text:
            yield _("Row %(row)s has a character that can't be stored.") % {"row": at}


class StepsField(RowsField):
    widget = StepsWidget

    def errors_of(self, at, item):
        yield from super().errors_of(at, item)
        if item["role"] not in StepRole.values:
            yield _("Choose what row %(row)s is: set-up, movement, cue or caution.") % {"row": at}
