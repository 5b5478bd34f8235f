"""Which period a progress report is about."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DateInput

USUAL = timedelta(weeks=12, days=-1)
MOST_WEEKS = 104


class ReportForm(forms.Form):
    """Both dates and the paper; what is left out is the last twelve weeks on Letter."""

    first = forms.DateField(label=_("From"), required=False, widget=DateInput)
    last = forms.DateField(label=_("To"), required=False, widget=DateInput)
    paper = forms.ChoiceField(
        label=_("Paper"), choices=[("letter", _("Letter")), ("a4", _("A4"))], required=False
    )

    def __init__(self, data, today):
        self.today = today
        super().__init__(data or None)
        self.fields["first"].initial = today - USUAL
        self.fields["last"].initial = today

    def clean(self):
        cleaned = super().clean() or {}
        last = min(cleaned.get("last") or self.today, self.today)
        first = cleaned.get("first") or last - USUAL
        if first > last:
            self.add_error("first", _("Use a day before the last one."))
        elif last - first > timedelta(weeks=MOST_WEEKS):
            self.add_error("first", _("A report is about two years at most."))
        paper = cleaned.get("paper") or "letter"
        return {**cleaned, "first": first, "last": last, "paper": paper}

    @property
    def period(self):
        """Dates and paper of a valid form, or those of one that nothing was typed into."""
        if self.is_bound:
            return {name: self.cleaned_data[name] for name in ("first", "last", "paper")}
        first, last = self.fields["first"].initial, self.fields["last"].initial
        return {"first": first, "last": last, "paper": "letter"}
