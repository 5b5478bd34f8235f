"""When a program pauses and why; the days a therapist may type."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.forms import DayField
from programs.models import ProgramPause

DAYS_BACK = 30  # an illness told of at the next visit; further back is a slip of the keys
DAYS_AHEAD = 366


class PauseForm(forms.Form):
    """`pause` is the one that holds, whose first day stays; without it a new one is planned."""

    reason = forms.ChoiceField(
        label=_("Why"),
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    from_date = DayField(_("First day without stretches"), _("Give the first day as a date."))
    until = DayField(_("Goes on again on"), _("Give the day it goes on as a date."))

    def __init__(self, data=None, *, today, pause=None):
        self.today, self.pause = today, pause
        initial = {"from_date": today}
        if pause:
            initial = {"reason": pause.reason, "until": pause.until, "from_date": pause.from_date}
        super().__init__(data, initial=initial)
        reasons = ProgramPause.Reason
        chosen = (reasons.ILL, reasons.AWAY, reasons.OTHER)
        self.fields["reason"].choices = [(reason.value, reason.label) for reason in chosen]
        self.fields["from_date"].disabled = pause is not None
        self.fields["until"].help_text = _("Leave it empty if you do not know yet.")

    def clean_from_date(self):
        day = self.cleaned_data["from_date"] or self.today
        if self.pause is None and not self.near(day, DAYS_BACK):
            raise forms.ValidationError(
                _("The first day can be up to %(n)s days back.") % {"n": DAYS_BACK}
            )
        return day

    def near(self, day, days_back):
        back, ahead = timedelta(days=days_back), timedelta(days=DAYS_AHEAD)
        return self.today - back <= day <= self.today + ahead

    def clean(self):
        first, until = self.cleaned_data.get("from_date"), self.cleaned_data.get("until")
        if first is None or "until" in self.errors:
            return self.cleaned_data
        if until is None and first > self.today:
            # A stop sign must be able to pause the program before then: see ProgramPause.
            self.add_error("until", _("A pause that begins later needs the day it goes on."))
        if until and until <= first:
            self.add_error("until", _("It goes on after the first day of the pause."))
        elif until and self.pause and until <= self.today:
            self.add_error("until", _("Choose a day after today, or let it go on now."))
        elif until and not self.near(until, DAYS_BACK):
            self.add_error("until", _("That day is more than a year away."))
        return self.cleaned_data
