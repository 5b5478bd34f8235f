"""The form that closes safety flags: how it ended, what was found, what each sign was answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logbook.models import Flag
from logbook.models.flags import NO, YES, what_contradicts
from people.models import StopSignList

ANSWERS = [(NO, _("No")), (YES, _("Yes"))]
# Nobody has talked with the patient before these two, so every sign has to be asked about.
TALKED = (Flag.Outcome.CALLED, Flag.Outcome.KNOWN)


class FlagForm(forms.Form):
    """`flags` may be closed, by name; `signs` is the StopSignText whose emergency signs are asked.

    `is_paused` decides what the tick about the program says; None offers none, since another reason
    holds the program.
    """

    flags = forms.MultipleChoiceField(
        label=_("This closes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one flag.")},
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Flag.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    finding = forms.CharField(
        label=_("What you found and what comes next"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what you found and what comes next.")},
    )
    keep_paused = forms.BooleanField(required=False)
    signs = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, flags, signs, *, is_paused, data=None):
        names = [flag.name for flag in flags]
        first = {"flags": names, "keep_paused": is_paused, "signs": signs and as_name(signs)}
        super().__init__(data, initial=first, auto_id="flag-%s")
        self.flag_list = flags
        self.signs_text = signs
        self.fields["flags"].choices = [(flag.name, flag.words) for flag in flags]
        keep = self.fields["keep_paused"]
        keep.label = _("Keep the program paused") if is_paused else _("Pause the program")
        self.is_paused = is_paused
        for number, sign in enumerate(signs.emergency_signs if signs else []):
            self.fields[f"sign-{number}"] = forms.ChoiceField(
                label=sign, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )

    @property
    def questions(self):
        return [self[name] for name in self.fields if name.startswith("sign-")]

    @property
    def asked(self):
        if not self.signs_text:
            return {}
        return {
            "list": self.signs_text.number,
            "language": self.signs_text.language,
            "answers": [self.cleaned_data.get(field.name, "") for field in self.questions],
        }

    def clean(self):
        said = self.cleaned_data
        if self.is_paused is None:  # a planned break ends on its day, unless a sign says otherwise
            said["keep_paused"] = YES in self.asked.get("answers", [])
        if said.get("outcome") in TALKED:
            for field in self.questions:
                if not said.get(field.name):
                    self.add_error(field.name, _("Ask about this sign."))
        if "outcome" in said and "finding" in said:
            problem = what_contradicts(
                said["outcome"], said["finding"], self.asked, said["keep_paused"]
            )
            if problem:
                self.add_error(*problem)
        return said

    @property
    def chosen(self):
        return [flag for flag in self.flag_list if flag.name in self.cleaned_data["flags"]]

    @property
    def said(self):
        """What `Flag.close_all` takes."""
        names = ("outcome", "finding", "keep_paused")
        return {name: self.cleaned_data[name] for name in names} | {"asked": self.asked}


def as_name(text):
    return f"{text.number}/{text.language}"


def signs_of(name, language):
    """The signs a form was made with, by the name it carries; else the current ones, or None."""
    number, _slash, shown_in = name.partition("/")
    if number.isdecimal() and len(number) < 9:
        lists = StopSignList.objects.filter(published_at__isnull=False, number=number)
        if found := lists.prefetch_related("texts").first():
            return found.text_in(shown_in)
    return StopSignList.signs_in(language)
