"""One dose changed and sent at once, from the page of a patient.

The builder's own verbs do it: a draft is opened, one row changed, and the draft sent as a new
version. Nobody's open draft is touched, and nobody's newer version passed over.
"""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exercises.dosage import DOSAGE_LIMITS, Kind
from logbook.models.messages import CareHasEnded, has_ended
from people.models import Patient
from programs.forms import NUMBERS
from programs.models import StaleEdit

LABELS = {
    "sets": _("Sets"),
    "reps": _("Repetitions"),
    "hold_seconds": _("Hold, seconds"),
}
SAID = {name: message for name, (label, message) in NUMBERS.items()}


class DraftIsOpen(Exception):
    """Somebody is editing the program: its draft, with `edited_by`."""

    def __init__(self, draft):
        super().__init__("A draft is open.")
        self.draft = draft


class ReasonIsMissing(Exception):
    """A precaution of the patient meets a stretch of the program, and nobody wrote why it is
    right: the builder asks for that before anything is sent."""


def quick_fields(kind):
    return ("sets", "reps" if kind == Kind.MOBILITY else "hold_seconds")


class DoseForm(forms.Form):
    """The dose of one row; `number` is of the version the page showed."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, prescription, data=None):
        self.names = quick_fields(prescription.kind)
        first = {name: getattr(prescription, name) for name in self.names}
        first["number"] = prescription.version.number
        super().__init__(data, initial=first, auto_id=f"dose-{prescription.code}-%s")
        for name in self.names:
            least, most = DOSAGE_LIMITS[name]
            said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), SAID[name])
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], min_value=least, max_value=most, error_messages=said
            )

    @property
    def doses(self):
        return [self[name] for name in self.names]

    @property
    def dose(self):
        return {name: self.cleaned_data[name] for name in self.names}


@transaction.atomic
def change_dose(prescription, number, dose, by):
    """Send a new version in which this row has this dose. Returns it, or None if it has it already.

    Raises CareHasEnded, DraftIsOpen, ReasonIsMissing, and StaleEdit when version `number` is not
    the newest one sent any more.
    """
    program = prescription.version.program
    patient = Patient.objects.select_for_update().get(pk=program.patient_id)
    newest = program.versions.sent().order_by("-number").first()
    if newest.number != number or newest.pk != prescription.version_id or program_is_over(program):
        raise StaleEdit
    if has_ended(patient):
        raise CareHasEnded
    if draft := program.draft:
        raise DraftIsOpen(draft)
    if all(getattr(prescription, name) == value for name, value in dose.items()):
        return None
    tags = patient.precautions.all()
    if newest.prescriptions.filter(precaution_reason="", variation__precautions__in=tags).exists():
        raise ReasonIsMissing
    draft = program.open_draft()
    row = draft.prescriptions.get(copied_from=prescription)
    for name, value in dose.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*dose, "revision"])
    draft.send(by=by, revision=draft.revision)
    return draft


def program_is_over(program):
    program.refresh_from_db(fields=["status"])
    return program.status != program.Status.OPEN
