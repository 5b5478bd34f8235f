"""The access table: one row for each thing that can be asked of each URL.

`args` and `data` name things of the world in tests/test_access.py by capitals. `who` lists the
roles that get `status` (`status_htmx` by htmx); everybody else gets 404, or the sign-in page when
nobody is signed in.
"""

from dataclasses import dataclass, field

STAFF = {"therapist", "colleague"}  # who may open patients of our clinic
THERAPISTS = STAFF | {"outsider"}  # each their own clinic's
PATIENTS = {"patient", "other_patient", "outsiders_patient"}
PHONES = PATIENTS | {"device"}  # where a phone opened with a handout's code is welcome as well
SIGNED_IN = THERAPISTS | PATIENTS | {"clinic_admin", "other_admin", "operator"}
EVERYBODY = SIGNED_IN | {"anonymous", "deactivated", "device"}
CLINICS_PEOPLE = STAFF | {"clinic_admin", "patient", "other_patient"}


@dataclass
class Row:
    method: str
    name: str
    who: set
    args: list = field(default_factory=list)
    data: dict = field(default_factory=dict)
    status: int = 200
    status_htmx: int | None = None
    label: str = ""
    # Open to everybody, but not everything behind it: nobody is sent to sign in first.
    public: bool = False
    # Who opens no patient's record but chooses among our patients' names and e-mails here.
    names: set = field(default_factory=set)

    def __post_init__(self):
        if "clinic_admin" in self.who and not self.about_our_things:
            self.who = self.who | {"other_admin"}  # who opens the same page of the other clinic
        if self.status_htmx is None:
            self.status_htmx = self.status

    @property
    def about_our_things(self):
        """Whether the request names a thing of our clinic."""
        return any(str(word).isupper() for word in [*self.args, *self.data.values()])


def record(method, name, *more, **fields):
    """A row about our patient's record: staff of the clinic, nobody else."""
    return Row(method, name, STAFF, ["PATIENT", *more], **fields)


def build(name, *more, status_htmx=200, **data):
    """A row of the builder: it posts the whole draft, then goes back to the page or swaps it."""
    data |= {"version": "DRAFT_NUMBER", "revision": "DRAFT_REVISION"}
    return record("post", name, *more, data=data, status=302, status_htmx=status_htmx)


