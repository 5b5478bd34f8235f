import pytest
from django.urls import reverse

from caseload.models import CaseloadPatient, WorklistRules
from tests.caseload.history import do_session, make_program
from tests.factories import make_member, make_patient

URL = reverse("clinic_rules")
START = {
    "revision": 1,
    "pain_limit": 7,
    "pain_up_on": "on",
    "pain_rise_points": 2,
    "pain_rise_sessions": 3,
    "worse_in_a_row_on": "on",
    "worse_in_a_row": 2,
    "quiet_on": "on",
    "quiet_days": 7,
    "never_started_on": "on",
    "never_started_days": 3,
    "review_due_on": "on",
    "review_within_days": 5,
    "cut_short_on": "on",
    "cut_short_times": 5,
    "cut_short_sessions": 8,
    "ready_to_progress_on": "on",
    "ready_sessions": 6,
    "ready_pain_at_most": 2,
    "cover_after_hours": 2,
    "admin_after_hours": 4,
}


def without(name):
    return {key: value for key, value in START.items() if key != name}


@pytest.fixture
def quiet(therapist, colleague):
    """Peter, 6 days without a session, and Grace, 8 days; both Dana's. Marta, 5 days, is Sam's."""
    for name, member, days_ago in (
        ("Peter Lund", therapist, 6),
        ("Grace Obi", therapist, 8),
        ("Marta Silva", colleague, 5),
    ):
        patient = make_patient(therapist=member, name=name)
        make_program(patient)
        do_session(patient, days_ago)


@pytest.fixture
def treating_admin(clinic):
    owner = make_member(clinic, role="admin", email="own@riverbend.test", name="Ana Ruiz")
    owner.credentials = "DPT"
    owner.save()
    return owner


def shares(response):
    return [(share.name, share.now, share.then) for share in response.context["effect"].shares]


def test_the_start_values_before_anything_was_saved(as_user, clinic_admin):
    page = as_user(clinic_admin).get(URL)

    form = page.context["form"]
    assert {name: form[name].value() for name in START if not name.endswith("_on")} == {
        name: value for name, value in START.items() if not name.endswith("_on")
    }
    assert page.content.count(b"checked") == 7


def test_saved_numbers_hold_on_the_worklist(as_user, clinic_admin, clinic, quiet, therapist):
    def need_you():
        rows = CaseloadPatient.objects.in_care().for_worklist(clinic_today)
        return [row.name for row in rows if row.why.needs_you]

    clinic_today = therapist.patient_links.first().patient.today()
    assert need_you() == ["Grace Obi"]

    answer = as_user(clinic_admin).post(URL, START | {"quiet_days": 5, "pain_limit": 6})

    assert (answer.status_code, answer.url) == (302, URL)
    rules = WorklistRules.objects.get()
    clinic.refresh_from_db()
    assert (rules.quiet_days, rules.revision, clinic.pain_limit) == (5, 2, 6)
    assert need_you() == ["Grace Obi", "Marta Silva", "Peter Lund"]


def test_switched_off_is_0_and_the_box_keeps_the_start_value(as_user, clinic_admin):
    client = as_user(clinic_admin)

    client.post(URL, without("quiet_on") | {"quiet_days": 9})

    assert WorklistRules.objects.get().quiet_days == 0
    form = client.get(URL).context["form"]
    assert (form["quiet_on"].value(), form["quiet_days"].value()) == (False, 7)


def test_what_it_changes_is_seen_before_it_is_saved(as_user, clinic_admin, quiet):
    page = as_user(clinic_admin).post(URL, START | {"quiet_days": 6, "preview": "1"})

    effect = page.context["effect"]
    assert (effect.of, effect.now, effect.then, effect.change) == (3, 1, 2, 1)
    assert shares(page) == [("Dana Okafor", 1, 2), ("Sam Rivera", 0, 0)]
    assert effect.counts["quiet"] == 2
    text = " ".join(page.content.decode().split())
    assert "1 more than now" in text
    assert "was 7" in text
    assert not WorklistRules.objects.exists()


def test_by_htmx_the_effect_comes_alone_with_the_numbers_beside_the_rules(
    as_user, clinic_admin, quiet
):
    page = as_user(clinic_admin).post(
        URL, START | {"quiet_days": 30, "preview": "1"}, headers={"HX-Request": "true"}
    )

    html = page.content.decode()
    assert html.strip().startswith("<aside")
    assert '<b id="count-quiet" hx-swap-oob="true">0</b>' in html
    assert "1 fewer than now" in " ".join(html.split())


def test_who_treats_nobody_reads_counts_and_no_names(as_user, clinic_admin, quiet):
    page = as_user(clinic_admin).post(URL, START | {"quiet_days": 30, "preview": "1"})

    assert page.context["effect"].leaving[0].name == "Grace Obi"
    assert b"Grace" not in page.content
    assert b"days without" not in page.content


def test_an_admin_who_treats_reads_who_would_come_and_go(as_user, treating_admin, quiet):
    client = as_user(treating_admin)

    less = client.post(URL, START | {"quiet_days": 30, "preview": "1"}).content.decode()
    more = client.post(URL, START | {"quiet_days": 5, "preview": "1"}).content.decode()

    assert "Would leave" in less
    assert "Grace Obi" in less
    assert "Would come" in more
    assert ("Peter Lund" in more, "Marta Silva" in more, "Grace Obi" in more) == (True, True, False)


def test_a_lower_pain_limit_is_tried_on_todays_patients(as_user, clinic_admin, patient):
    make_program(patient)
    do_session(patient, 1, pain_after=6)

    page = as_user(clinic_admin).post(URL, START | {"pain_limit": 6, "preview": "1"})

    assert page.context["effect"].counts["pain_at_limit"] == 1
    assert page.context["effect"].change == 1


def test_another_clinics_patients_are_not_counted(as_user, clinic_admin, outsiders_patient):
    assert as_user(clinic_admin).get(URL).context["effect"].of == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quiet_days", 0),
        ("quiet_days", 91),
        ("quiet_days", ""),
        ("pain_limit", 11),
        ("pain_limit", 0),
        ("pain_rise_sessions", 1),
        ("cut_short_times", 9),  # of 8 sessions
        ("admin_after_hours", 1),  # before the cover
        ("cover_after_hours", 73),
    ],
)
def test_numbers_that_do_not_fit(as_user, clinic_admin, field, value):
    page = as_user(clinic_admin).post(URL, START | {field: value})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert f'value="{value}"'.encode() in page.content or value == ""
    assert b"Ensure" not in page.content
    assert not WorklistRules.objects.exists()


def test_two_admins_at_once_see_both(as_user, clinic_admin):
    client = as_user(clinic_admin)
    client.post(URL, START | {"quiet_days": 5})

    page = client.post(URL, START | {"quiet_days": 9})

    assert page.status_code == 409
    assert page.context["differences"] == [
        {"label": "Days without a session", "theirs": 5, "mine": 9}
    ]
    assert b'name="revision" value="2"' in page.content
    assert WorklistRules.objects.get().quiet_days == 5

    assert client.post(URL, START | {"revision": 2, "quiet_days": 9}).status_code == 302
    assert WorklistRules.objects.get().quiet_days == 9


def test_queries_stay_the_same(as_user, clinic_admin, therapist, quiet, assert_queries):
    client = as_user(clinic_admin)
    client.get(URL)

    # User and membership; the numbers; who is at the desk, and two of rows.
    with assert_queries(2 + 1 + 1 + 2):
        client.get(URL)
