"""What left the clinic about a patient, and what the patient agreed to.

Files, papers and mails of this program are read from the audit trail; what went another way
somebody writes down (HIPAA 45 CFR 164.528 asks for both, for six years).
"""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.forms import DateInput
from people.models import AuditEvent, Disclosure

YEARS = timedelta(days=6 * 365 + 2)
# Rows of the audit trail that say so: what it was, and whom it is for.
LEFT = {
    "my_export POST": (_("A copy of the whole record"), _("the patient")),
    "patient_export POST": (_("A copy of the whole record"), _("the patient")),
    "program_handout GET": (_("The program, on paper"), _("the patient")),
    "patient_report GET": (_("A progress report"), _("whoever it was printed for")),
    "monitoring_csv GET": (_("Monitoring of a month, as a file"), _("whoever bills")),
    "clinic_audit_csv GET": (_("Who opened the record, as a file"), _("the clinic’s admin")),
    "patient_invite POST": (_("An invitation by email"), _("the patient")),
    "import_invite POST": (_("An invitation by email"), _("the patient")),
}


@dataclass
class Entry:
    on_date: date
    what: str | Promise
    to_whom: str | Promise
    by: str
    why: str = ""


def given_out(patient):
    """Everything of the last six years, the newest first. Three queries."""
    since = timezone.now() - YEARS
    rows = AuditEvent.objects.about(patient.all_codes()).select_related("user")
    rows = rows.filter(at__gte=since, action__in=LEFT, outcome=AuditEvent.Outcome.OK)
    by_us = [
        Entry(timezone.localdate(row.at), *LEFT[row.action], str(row.user or "")) for row in rows
    ]
    written = patient.disclosures.filter(on_date__gte=since.date()).select_related("by__user")
    otherwise = [
        Entry(row.on_date, row.what, row.to_whom, str(row.by.user), row.why) for row in written
    ]
    return sorted(by_us + otherwise, key=lambda entry: entry.on_date, reverse=True)


class DisclosureForm(forms.ModelForm):
    """One thing that was given out some other way. The key of the page writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Disclosure
        fields = ["on_date", "to_whom", "what", "why"]
        widgets = {"on_date": DateInput()}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"on_date": today, "key": uuid.uuid4()}, **kwargs)
        self.today = today
        for field in self.fields.values():
            field.error_messages["required"] = _("This is needed.")

    def clean_on_date(self):
        if self.cleaned_data["on_date"] > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on_date"]

    def keep(self, patient, by):
        """Store it; sent twice, it is stored once."""
        words = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Disclosure.objects.get_or_create(
            patient=patient, key=self.cleaned_data["key"], defaults=words | {"by": by}
        )[0]