PEOPLE = [
    Row("get", "home", EVERYBODY, status=302),
    Row("get", "notice", EVERYBODY),
    Row("post", "notice", PHONES, data={"understood": "yes"}, status=302),
    Row("get", "help", EVERYBODY),
    Row("get", "me", SIGNED_IN),
    Row("post", "me", PATIENTS, data={"look": "deep"}, status=302),
    Row("get", "mfa_index", SIGNED_IN),
    Row("get", "second_factor", SIGNED_IN, status=302),  # tests ask for none
    Row("post", "sign_out_everywhere", SIGNED_IN, status=302),
    Row("get", "session_left", EVERYBODY),
    Row("get", "healthz", EVERYBODY),
    Row("get", "demo_mail", EVERYBODY),
    Row("get", "go", EVERYBODY),
    Row("post", "go", EVERYBODY, status=422),
    Row("get", "go_code", EVERYBODY, ["HANDOUT_CODE"]),
    Row("post", "go_code", EVERYBODY, ["HANDOUT_CODE"], data={"birth_year": "1900"}, status=422),
    Row("post", "device_sign_out", EVERYBODY, status=302),
    record("get", "access_code"),
    record("post", "access_code", data={"act": "renew"}, status=302),
    Row("get", "invitation", EVERYBODY, ["TOKEN"]),
    Row("post", "invitation", EVERYBODY, ["TOKEN"], status=422),
    Row("get", "patient_add", THERAPISTS),
    Row("post", "patient_add", THERAPISTS, status=422),
    record("get", "patient_edit"),
    record("post", "patient_edit", status=422),
    record("get", "patient_reassign"),
    record("post", "patient_reassign", data={"therapist": "COLLEAGUE"}, status=302),
    record("get", "patient_discharge"),
    record("post", "patient_discharge", status=302),
    record("post", "patient_invite", status=302),
    # Our clinic opens every patient to its therapists, so nobody needs a reason: on to the record.
    record("get", "break_glass", status=302),
    record("post", "break_glass", status=302),
    Row("get", "patient_find", THERAPISTS),
    Row("post", "patient_find", THERAPISTS, status=422),
    Row("get", "who_opened", PATIENTS),
    Row("get", "clinic_audit", {"clinic_admin"}, names={"clinic_admin"}),
    Row("post", "clinic_audit", {"clinic_admin"}, data={"q": "canary"}, names={"clinic_admin"}),
    Row("get", "clinic_audit_csv", {"clinic_admin"}, names={"clinic_admin"}),
    Row("get", "break_glass_list", {"clinic_admin"}, names={"clinic_admin"}),
    Row("post", "break_glass_review", {"clinic_admin"}, ["OPENED"], status=302),
    Row("get", "patient_import", THERAPISTS | {"clinic_admin"}),
    Row("post", "patient_import", THERAPISTS | {"clinic_admin"}, status=422),
    # A list is its sender's alone.
    Row("get", "import_columns", {"therapist"}, ["LIST"]),
    Row("post", "import_columns", {"therapist"}, ["LIST"], data={"column-0": "name"}, status=302),
    Row("get", "import_dry_run", {"therapist"}, ["LIST"]),
    Row("post", "import_dry_run", {"therapist"}, ["LIST"], status=302, status_htmx=200),
    Row("get", "import_row", {"therapist"}, ["LIST", 2]),
    Row("post", "import_row", {"therapist"}, ["LIST", 2], data={"name": "Bo"}, status=302),
    Row("get", "import_done", {"therapist"}, ["LIST_IN"]),
    Row("post", "import_invite", {"therapist"}, ["LIST_IN"], status=302),
]
EXERCISES = [
    Row("get", "stretch_list", EVERYBODY),
    Row("get", "stretch_detail", EVERYBODY, ["SHARED"], label="shared"),
    Row("get", "stretch_detail", CLINICS_PEOPLE, ["OURS"], public=True, label="ours"),
    Row(
        "post",
        "stretch_sign_off",
        THERAPISTS,
        ["SHARED"],
        data={"content_sha256": "SHARED_CONTENT"},
        status=302,
        status_htmx=200,
        label="shared",
    ),
    Row(
        "post",
        "stretch_sign_off",
        STAFF,
        ["OURS"],
        data={"content_sha256": "OUR_CONTENT"},
        status=302,
        status_htmx=200,
        label="ours",
    ),
    Row("get", "picture", EVERYBODY, ["SHARED_PICTURE"], label="shared"),
    Row("get", "picture", CLINICS_PEOPLE | {"device"}, ["OUR_PICTURE"], public=True, label="ours"),
]
PROGRAMS = [
    record("get", "program"),
    record("get", "program_library"),
    record("post", "program_start_draft", status=302),
    build("program_save"),
    build("program_prescribe", stretch="OURS"),
    build("program_order", order="DRAFTED"),
    build("program_schedule", **{"all-weekdays": "0", "all-times_a_day": "1"}),
    build("program_use_template", template="TEMPLATE"),
    build("template_add", **{"template-name": "Ours again"}),
    build("program_send", status_htmx=200),
    build("prescription_move", "DRAFTED", direction="up"),
    build("prescription_remove", "DRAFTED"),
    record("get", "program_version", 1),
    record("get", "program_compare"),
    record("post", "program_patients", data={"whose": "canary"}),
    record(
        "post",
        "program_undo",
        status=422,
        data={"version": "DRAFT_NUMBER", "revision": "DRAFT_REVISION"},
    ),
    build("program_discard"),
    build("program_copy", **{"from": "PATIENT"}),
    build("prescription_copy_dose", "DRAFTED", to="all"),
    record("post", "program_take_back", 1, status=302),
    record("get", "program_handout"),
    Row("get", "template_new", THERAPISTS),
    Row("post", "template_new", THERAPISTS, status=422),
    Row("get", "template_edit", STAFF, ["TEMPLATE"]),
    Row("post", "template_edit", STAFF, ["TEMPLATE"], data={"revision": "1"}, status=422),
    Row("get", "template_use", STAFF, ["TEMPLATE"]),
    Row("post", "template_use", STAFF, ["TEMPLATE"], data={"patient": "PATIENT"}, status=302),
    Row("post", "template_patients", STAFF, ["TEMPLATE"], data={"q": "canary"}),
    Row("post", "template_copy", STAFF, ["TEMPLATE"], status=302),
    Row(
        "post",
        "template_favorite",
        STAFF,
        ["TEMPLATE"],
        data={"favorite": "yes"},
        status=302,
        status_htmx=200,
    ),
    # Its owner's alone.
    Row("post", "template_share", {"therapist"}, ["TEMPLATE"], data={"sharing": "use"}, status=302),
    Row("get", "template_list", THERAPISTS),
    Row("post", "template_rename", STAFF, ["TEMPLATE"], data={"name": "New"}, status=302),
    Row("post", "template_delete", STAFF, ["TEMPLATE"], status=302),
]
LOGBOOK = [
    Row("get", "progress", PATIENTS),
    Row("get", "conversation", PATIENTS),
    Row("post", "conversation", PATIENTS, data={"key": "KEY", "body": "Hello"}, status=302),
    Row("post", "conversation", PATIENTS, data={"key": "KEY"}, status=422, label="empty"),
    Row(
        "post",
        "conversation_read",
        PATIENTS,
        data={"seen_until": "2026-01-01T00:00:00Z"},
        status=302,
        status_htmx=204,
    ),
    Row("get", "inbox", THERAPISTS),
    Row("get", "inbox", THERAPISTS, data={"who": "everyone"}, label="everyone"),
    record("get", "patient_messages"),
    record(
        "post",
        "patient_messages",
        data={"key": "KEY", "body": "Hello", "about": "SESSION"},
        status=302,
        status_htmx=200,
    ),
    record("post", "patient_messages", data={"key": "KEY"}, status=422, label="empty"),
    record(
        "post",
        "patient_messages_read",
        data={"seen_until": "2026-01-01T00:00:00Z"},
        status=302,
        status_htmx=200,
    ),
    record("get", "program_preview"),
    record("get", "program_preview_screen"),
    Row("get", "manifest", EVERYBODY),
    Row("get", "service_worker", EVERYBODY),
    Row("get", "words", EVERYBODY),
    Row("get", "today", PHONES),
    Row("get", "session_player", PHONES),
    Row("get", "session_plan", PHONES),
    Row("post", "session_sync", PHONES, status=400),  # a form is no batch
    Row("get", "session_start", PHONES, status=302, label="in-a-session"),
    Row(
        "post",
        "session_start",
        PHONES,
        data={"key": "KEY", "new_or_worse": "no"},
        status=302,
    ),
    Row("post", "session_start", PHONES, data={"key": "KEY"}, status=422, label="unanswered"),
    Row("get", "stretch_log", {"patient", "device"}, ["PRESCRIPTION"]),
    Row(
        "post",
        "stretch_log",
        {"patient", "device"},
        ["PRESCRIPTION"],
        data={"key": "KEY", "as_planned": "1"},
        status=302,
        status_htmx=200,
    ),
    Row("get", "my_activities", PATIENTS),
    Row("post", "my_activities", PATIENTS, status=422),
    Row("get", "stop_signs", PHONES),
    # Taken back before: nothing changes, and nobody else learns that it was there.
    Row(
        "post",
        "stop_signs",
        {"patient", "device"},
        data={"key": "KEY", "of": "TAKEN_BACK"},
        status=302,
    ),
    Row("get", "session_finish", PHONES),
    Row(
        "post",
        "session_finish",
        PHONES,
        data={"key": "KEY", "new_or_worse": "no"},
        status=302,
    ),
    Row(
        "post",
        "session_finish",
        {"patient", "device"},
        data={"key": "KEY", "new_or_worse": "no", "session": "SESSION"},
        status=302,
        label="of-a-session",
    ),
]
CASELOAD = [
    Row("get", "caseload", THERAPISTS),
    Row(
        "post",
        "caseload",
        THERAPISTS,
        data={"therapist": "everyone", "q": "canary"},
        label="search",
    ),
    record("get", "patient_detail"),
    record("get", "patient_session", "SESSION"),
    record("get", "report_period"),
    record("get", "patient_report"),
    record("get", "patient_report", data={"first": "yesterday"}, status=422, label="no-date"),
    record("post", "program_resume", status=302),
    record("get", "program_pause"),
    record("post", "program_pause", data={"reason": "ill"}, status=302),
    record("post", "program_end", status=302),
    record("post", "patient_review", data={"seen_until": "2026-11-01T10:00:00Z"}, status=302),
    record("get", "chart_note"),
    record("post", "quick_edit", "PRESCRIPTION", status=422, label="empty"),
    record(
        "post",
        "quick_edit",
        "PRESCRIPTION",
        data={"number": "1", "sets": "2", "reps": "9"},
        status=409,  # a draft is open
    ),
    record("get", "patient_flag", "FLAG"),
    record("post", "patient_flag", "FLAG", status=422, label="empty"),
    record(
        "post",
        "patient_flag",
        "FLAG",
        data={"flags": "FLAG_NAME", "outcome": "mistaken", "finding": "A slip."},
        status=302,
    ),
]
FUNCTION = [
    record("get", "session_together"),
    record("post", "session_together", data={"key": "KEY"}, status=422),
    record("get", "patient_function"),
    record("post", "patient_function", data={"every_weeks": "4"}, status=302),
    record("post", "function_add", data={"key": "KEY"}, status=422),
    record("post", "function_remove", "ACTIVITY", status=302),
]
MONITORING = [
    record("get", "patient_monitoring"),
    record("post", "patient_monitoring", data={"revision": "0"}, status=422),
    record("get", "minutes_add"),
    record("post", "minutes_add", data={"key": "KEY"}, status=422),
    Row("post", "minutes_strike", {"therapist"}, ["PATIENT", "MINUTES"], status=302),
    Row("get", "monitoring_report", THERAPISTS),
    Row("get", "monitoring_csv", THERAPISTS),
    Row("get", "clinic_monitoring", {"clinic_admin"}),
    Row("post", "clinic_monitoring", {"clinic_admin"}, data={"revision": "1"}, status=302),
]
ADMIN = {"clinic_admin"}
CLINIC_DESK = [
    Row("get", "clinic_rules", ADMIN),
    Row("post", "clinic_rules", ADMIN, data={"revision": "1"}, status=422),
    Row("get", "clinic_staff", ADMIN),
    Row("get", "staff_invite", ADMIN),
    Row("post", "staff_invite", ADMIN, status=422),
    Row("get", "staff_invite_many", ADMIN),
    Row("post", "staff_invite_many", ADMIN, status=422),
    Row("post", "staff_invite_again", ADMIN, data={"email": "INVITED"}, status=302),
    Row("post", "staff_invite_withdraw", ADMIN, data={"email": "INVITED"}, status=302),
    Row("get", "my_export", PATIENTS),
    Row("post", "my_export", PATIENTS, label="own-copy"),
    record("get", "patient_export"),
    record("post", "patient_export"),
    Row("get", "my_erasure", PATIENTS),
    Row("post", "my_erasure", PATIENTS, status=302),
    Row("get", "my_disclosures", PATIENTS),
    Row("get", "patient_disclosures", STAFF | ADMIN, ["PATIENT"], names=ADMIN),
    Row("post", "patient_disclosures", STAFF | ADMIN, ["PATIENT"], status=422, names=ADMIN),
    Row("get", "erasure_list", ADMIN, names=ADMIN),
    Row("post", "erasure_list", ADMIN, data={"q": "canary"}, names=ADMIN),
    Row("get", "patient_erase", ADMIN, ["PATIENT"], names=ADMIN),
    # A page that shows the name again, since care goes on.
    Row("post", "patient_erase", ADMIN, ["PATIENT"], status=422, names=ADMIN),
    Row("post", "legal_hold", ADMIN, ["PATIENT"], data={"why": "A claim."}, status=302),
    Row("post", "erasure_decline", ADMIN, ["PATIENT"], data={"answer": "No."}, status=302),
    Row("get", "clinic_privacy", ADMIN),
    Row("post", "clinic_privacy", ADMIN, data={"revision": "1"}, status=302),
    Row("get", "clinic_about", ADMIN),
    Row("post", "clinic_about", ADMIN, status=422),
    Row("get", "clinic_logo", EVERYBODY, ["LOGO"]),
    Row("get", "member_role", ADMIN, ["COLLEAGUE"]),
    Row("post", "member_role", ADMIN, ["COLLEAGUE"], data={"role": "therapist"}, status=409),
    Row("get", "member_end", ADMIN, ["COLLEAGUE"]),
    Row("post", "member_end", ADMIN, ["COLLEAGUE"], status=302),
    Row("get", "hand_over", THERAPISTS | ADMIN),
    Row("get", "patient_merge", THERAPISTS | {"clinic_admin"}, names=ADMIN),
    Row("post", "patient_merge", THERAPISTS | {"clinic_admin"}, data={"q": "canary"}, names=ADMIN),
    Row("get", "merge_records", ADMIN | STAFF, ["PATIENT", "OTHER"], names=ADMIN),
    Row(
        "post",
        "merge_records",
        ADMIN | STAFF,
        ["PATIENT", "OTHER"],
        status=422,
        names=ADMIN,
    ),
    Row("get", "hand_over_offer", ADMIN | {"therapist"}, ["THERAPIST"], names=ADMIN),
    Row("post", "hand_over_offer", ADMIN | {"therapist"}, ["THERAPIST"], status=422, names=ADMIN),
    Row("post", "hand_over_answer", {"colleague"}, ["OFFER"], {"answer": "accept"}, status=302),
    Row(
        "post",
        "hand_over_answer",
        ADMIN | {"therapist"},
        ["OFFER"],
        {"answer": "withdraw"},
        status=302,
        label="taken-back",
    ),
    Row("get", "cover_add", ADMIN | {"therapist"}, ["THERAPIST"]),
    Row("post", "cover_add", ADMIN | {"therapist"}, ["THERAPIST"], status=422),
    Row("post", "cover_end", ADMIN | {"therapist"}, ["COVER"], status=302),
]
ROWS = PEOPLE + EXERCISES + PROGRAMS + LOGBOOK + CASELOAD + FUNCTION + MONITORING + CLINIC_DESK

# Pages of allauth, for whoever wants to sign in or out: test_access.py asks each as every role,
# tests/people says what they do.
LIBRARY_URLS = [
    "account_confirm_login_code",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
]
