"""Which of two records stays, and what the patient is called, reached and signed in by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Patient

FIRST, SECOND = "first", "second"


class MergeForm(forms.Form):
    """One choice for each thing in which two records differ; the first is who was found first."""

    WORDS = {
        "name": _("Name"),
        "birth_year": _("Year of birth"),
        "email": _("Email"),
        "phone": _("Phone"),
    }

    stays = forms.ChoiceField(
        label=_("Which record stays"),
        help_text=_("Its program goes on and its handout code stays good."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which record stays.")},
    )
    understood = forms.BooleanField(
        label=_("This cannot be undone. I am sure that both are the same person."),
        error_messages={"required": _("Tick this first: nobody can part them again.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, first, second):
        self.first, self.second = first, second
        super().__init__(data)
        self.fields["stays"].choices = self.pair(_("The first record"), _("The second record"))
        for name, label in self.WORDS.items():
            mine, other = getattr(first, name) or "", getattr(second, name) or ""
            if mine and other and mine != other and not (name == "email" and self.users):
                self.add_choice(name, label, mine, other)
        if len(self.users) == 2:
            self.add_choice(
                "sign_in", _("Which sign-in stays"), first.user.email, second.user.email
            )
            self.fields["sign_in"].help_text = _("The other one ends. Email goes with the sign-in.")

    @property
    def users(self):
        return [patient.user for patient in (self.first, self.second) if patient.user_id]

    @staticmethod
    def pair(mine, other):
        return [(FIRST, mine), (SECOND, other)]

    def add_choice(self, name, label, mine, other):
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=self.pair(mine, other),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
        )

    def choices(self):
        """The fields of the two records' words, as they stand on the page."""
        return [self[name] for name in (*self.WORDS, "sign_in") if name in self.fields]

    def chosen(self, name) -> Patient:
        return self.first if self.cleaned_data[name] == FIRST else self.second

    @property
    def stays_and_goes(self):
        stays = self.chosen("stays")
        return stays, self.second if stays is self.first else self.first

    @property
    def sign_in(self):
        if "sign_in" in self.fields:
            return self.chosen("sign_in").user
        return next(iter(self.users), None)

    @property
    def words(self):
        """What the patient's record will say: as chosen, else whatever either record has."""
        stays, goes = self.stays_and_goes
        return {
            name: getattr(self.chosen(name), name)
            if name in self.fields
            else getattr(stays, name) or getattr(goes, name)
            for name in self.WORDS
        }
