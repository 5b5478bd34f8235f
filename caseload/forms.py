from urllib.parse import urlencode

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.searching import name_in

ME, EVERYONE = "", "everyone"


class Show(models.TextChoices):
    ALL = "", _("All")
    NEED_YOU = "need", _("Need you")
    NOT_STARTED = "not-started", _("Not started")
    VISIT = "visit", _("Visit this week")
    PERIOD_ENDS = "period", _("Monitoring period ends in 7 days")
    DISCHARGED = "discharged", _("Discharged")


class Sort(models.TextChoices):
    NEED_YOU = "", _("Need you first")
    NAME = "name", _("Name")
    LAST_SESSION = "session", _("Longest without a session")
    VISIT = "visit", _("Next visit")


class CaseloadFilter(forms.Form):
    """Whose patients, by which name, which of them, in which order. A name alone searches
    everyone's."""

    therapist = forms.ChoiceField(label=_("Therapist"), required=False)
    sort = forms.ChoiceField(label=_("Sort"), required=False, choices=Sort.choices)
    q = forms.CharField(required=False, widget=forms.HiddenInput)
    show = forms.ChoiceField(required=False, choices=Show.choices, widget=forms.HiddenInput)

    def __init__(self, data, *, me, members):
        data = dict(data)
        data["q"] = name_in(data)
        if data["q"] and "therapist" not in data:
            data["therapist"] = EVERYONE
        super().__init__(data, auto_id="filter-%s")
        self.me = me
        self.members = {str(member.code): member for member in members if member.pk != me.pk}
        self.fields["therapist"].choices = [
            (ME, _("Me")),
            (EVERYONE, _("Everyone")),
            *((code, member.user.name) for code, member in self.members.items()),
        ]

    @property
    def everyone(self):
        return self.cleaned_data["therapist"] == EVERYONE

    @property
    def is_mine(self):
        return self.cleaned_data["therapist"] == ME

    def query(self, **changes):
        """What the address of another page of this list carries, with some of it changed. A name
        that is looked for is posted instead; whose patients is said beside it in any case, since
        a name alone searches everyone's."""
        asked = self.cleaned_data | changes | {"q": ""}
        said = {"therapist"} if self.cleaned_data["q"] else set()
        return urlencode({name: value for name, value in asked.items() if value or name in said})

    def apply_to(self, patients, today):
        """These patients, whoever they need; today those a member covers for are theirs."""
        chosen = self.cleaned_data
        in_care = chosen["show"] != Show.DISCHARGED
        patients = patients.in_care() if in_care else patients.discharged()
        if self.is_mine:
            patients = patients.treated_by(self.me, covering_on=today)
        elif not self.everyone:
            patients = patients.treated_by(self.members[chosen["therapist"]])
        return patients.named(chosen["q"])
