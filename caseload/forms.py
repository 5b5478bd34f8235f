from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

ME, EVERYONE = "", "everyone"
LONGEST_NAME = 120


class CaseloadFilter(forms.Form):
    """Whose patients, by which name, in care or discharged. A name alone searches everyone's."""

    therapist = forms.ChoiceField(label=_("Therapist"), required=False)
    q = forms.CharField(required=False, widget=forms.HiddenInput)
    discharged = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, me, members):
        data = data.copy()
        # PostgreSQL takes no NUL; SQLite no condition of a thousand words.
        data["q"] = data.get("q", "")[:LONGEST_NAME].replace("\0", "").strip()
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
    def query(self):
        """What the address of the next page carries."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode(chosen | ({"discharged": 1} if "discharged" in chosen else {}))

    def apply_to(self, patients):
        chosen = self.cleaned_data
        patients = patients.discharged() if chosen["discharged"] else patients.in_care()
        if not self.everyone:
            patients = patients.treated_by(self.members.get(chosen["therapist"], self.me))
        return patients.named(chosen["q"])
