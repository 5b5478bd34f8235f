"""What people type on the way of a list into the clinic: the file, its columns, one row mended."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from people.dry_run import FIX, SAME
from people.importing import FIELDS, MOST_BYTES, Unreadable, guess_fields, has_day_first, read_csv
from people.models import ImportRun, Membership


class ImportFileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty."),
            "max_length": _("The file’s name is too long."),
        },
        max_length=120,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than %(most)s. Send it in parts.")
                % {"most": filesizeformat(MOST_BYTES)}
            )
        try:
            self.header, self.rows, self.encoding = read_csv(file.read())
        except Unreadable as problem:
            raise forms.ValidationError(problem.message) from None
        return file

    def save(self, by):
        """Keep the file's rows for the next steps, with a guess at its columns."""
        columns = guess_fields(self.header)
        dates = []
        if "next_visit" in columns:
            place = columns.index("next_visit")
            dates = [cells[place] for _line, cells in self.rows if len(cells) > place]
        return ImportRun.objects.create(
            clinic=by.clinic,
            by=by,
            file_name=self.cleaned_data["file"].name[:120],
            encoding=self.encoding,
            header=self.header,
            rows=self.rows,
            columns=columns,
            day_first=has_day_first(dates),
            therapist=by if by.treats else None,
        )


class ImportColumnsForm(forms.Form):
    """What each column is, how dates are written, who treats patients without a therapist."""

    day_first = forms.ChoiceField(
        label=_("Dates such as 03/04/2026 are"),
        choices=[("", _("March 4, month first")), ("1", _("April 3, day first"))],
        required=False,
    )
    therapist = forms.ModelChoiceField(
        label=_("Rows without a therapist go to"),
        queryset=Membership.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Nobody: leave these rows out"),
    )

    def __init__(self, data=None, *, run):
        self.run = run
        shown = {"day_first": "1" if run.day_first else "", "therapist": run.therapist}
        if run.therapist:
            shown["therapist"] = run.therapist.code
        super().__init__(data, initial=shown)
        self.fields["therapist"].queryset = Membership.objects.treating(run.clinic)
        choices = [("", _("Ignore"))] + [(name, label) for name, (label, _a) in FIELDS.items()]
        self.names = []
        for place, title in enumerate(run.header):
            self.names.append(f"column-{place}")
            self.fields[self.names[-1]] = forms.ChoiceField(
                label=title or _("No title"),
                choices=choices,
                required=False,
                initial=run.columns[place],
            )

    def lines(self):
        """Each column with its field and its first texts, to see what it holds."""
        for place, name in enumerate(self.names):
            texts = [cells[place] for _line, cells in self.run.rows if len(cells) > place]
            yield self[name], list(dict.fromkeys(filter(None, texts)))[:3]

    def clean(self):
        cleaned = super().clean()
        fields = [cleaned.get(name) for name in self.names]
        for place, field in enumerate(fields):
            if field and field in fields[:place]:
                label = FIELDS[field][0]
                said = _("“%(field)s” is chosen twice.") % {"field": label}
                self.add_error(self.names[place], said)
        if not {"name", "first_name", "last_name"} & set(filter(None, fields)):
            self.add_error(None, _("Choose the column that holds the name."))
        return cleaned

    def save(self):
        """Take the columns as chosen. What was decided about rows before counts no more."""
        run = self.run
        run.columns = [self.cleaned_data[name] for name in self.names]
        run.day_first = self.cleaned_data["day_first"] == "1"
        run.therapist = self.cleaned_data["therapist"]
        run.choices = {}
        run.save(update_fields=["columns", "day_first", "therapist", "choices"])


class ImportRowForm(forms.Form):
    """The cells of one row that mean something, to be mended where they stand wrong."""

    def __init__(self, data=None, *, run, cells):
        super().__init__(data)
        self.run = run
        self.stored = [*cells, *[""] * (len(run.columns) - len(cells))][: len(run.columns)]
        for place, field in enumerate(run.columns):
            if field:
                self.fields[field] = forms.CharField(
                    label=FIELDS[field][0],
                    required=False,
                    max_length=1000,
                    initial=self.stored[place],
                )

    @property
    def cells(self):
        """The row as it reads now. Cells beyond the columns are gone."""
        pairs = zip(self.run.columns, self.stored, strict=True)
        return [self.cleaned_data[field] if field else text for field, text in pairs]


def choices_in(data, dry_run):
    """Skip or Add for each row the post names, of those that may be known here; `all` is for every
    row that still waits."""
    given = {}
    for row in dry_run.to_decide:
        chosen = data.get(f"row-{row.line}") or (not row.choice and data.get("all"))
        if chosen in {"skip", "add"}:
            given[str(row.line)] = chosen
    return given


def page_order(dry_run):
    """Rows as the page shows them: to fix, maybe the same person, new."""
    order = {FIX: 0, SAME: 1}
    return sorted(dry_run.rows, key=lambda row: order.get(row.state, 2))
