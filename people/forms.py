"""What people type: a patient with an episode of care, and the answer to an invitation."""

from datetime import date

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.models import construct_instance
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.models import Episode, Membership, Patient, User
from people.models.clinics import ZONES

# The zones people name: a place each.
PLACES = sorted(
    name
    for name in ZONES
    if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"min": "1900-01-01", "max": "2100-12-31"})


class NameField(forms.CharField):
    """What somebody is called, on one line: it stands in lists, in mails and their subjects."""

    # Marks that turn the direction of all that follows, so that a page would read backwards.
    TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

    def to_python(self, value):
        return " ".join(super().to_python(value).translate(self.TURNS).split())

    def validate(self, value):
        super().validate(value)
        if value and not any(map(str.isalnum, value)):
            raise forms.ValidationError(_("Use some letters in the name."))


class TagsField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError:  # SQLite's word for a number no row can have
            raise forms.ValidationError(_("Choose from the list."), code="invalid_choice") from None


class PatientForm(forms.ModelForm):
    """A patient and the open episode of care, on one page and saved together."""

    EPISODE = (
        "complaint side goals surgery_on referrer directional_preference next_visit_on started_on"
    ).split()

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    zone = forms.TypedChoiceField(label=_("Time zone"), choices=[(name, name) for name in PLACES])
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)

    class Meta:
        model = Patient
        fields = ["name", "email", "phone", "birth_year", "zone", "precautions"]
        field_classes = {"name": NameField, "precautions": TagsField}
        widgets = {"precautions": forms.CheckboxSelectMultiple}
        labels = {"precautions": _("Take care with")}
        help_texts = {"email": _("For the invitation. Needed to sign in.")}

    def __init__(self, *args, episode, **kwargs):
        self.stored_episode = episode
        initial = forms.model_to_dict(episode, self.EPISODE) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields |= forms.fields_for_model(
            Episode,
            self.EPISODE,
            widgets={
                **{name: DateInput() for name in self.EPISODE if name.endswith("_on")},
                "goals": forms.Textarea(attrs={"rows": 3}),
            },
            help_texts={"goals": _("In the patient's own words.")},
        )
        self.fields["birth_year"].widget.attrs |= {"min": 1900, "max": self.instance.today().year}
        for field in self.fields.values():
            field.error_messages["required"] = _("This is needed.")
        if self.instance.user_id:
            self.keep_email(_("Used to sign in, so it cannot be changed here."))
        if self.instance.pk and not episode.pk:
            # Discharged: nothing typed keeps it so, a complaint starts another episode.
            for name in ("complaint", "started_on"):
                self.fields[name].required = False

    def keep_email(self, why):
        self.fields["email"].disabled = True
        self.fields["email"].help_text = why

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        this_year = self.instance.today().year
        if year is not None and not 1900 <= year <= this_year:
            raise forms.ValidationError(_("Use a year from 1900 to %(now)s.") % {"now": this_year})
        return year

    def clean(self):
        cleaned = super().clean()
        for name in self.EPISODE:
            day = cleaned.get(name)
            if isinstance(day, date) and not 1900 <= day.year <= 2100:
                self.add_error(name, _("Use a date from 1900 to 2100."))
        if cleaned.get("complaint") and not cleaned.get("started_on"):
            cleaned["started_on"] = self.instance.today()  # type: ignore[index]
        return cleaned

    def save(self):
        """Store patient and episode, only the columns of this page. Call it in a transaction."""
        patient = self.instance
        if patient.pk:
            patient.save(
                update_fields=[name for name in self._meta.fields if name != "precautions"]
            )
        else:
            patient.save()
        self._save_m2m()
        if "email" in self.changed_data:  # a link that went to another address opens nothing
            patient.invitations.unused().end()
        episode = construct_instance(self, self.stored_episode, self.EPISODE)
        if episode.complaint:
            episode.patient = patient
            episode.save(update_fields=self.EPISODE if episode.pk else None)
        return patient

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
        if name == "precautions":
            return ", ".join(str(tag) for tag in value or [])
        if isinstance(value, date):
            return date_format(value)
        return dict(getattr(self.fields[name], "choices", [])).get(value, value or "")


class LookForm(forms.ModelForm):
    """Who shows a patient the stretches."""

    class Meta:
        model = Patient
        fields = ["look"]


class ReassignForm(forms.Form):
    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=Membership.objects.none(), to_field_name="code"
    )

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = Membership.objects.treating(clinic)


class InvitationForm(forms.Form):
    """The answer to an invitation. What it asks follows from who answers:

    signed in with the invited e-mail: nothing; a person we know by it: their password, since a
    link alone never opens an account; anybody else: a new password, or none (patients only).
    """

    name = NameField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Make a password"),
        help_text=_("10 letters or more. A short sentence works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("This is needed.")},
        strip=False,
        max_length=200,
    )

    def __init__(self, *args, invitation, request, **kwargs):
        self.invitation, self.request = invitation, request
        super().__init__(*args, **kwargs)
        known = User.objects.filter(email__iexact=invitation.email).first()
        self.known = known is not None
        self.is_oneself = known is not None and known.pk == request.user.pk
        self.user = known if self.is_oneself else None
        self.initial.setdefault("name", invitation.name)
        self.by_code = "by_code" in self.data and not known and invitation.patient_id
        if known or invitation.patient_id:
            del self.fields["name"]
        if self.user or self.by_code:
            del self.fields["password"]
        elif known:
            self.fields["password"].label = _("Your password")
            self.fields["password"].help_text = _("You have a sign-in with this email already.")
            self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.known:
            validate_password(password, User(email=self.invitation.email))
            return password
        adapter = get_adapter(self.request)
        user = adapter.authenticate(self.request, email=self.invitation.email, password=password)
        if user is None or not user.is_active:  # allauth hands out deactivated people as well
            raise adapter.validation_error("email_password_mismatch")
        self.user = user
        return password

    def save(self):
        """Accept. Raises Invitation.Gone or IntegrityError, as Invitation.accept says."""
        return self.invitation.accept(
            self.user,
            password=self.cleaned_data.get("password"),
            name=self.cleaned_data.get("name", ""),
        )


class CodeForm(forms.Form):
    """The code on a handout and the year of birth; a scanned code is not asked for again."""

    handout_code = forms.CharField(
        label=_("Code from your handout"),
        help_text=_("8 letters and numbers, next to the square code."),
        max_length=40,
    )
    birth_year = forms.IntegerField(
        label=_("Year you were born"),
        min_value=1900,
        max_value=2100,
        error_messages={
            name: _("Four numbers, like 1968.") for name in ("invalid", "min_value", "max_value")
        },
    )

    def __init__(self, data=None, handout_code=None):
        self.scanned = handout_code is not None
        if self.scanned and data is not None:
            data = data.copy()
            data["handout_code"] = handout_code[:40]
        super().__init__(data)
        for field in self.fields.values():
            field.error_messages["required"] = _("This is needed.")
        self.fields["handout_code"].widget = (
            forms.HiddenInput()
            if self.scanned
            else forms.TextInput(
                {
                    "class": "inp code",
                    "autocomplete": "off",
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                }
            )
        )
        self.fields["birth_year"].widget = forms.TextInput(
            {
                "class": "inp code",
                "inputmode": "numeric",
                "maxlength": "4",
                "autocomplete": "bday-year",
            }
        )
