"""What a clinic admin types about colleagues: one to invite, many to invite, a role."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.forms import NameField
from people.models import Invitation, Membership

NEEDED = {"required": _("This is needed.")}
MOST_LINES = 100


class RoleFields(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role,
        initial="therapist",
        error_messages={"invalid_choice": _("The role is therapist or admin.")},
    )
    credentials = NameField(
        label=_("Credentials"),
        max_length=40,
        required=False,
        help_text=_("As PT or DPT. An admin with credentials treats patients, too."),
    )


class StaffInviteForm(RoleFields):
    """A colleague to invite. Refuses who works here already."""

    name = NameField(label=_("Name"), max_length=120, error_messages=NEEDED)
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        error_messages=NEEDED | {"invalid": _("This is no email address. Check it.")},
    )
    field_order = ["name", "email", "role", "credentials"]

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        members = self.clinic.memberships.open().select_related("user")
        if member := members.filter(user__email=email).first():
            raise forms.ValidationError(
                _("%(member)s works here already."), code="member", params={"member": member}
            )
        return email


class StaffManyForm(forms.Form):
    people = forms.CharField(
        label=_("One person a line: name, email, role, credentials"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages=NEEDED,
        help_text=_(
            "Role is therapist or admin; left out, it is therapist. Credentials may be left out."
        ),
    )

    def __init__(self, *args, clinic, **kwargs):
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_people(self):
        text = self.cleaned_data["people"]
        if len(cells_of(text)) > MOST_LINES:
            raise forms.ValidationError(
                ngettext(
                    "Send %(most)s line at a time.", "Send %(most)s lines at a time.", MOST_LINES
                )
                % {"most": MOST_LINES}
            )
        return text

    @cached_property
    def lines(self):
        """What will happen with each line. Two queries and one a line."""
        waiting = {sent.email: sent for sent in Invitation.objects.waiting(self.clinic)}
        seen: dict[str, int] = {}
        lines = []
        for number, cells in cells_of(self.cleaned_data["people"]):
            form = StaffInviteForm(data_of(cells), clinic=self.clinic)
            email = form.cleaned_data["email"] if form.is_valid() else ""
            line = Line(number, cells, form, waiting.get(email), seen.get(email))
            lines.append(line)
            if line.sends:
                seen[email] = number
        return lines

    @property
    def fingerprint(self):
        """Changes with what will happen: what was looked at is what is sent."""
        words = "\n".join(f"{line.sends} {line.words}" for line in self.lines)
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass
class Line:
    """One line of many, read: who it is about and what will happen."""

    number: int
    cells: list[str]
    form: StaffInviteForm
    waiting: Invitation | None
    same_as: int | None

    @property
    def sends(self):
        return self.form.is_valid() and not self.same_as

    @cached_property
    def words(self):
        if not self.form.is_valid():
            if any(self.form.has_error(name, "required") for name in ("name", "email")):
                return now("Write a name, a comma and an email. Nothing is sent.")
            errors = [str(error) for found in self.form.errors.values() for error in found]
            return " ".join([*errors, now("Nothing is sent.")])
        if self.same_as:
            said = now("Same email as line %(number)s. Nothing is sent.")
            return said % {"number": self.same_as}
        words = {
            "role": self.form.fields["role"].choices[self.form.cleaned_data["role"] == "admin"][1],
            "credentials": self.form.cleaned_data["credentials"] or now("no credentials"),
        }
        if self.waiting:
            words["day"] = date_format(timezone.localtime(self.waiting.created_at), "M j")
            said = now(
                "Was invited on %(day)s. Gets a new link as %(role)s, %(credentials)s; "
                "the old link ends."
            )
            return said % words
        return now("Will be invited as %(role)s, %(credentials)s.") % words


def cells_of(text):
    """(number, cells) of each line with something in it, but for a first line of column names."""
    read = []
    for number, line in enumerate(text.splitlines(), 1):
        apart = "\t" if "\t" in line else ";" if "," not in line else ","
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=apart), [])]
        if any(cells):
            read.append((number, cells))
    if read and len(read[0][1]) > 1 and read[0][1][1].lower() in {"email", "e-mail"}:
        del read[0]
    return read


def data_of(cells):
    name, email, role, *credentials = [*cells, "", "", ""][: max(len(cells), 3)]
    role = role.lower().removeprefix("clinic ") or Membership.Role.THERAPIST
    return {
        "name": name,
        "email": email,
        "role": role,
        "credentials": ", ".join(filter(None, credentials)),
    }
