"""The numbers of the worklist's rules as an admin edits them."""

from django import forms
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from caseload.models import WorklistRules
from caseload.monitoring_forms import RevisedForm

# Each rule that can be switched off by the number that is then 0, and what a number may be.
SWITCHES = {
    "pain_up": "pain_rise_points",
    "worse_in_a_row": "worse_in_a_row",
    "quiet": "quiet_days",
    "never_started": "never_started_days",
    "review_due": "review_within_days",
    "cut_short": "cut_short_times",
    "ready_to_progress": "ready_sessions",
}
RANGES = {
    "pain_rise_points": (1, 10),
    "pain_rise_sessions": (2, 20),
    "worse_in_a_row": (1, 10),
    "quiet_days": (1, 90),
    "never_started_days": (1, 90),
    "review_within_days": (1, 60),
    "cut_short_times": (1, 20),
    "cut_short_sessions": (1, 20),
    "ready_sessions": (1, 20),
    "ready_pain_at_most": (0, 10),
    "cover_after_hours": (0, 72),
    "admin_after_hours": (0, 72),
    "pain_limit": (1, 10),
}


# Those without a switch, each with its picture.
ALWAYS_ON = {
    "flagged": "octagon-alert",
    "pain_at_limit": "octagon-alert",
    "wrote": "message-square-text",
    "no_program": "file-text",
}
# What each rule reads like, with its numbers in place.
NEED_YOU = {
    "flagged": _("A stop sign, <i>new or worse</i>, or pain that moves down the leg"),
    "pain_at_limit": _("Pain reaches {pain_limit} of 10, or the patient’s own limit"),
    "pain_up": _("Pain goes up by {pain_rise_points} or more within {pain_rise_sessions} sessions"),
    "worse_in_a_row": _("<i>Worse since last time</i>, {worse_in_a_row} times in a row"),
    "wrote": _("A note or a message nobody has read"),
    "quiet": _("Nothing logged for {quiet_days} days"),
    "never_started": _("Never started, {never_started_days} days after the program began"),
    "no_program": _("No program"),
    "review_due": _("Review due within {review_within_days} days"),
}
ON_TRACK = {
    "cut_short": _(
        "One stretch cut short in {cut_short_times} of the last {cut_short_sessions} sessions"
    ),
    "ready_to_progress": _(
        "Ready for more after {ready_sessions} full sessions with pain at most {ready_pain_at_most}"
    ),
}


class RulesForm(RevisedForm):
    """A number and a switch for each rule. Off is stored as 0; the box then shows the start value,
    to have one when it is switched on again."""

    class Meta:
        model = WorklistRules
        fields = [name for name in RANGES if name != "pain_limit"]

    pain_limit = forms.IntegerField(label=_("Pain limit"))

    def __init__(self, data, *, instance, clinic):
        start = WorklistRules()
        initial = {"revision": instance.revision, "pain_limit": clinic.pain_limit}
        for rule, name in SWITCHES.items():
            number = getattr(instance, name)
            initial |= {f"{rule}_on": bool(number), name: number or getattr(start, name)}
        super().__init__(data, instance=instance, initial=initial, auto_id="rule-%s")
        for name, (least, most) in RANGES.items():
            field = self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, min_value=least, max_value=most
            )
            wrong = _("Choose a number from %(least)s to %(most)s.") % {
                "least": least,
                "most": most,
            }
            for problem in ("required", "invalid", "min_value", "max_value"):
                field.error_messages[problem] = wrong
            field.widget.attrs |= {"inputmode": "numeric", "aria-label": field.label}
        for rule in SWITCHES:
            self.fields[f"{rule}_on"] = forms.BooleanField(required=False, label=_("On"))

    def clean(self):
        """What is switched off is 0, whatever its box says."""
        super().clean()
        cleaned = self.cleaned_data
        for rule, name in SWITCHES.items():
            if not cleaned.get(f"{rule}_on"):
                cleaned[name] = 0
                self.errors.pop(name, None)
        if cleaned.get("cut_short_times", 0) > cleaned.get("cut_short_sessions", 20):
            self.add_error("cut_short_times", _("This cannot be more than the sessions counted."))
        if cleaned.get("admin_after_hours", 72) < cleaned.get("cover_after_hours", 0):
            self.add_error("admin_after_hours", _("The admins come after the cover."))
        return cleaned

    @cached_property
    def was(self):
        """{field: the number stored}, of those that would change."""
        if not self.is_bound:
            return {}
        return {
            name: self.get_initial_for_field(self.fields[name], name)
            for name in self.changed_data
            if name in RANGES
        }

    def need_you(self):
        return [self.line(rule, sentence) for rule, sentence in NEED_YOU.items()]

    def on_track(self):
        return [self.line(rule, sentence) for rule, sentence in ON_TRACK.items()]

    def line(self, rule, sentence):
        """One rule as the page shows it: switch, sentence, what was stored, what is wrong."""
        names = [name for name in RANGES if f"{{{name}}}" in sentence]
        return {
            "rule": rule,
            "on": self[f"{rule}_on"] if rule in SWITCHES else None,
            "icon": ALWAYS_ON.get(rule),
            "sentence": mark_safe(sentence.format(**{name: self[name] for name in names})),
            "was": [self.was[name] for name in names if name in self.was],
            "errors": [error for name in names for error in self[name].errors],
        }
