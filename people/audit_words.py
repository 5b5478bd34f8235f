"""What a row of the audit trail was about, in words, from the name of its view or act."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import AuditedPatient, AuditEvent, Patient
from people.seen import see

SIGNING_IN = ("account_", "mfa_", "second_factor", "sign_out", "session_left", "device")
# Commands that somebody types; all others run by themselves.
BY_OPERATOR = {"forget_factors", "sign_out"}
# Posted so that no name stands in an address; nothing is changed.
SEARCHES = {
    f"{name} POST"
    for name in (
        "caseload",
        "clinic_audit",
        "erasure_list",
        "patient_find",
        "patient_merge",
        "program_patients",
        "template_patients",
    )
}
# The first whose prefix fits says it.
WHAT = [
    (_("messages"), ["patient_messages", "conversation", "inbox"]),
    (_("a handout on paper"), ["program_handout"]),
    (_("a report"), ["patient_report", "report_period", "chart_note"]),
    (_("a copy of the whole record"), ["patient_export", "my_export", "export"]),
    (_("the program"), ["program", "prescription", "quick_edit", "template_add"]),
    (_("the program"), ["template_use", "template_patients"]),
    (_("monitoring"), ["patient_monitoring", "monitoring", "minutes", "clinic_monitoring"]),
    (_("activities and their scores"), ["patient_function", "function", "my_activities"]),
    (_("two records made one"), ["patient_merge", "merge"]),
    (_("opening with a reason"), ["break_glass", "patient_find"]),
    (_("erasing a record"), ["patient_erase", "erasure", "my_erasure", "legal_hold", "erase"]),
    (_("who treats"), ["patient_reassign", "hand_over", "cover"]),
    (_("what left the clinic"), ["patient_disclosures", "my_disclosures"]),
    (_("this audit trail"), ["clinic_audit", "who_opened"]),
    (_("the ways to sign in"), ["forget_factors"]),
    (_("signing in"), [*SIGNING_IN, "end_sign_ins"]),
    (_("sessions"), ["patient_session", "session_", "today", "stretch_log", "stop_signs"]),
    (_("progress"), ["progress"]),
    (_("a list of patients from a file"), ["patient_import", "import"]),
    (_("the handout’s code"), ["access_code", "go"]),
    (_("an invitation"), ["patient_invite", "invitation", "staff_invite"]),
    (_("the record"), ["patient_"]),
    (_("the caseload"), ["caseload"]),
    (_("a template"), ["template"]),
    (_("a sign-off of a stretch"), ["stretch_sign_off"]),
    (_("the medical notice"), ["notice"]),
    (_("who works here"), ["member", "clinic_staff"]),
    (_("settings"), ["clinic_", "me", "help", "home"]),
    (_("the shared library"), ["admin:"]),
]


def what(action):
    """In words what a row was about; the bare name for what nobody gave words."""
    return next((words for words, prefixes in WHAT if action.startswith(tuple(prefixes))), action)


def is_reading(action):
    return action.endswith((" GET", " HEAD")) or action in SEARCHES


def attach_words(events, clinic):
    """Set on each row `who`, `whose` and `words`, as an admin reads them. 1 or 2 queries."""
    codes = {event.patient_code for event in events} - {None}
    names = dict(Patient.objects.filter(clinic=clinic, code__in=codes).values_list("code", "name"))
    for code in names:
        see(code)
    listed = {event.listed for event in events} - {""}
    sizes = dict(
        AuditedPatient.objects.filter(listed__in=listed)
        .values_list("listed")
        .annotate(size=Count("pk"))
    )
    for event in events:
        event.who = who(event.user, event.command, event.device_number)
        of_sign_in = event.user and event.user.name if event.command else None
        event.whose = whose(names.get(event.patient_code) or of_sign_in, sizes.get(event.listed, 0))
        event.words = words_of(event.action, event.outcome)


def who(user, command, device_number):
    if command:
        return by_command(command)
    if user:
        return str(user)
    return _("A handout’s phone") if device_number else _("Not signed in")


def by_command(command):
    if command in BY_OPERATOR:
        return _("The operator, by command")
    return _("Homestretch itself")


def whose(name, others):
    if not others:
        return name or ""
    if name:
        return ngettext("%(name)s and %(n)d other", "%(name)s and %(n)d others", others) % {
            "name": name,
            "n": others,
        }
    return ngettext("%(n)d patient in a list", "%(n)d patients in a list", others) % {"n": others}


def words_of(action, outcome):
    about = {"what": what(action)}
    if action.startswith(SIGNING_IN) and outcome == AuditEvent.Outcome.OK:
        return _("Signing in or out")
    if outcome == AuditEvent.Outcome.REFUSED:
        return _("Tried: %(what)s") % about
    return (_("Opened: %(what)s") if is_reading(action) else _("Changed: %(what)s")) % about


def as_told(action, in_list):
    about = {"what": what(action)}
    if in_list:
        return _("saw you in a list: %(what)s") % about
    return (_("opened %(what)s") if is_reading(action) else _("changed %(what)s")) % about


def in_plain_words(rows):
    """[(who, what they did, how often)] of one day, as the patient reads it. A thing that has
    several pages counts as one."""
    told: dict = {}
    for row in rows:
        by = by_command(row["command"]) if row["command"] else row["name"] or _("A handout’s phone")
        key = by, str(as_told(row["action"], row["in_list"]))
        told[key] = told.get(key, 0) + row["times"]
    return [(by, words, times) for (by, words), times in told.items()]
