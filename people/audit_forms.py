"""Which rows of the audit trail an admin looks at."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.audit_words import SEARCHES
from people.forms import DateInput
from people.models import AuditEvent, Membership, Patient

WEEK = timedelta(days=6)
# As the calendar of a browser offers; the clock of a zone knows no day beyond the year 9999.
DAYS = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2100, 12, 31))]
READING = Q(action__endswith=" GET") | Q(action__endswith=" HEAD") | Q(action__in=SEARCHES)
KINDS = {
    "opened": Q(READING, outcome=AuditEvent.Outcome.OK),
    "changed": Q(~READING, outcome=AuditEvent.Outcome.OK),
    "refused": Q(outcome=AuditEvent.Outcome.REFUSED),
}


class AuditFilterForm(forms.Form):
    """Without any choice: the last seven days of the whole clinic."""

    from_date = forms.DateField(label=_("From"), widget=DateInput, validators=DAYS)
    to_date = forms.DateField(label=_("To"), widget=DateInput, validators=DAYS)
    person = forms.ModelChoiceField(
        Membership.objects.none(),
        to_field_name="code",
        label=_("Who"),
        empty_label=_("Anybody"),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[
            ("", _("Anything")),
            ("opened", _("Opened")),
            ("changed", _("Changed")),
            ("refused", _("Refused")),
        ],
        required=False,
    )
    patient = forms.ModelChoiceField(
        Patient.objects.none(), to_field_name="code", widget=forms.HiddenInput, required=False
    )

    def __init__(self, data, *, membership, today):
        stands = {"from_date": (today - WEEK).isoformat(), "to_date": today.isoformat()}
        super().__init__(stands | {name: data[name] for name in self.base_fields if data.get(name)})
        self.membership = membership
        members = membership.clinic.memberships.select_related("user")
        self.fields["person"].queryset = members.order_by("user__name", "id")
        self.fields["patient"].queryset = Patient.objects.at_desk_of(membership)

    def clean(self):
        first, last = self.cleaned_data.get("from_date"), self.cleaned_data.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", _("This day is before the first one."))
        return self.cleaned_data

    def rows(self):
        """The rows asked for, the newest first; none while a field is wrong."""
        rows = AuditEvent.objects.visible_to(self.membership).select_related("user")
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        rows = rows.filter(
            at__gte=midnight(asked["from_date"]),
            at__lt=midnight(asked["to_date"] + timedelta(days=1)),
        )
        if asked["person"]:
            rows = rows.filter(user=asked["person"].user_id)
        if asked["patient"]:
            rows = rows.about(asked["patient"].all_codes())
        if asked["kind"]:
            rows = rows.filter(KINDS[asked["kind"]])
        return rows


def midnight(date):
    """Where that day begins, by the clock of whoever reads."""
    return timezone.make_aware(datetime.combine(date, time.min))
