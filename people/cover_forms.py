"""What is chosen about a colleague: a role, who takes patients over, who covers while away."""

from datetime import timedelta

from django import forms
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.forms import DateInput, TagsField
from people.models import Cover, HandOver, Membership, Patient
from people.staff_forms import NEEDED, RoleFields

LONGEST = timedelta(days=366)
ALL, SOME = "all", "some"


class MemberForm(RoleFields):
    """Another role or other credentials. `was` says what they were when the page was opened."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, member, **kwargs):
        stored = {"role": member.role, "credentials": member.credentials}
        super().__init__(*args, initial=stored | {"was": was(member)}, **kwargs)
        self.member = member

    @property
    def is_stale(self):
        """Whether another admin changed it meanwhile, to something else than this."""
        return self.cleaned_data["was"] != was(self.member) and bool(self.differences())

    def differences(self):
        words = dict(Membership.Role.choices)
        rows = []
        for name in ("role", "credentials"):
            theirs, mine = getattr(self.member, name), self.cleaned_data[name]
            if theirs != mine:
                row = {"theirs": words.get(theirs, theirs), "mine": words.get(mine, mine)}
                rows.append(row | {"label": self.fields[name].label})
        return rows


def was(member):
    return f"{member.role} {member.credentials}".strip()


class ColleagueField(forms.ModelChoiceField):
    """Somebody who treats at this clinic, with how many patients they have now."""

    def __init__(self, **kwargs):
        super().__init__(Membership.objects.none(), to_field_name="code", **kwargs)
        self.error_messages |= NEEDED | {"invalid_choice": _("Choose a colleague from the list.")}

    def among(self, clinic, but):
        mine = Q(patient_links__patient__merged_into=None)
        members = Membership.objects.treating(clinic).exclude(pk=but.pk)
        self.queryset = members.annotate(size=Count("patient_links", filter=mine))

    def label_from_instance(self, member):
        return ngettext(
            "%(member)s (%(size)s patient)", "%(member)s (%(size)s patients)", member.size
        ) % {"member": member, "size": member.size}


class HandOverForm(forms.Form):
    """Which of a colleague's patients are offered to whom. Names only: that is all it takes."""

    taker = ColleagueField(label=_("To"), empty_label=_("Choose"))
    which = forms.ChoiceField(
        label=_("Which patients"),
        choices=[(ALL, _("All")), (SOME, _("Those I tick"))],
        widget=forms.RadioSelect,
        initial=ALL,
        error_messages=NEEDED,
    )
    patients = TagsField(
        label=_("Patients"),
        queryset=Patient.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, giver, **kwargs):
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.fields["taker"].among(giver.clinic, but=giver)  # type: ignore[attr-defined]
        self.fields["patients"].queryset = self.free  # type: ignore[attr-defined]

    @cached_property
    def free(self):
        """The giver's patients that wait for nobody's answer, by name."""
        waiting = Patient.objects.filter(
            hand_overs__state=HandOver.State.OFFERED, hand_overs__giver=self.giver
        )
        theirs = Patient.objects.filter(
            therapist_links__membership=self.giver, merged_into=None
        ).exclude(pk__in=waiting.values("pk"))
        return theirs.order_by("name", "pk")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("which") == SOME and not cleaned.get("patients") and not self.errors:
            self.add_error("patients", _("Tick at least one patient."))
        if not self.free.exists():
            self.add_error(None, _("There is no patient to hand over."))
        return cleaned

    @property
    def chosen(self):
        everyone = self.cleaned_data["which"] == ALL
        return self.free if everyone else self.cleaned_data["patients"]


class CoverForm(forms.ModelForm):
    """Who sees to whose patients on which days, of the clinic's calendar."""

    by = ColleagueField(label=_("Covered by"), empty_label=_("Choose"))

    class Meta:
        model = Cover
        fields = ["by", "from_date", "to_date"]
        widgets = {"from_date": DateInput(), "to_date": DateInput()}
        error_messages = dict.fromkeys(["from_date", "to_date"], NEEDED)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["by"].among(self.instance.clinic, but=self.instance.away)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_date"), cleaned.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", _("The last day is before the first day."))
        elif last and last < self.today:
            self.add_error("to_date", _("This day is over. Choose today or later."))
        elif first and last and last - first > LONGEST:
            self.add_error("to_date", _("A cover lasts a year at most. Hand the patients over."))
        elif last and last - self.today > 2 * LONGEST:
            self.add_error("to_date", _("Choose a day in the next two years."))
        return cleaned

    def overlapping(self, other):
        """Beside the field it is about: which cover is in the way, on which days."""
        words = {"away": other.away.user, "by": other.by.user}
        days = {"first": other.from_date, "last": other.to_date}
        words |= {name: date_format(day, "M j") for name, day in days.items()}
        if other.away_id == self.instance.away_id:
            said = _("%(away)s is away from %(first)s to %(last)s already, covered by %(by)s.")
            self.add_error("from_date", said % words)
        elif other.away_id == self.instance.by_id:
            said = _("%(away)s is away, too, from %(first)s to %(last)s.")
            self.add_error("by", said % words)
        else:
            said = _("%(by)s covers for %(away)s from %(first)s to %(last)s. End that first.")
            self.add_error("from_date", said % words)
