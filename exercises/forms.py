"""What people type in the admin: words, numbers, pictures and a clinic's own stretches."""

from django import forms
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils.html import format_html
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .dosage import DOSAGE_LIMITS, dosage_fields
from .models import Exercise, ParametersWording, Picture, StretchParameters, Variation, Wording
from .pictures import draw_again
from .reading_grade import reading_grade
from .rows import RowsField, StepsField
from .words import FALLBACK_LANGUAGE

CLEARS_SIGN_OFF = gettext_lazy(
    "A change here clears the sign-off: therapists see “not yet reviewed by your clinic” "
    "until one of them signs it off again."
)


def grade_text(text):
    """ "Reading grade 3. Aim for 6 or lower." """
    return _("Reading grade %(grade)s. Aim for 6 or lower.") % {"grade": round(reading_grade(text))}


def graded(name, text):
    """The grade as a hint that static/js/admin-grade.js keeps up to date while people type."""
    return format_html('<span data-grade="{}" aria-live="polite">{}</span>', name, grade_text(text))


class RevisionForm(forms.ModelForm):
    """Carries the revision its text was read at, so that nobody's save is written over."""

    opened = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = self.instance.revision

    @property
    def edited(self):
        """The names of what was really changed."""
        return [name for name in self.changed_data if name != "opened"]


class WordingForm(RevisionForm):
    steps = StepsField(label=gettext_lazy("Steps"))
    precautions = RowsField(
        label=gettext_lazy("Precautions"), required=False, help_text=CLEARS_SIGN_OFF
    )

    class Meta:
        model = Wording
        fields = ["name", "summary", "felt", "equipment", "steps", "precautions"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    class Media:
        js = [forms.Script("js/admin-grade.js", type="module")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        steps = "\n".join(step["text"] for step in self.shown("steps") or [])
        self.fields["summary"].help_text = graded("summary", self.shown("summary") or "")
        self.fields["steps"].help_text = format_html(
            "{} {}", graded("steps", steps), CLEARS_SIGN_OFF
        )

    def shown(self, name):
        """What the field shows: as stored, or as typed. Leaves no bound field with an old hint."""
        return self.fields[name].get_bound_field(self, name).value()


LIMIT_TEXTS = {
    "sets": gettext_lazy("Sets can be %(low)s to %(high)s."),
    "reps": gettext_lazy("Repetitions can be %(low)s to %(high)s."),
    "seconds_on": gettext_lazy("Pressure on can be %(low)s to %(high)s seconds."),
    "seconds_off": gettext_lazy("Pressure off can be %(low)s to %(high)s seconds."),
    "hold_seconds": gettext_lazy("Hold can be %(low)s to %(high)s seconds."),
    "rest_seconds": gettext_lazy("Rest can be %(low)s to %(high)s seconds."),
}


def number_field(name, label):
    low, high = DOSAGE_LIMITS[name]
    text = LIMIT_TEXTS[name] % {"low": low, "high": high}
    return forms.IntegerField(
        label=capfirst(label),
        min_value=low,
        max_value=high,
        # A text box: a number box would not give back "ten" to correct.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "vIntegerField"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), text),
    )


class ParametersForm(RevisionForm):
    """The numbers of the row's kind and, for a kind, its words."""

    class Meta:
        model = StretchParameters
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = self.instance.wordings.filter(language=FALLBACK_LANGUAGE).first()
        for name in dosage_fields(self.instance.kind):
            label = StretchParameters._meta.get_field(name).verbose_name
            self.fields[name] = number_field(name, label)
            self.initial[name] = getattr(self.instance, name)
        for name in ParametersWording.SEEDED if self.words else ():
            self.fields[name] = ParametersWording._meta.get_field(name).formfield()
            self.fields[name].widget.attrs |= {"rows": 3, "class": "vTextField"}
            self.initial[name] = getattr(self.words, name)

    def _post_clean(self):
        """Put what was typed on the row and its words; the fields are made as the kind asks."""
        for name, value in self.cleaned_data.items():
            if name in ParametersWording.SEEDED:
                setattr(self.words, name, value)
            elif name != "opened":
                setattr(self.instance, name, value)
        super()._post_clean()


class NewParametersForm(forms.ModelForm):
    """A stretch gets numbers of its own: they start as those it has now."""

    class Meta:
        model = StretchParameters
        fields = ["exercise"]


class PictureForm(forms.ModelForm):
    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB and 25 million pixels."),
    )

    class Meta:
        model = Picture
        fields = ["exercise", "upload", "alt"]
        widgets = {"alt": forms.TextInput(attrs={"class": "vTextField"})}

    def clean_upload(self):
        return draw_again(self.cleaned_data["upload"])


class VideoField(forms.URLField):
    def __init__(self):
        super().__init__(
            label=gettext_lazy("Video link"),
            required=False,
            max_length=200,
            assume_scheme="https",
            validators=[URLValidator(schemes=["https", "http"])],
        )


class NewStretchForm(forms.ModelForm):
    """A stretch with its standard way and its first words, made at once."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    summary = forms.CharField(
        label=gettext_lazy("Description"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    video = VideoField()
    field_order = ["name", "summary", "region", "kind", "sided", "video"]
    clinic = None  # whose stretch; the admin says so for each request

    class Meta:
        model = Exercise
        fields = ["region", "kind", "sided", "video"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        slug = slugify(name)[:50].strip("-")
        if not slug:
            raise forms.ValidationError(_("Use some letters in the name."))
        # A clinic's own address never hides a shared stretch, nor the other way round.
        same = Exercise.objects.filter(slug=slug)
        if (same.for_clinic(self.clinic) if self.clinic else same).exists():
            raise forms.ValidationError(_("There is a stretch with this name. Choose another."))
        self.instance.slug = slug
        return name

    @transaction.atomic
    def create(self, clinic):
        """Save the stretch at the end of its region; its Wording, ready to be given steps."""
        stretch = self.instance
        last = Exercise.objects.filter(region=stretch.region).aggregate(Max("position"))
        stretch.clinic, stretch.position = clinic, (last["position__max"] or 0) + 1
        stretch.save()
        Variation.objects.create(exercise=stretch, slug="standard", is_standard=True)
        return Wording.objects.create(
            exercise=stretch,
            clinic=clinic,
            language=FALLBACK_LANGUAGE,
            name=self.cleaned_data["name"],
            summary=self.cleaned_data["summary"],
        )


class StretchForm(forms.ModelForm):
    video = VideoField()

    class Meta:
        model = Exercise
        fields = ["video"]
