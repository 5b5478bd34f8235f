"""What staff type about monitoring: the record of a course, minutes, and the clinic's settings."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from caseload.models import Monitoring, StaffMinutes
from logbook.forms import KeyedForm
from people.forms import DateInput
from people.models import Clinic

NEEDED = {"required": _("This is needed.")}


class RevisedForm(forms.ModelForm):
    """What two people may edit: it carries the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def differences(self):
        """For a stale edit: label, what is saved now and what was typed, where they differ."""
        return [
            {
                "label": self.fields[name].label,
                "theirs": self.in_words(name, self.get_initial_for_field(self.fields[name], name)),
                "mine": self.in_words(name, self.cleaned_data.get(name)),
            }
            for name in self.changed_data
            if name != "revision"
        ]

    def in_words(self, name, value):
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            return date_format(value)
        return dict(getattr(self.fields[name], "choices", [])).get(value, value or "")


class MonitoringForm(RevisedForm):
    """One course of monitoring: what was agreed and told, and from when to when."""

    modifiers = forms.ChoiceField(
        label=_("Modifiers"),
        choices=[("", _("None yet")), *Monitoring.Modifiers.choices],
        required=False,
    )

    class Meta:
        model = Monitoring
        fields = (
            "started_on ended_on consent_on copay_told educated_on plan_of_care biller modifiers"
        ).split()
        widgets = {name: DateInput() for name in fields if name.endswith("_on")}
        help_texts = {
            "started_on": _("Periods of 30 days are counted from this day."),
            "ended_on": _("The last day that counts. Leave it empty while monitoring goes on."),
            "copay_told": _("The patient may have to pay a part, even without a visit."),
            "plan_of_care": _("Where it is: a date, a number or a link in your own record."),
            "biller": _("One provider can bill a period."),
        }
        labels = {"copay_told": _("Patient was told of a possible co-pay")}

    def __init__(self, *args, earlier, **kwargs):
        """`earlier` are the patient's other courses."""
        super().__init__(*args, **kwargs)
        self.earlier = earlier
        self.today = self.instance.patient.today()
        self.fields["started_on"].error_messages |= NEEDED

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            day = cleaned.get(name)
            if isinstance(day, date) and not date(2000, 1, 1) <= day <= self.today:
                self.add_error(name, _("Use a date up to today."))
        begin, end = cleaned.get("started_on"), cleaned.get("ended_on")
        if begin and end and end < begin:
            self.add_error("ended_on", _("The end cannot come before the start."))
        if begin and any(
            begin <= (other.ended_on or self.today) and other.started_on <= (end or self.today)
            for other in self.earlier
        ):
            self.add_error("started_on", _("Monitoring ran on this day already."))
        return cleaned

    def save(self, by):
        """Store the record; who writes the day of the consent down has taken it."""
        if "consent_on" in self.changed_data:
            self.instance.consent_by = by if self.instance.consent_on else None
        return super().save()


class MinutesForm(KeyedForm):
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=480,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Type whole minutes, from 1 to 480."),
        ),
    )
    on_date = forms.DateField(label=_("Day"), widget=DateInput(), error_messages=NEEDED)
    what = forms.CharField(
        label=_("What for"),
        max_length=200,
        error_messages=NEEDED,
        widget=forms.TextInput(attrs={"list": "what-for", "autocomplete": "off"}),
    )
    live_channel = forms.ChoiceField(
        label=_("Did you talk live?"),
        choices=[("", _("No")), *StaffMinutes.Channel.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("A message is no live contact."),
    )

    def __init__(self, *args, courses, today, **kwargs):
        """`courses` are the patient's courses of monitoring."""
        super().__init__(*args, **kwargs)
        self.courses, self.today = courses, today
        self.fields["on_date"].widget.attrs["max"] = today.isoformat()

    def clean_on_date(self):
        day = self.cleaned_data["on_date"]
        if day > self.today:
            raise forms.ValidationError(_("Use a date up to today."))
        if not any(course.covers(day) for course in self.courses):
            raise forms.ValidationError(_("Monitoring did not run on this day."))
        return day

    def answers(self):
        """The arguments of StaffMinutes.add."""
        names = ("on_date", "minutes", "what", "live_channel")
        return {name: self.cleaned_data[name] for name in names}


class ClinicMonitoringForm(RevisedForm):
    class Meta:
        model = Clinic
        fields = ["monitoring", "in_person_is_live", "compliance_decision"]
        labels = {
            "monitoring": _("Count days and minutes for our patients"),
            "in_person_is_live": _("Count talks in person as live contact"),
            "compliance_decision": _("Your clinic’s own compliance decision"),
        }
        help_texts = {
            "in_person_is_live": _(
                "Phone and video always count. A visit you bill must not count twice."
            ),
            "compliance_decision": _(
                "Who decided what, and when. It is printed on the report, word for word."
            ),
        }
        widgets = {"compliance_decision": forms.Textarea(attrs={"rows": 5})}
