"""Before a role changes (and before exports, erasures and changes of a factor, which carry the same
mark) somebody proves once more who they are."""

import re

import pytest
from django.urls import reverse

from people.models import Invitation, LegalHold
from tests.people.signing_in import PASSWORD, add_app, app_code

CHANGE = {"role": "admin", "credentials": "DPT", "was": "therapist PT"}


@pytest.fixture
def page(colleague):
    return reverse("member_role", args=[colleague.code])


@pytest.fixture
def admin(as_user, clinic_admin):
    """Signed in half an hour ago, and busy since."""
    clinic_admin.user.set_password(PASSWORD)
    clinic_admin.user.save()
    client = as_user(clinic_admin)
    let_time_pass(client)
    return client


def let_time_pass(client, seconds=30 * 60):
    session = client.session
    session["proved_at"] -= seconds
    session.save()


@pytest.mark.parametrize("name", ["clinic_privacy", "legal_hold"])
def test_what_lets_records_be_erased_asks_once_more(admin, patient, clinic, name):
    """The years that records stay, and a legal hold that is lifted."""
    LegalHold.put_on(patient, clinic.memberships.get(role="admin"), "Claim 12-88.")
    address = reverse(name, args=[patient.code] if name == "legal_hold" else [])
    posted = {"act": "lift", "keep_years": 1, "revision": clinic.revision}
    answer = admin.post(address, posted)
    assert "again-password" in answer.content.decode()
    clinic.refresh_from_db()
    assert clinic.keep_years is None
    assert LegalHold.objects.get().lifted_at is None
    admin.post(address, posted | {"again-asked": 1, "again-carries": 1, "again-password": PASSWORD})
    clinic.refresh_from_db()
    done = {"clinic_privacy": clinic.keep_years, "legal_hold": LegalHold.objects.get().lifted_at}
    assert done[name]


NIA = {"name": "Nia Brown", "email": "nia@riverbend.test", "role": "therapist"}


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("staff_invite", NIA),
        ("staff_invite_many", {"people": "Nia Brown, nia@riverbend.test"}),
        ("member_end", {}),
    ],
)
def test_who_comes_and_who_goes_asks_once_more(admin, colleague, name, posted):
    address = reverse(name, args=[colleague.code] if name == "member_end" else [])
    assert "Is it you?" not in admin.get(address).text
    asked = admin.post(address, posted)
    assert "Is it you?" in asked.text
    assert hidden(asked).items() >= posted.items()
    assert not Invitation.objects.exists()
    colleague.refresh_from_db()
    assert colleague.ended_at is None
    answer = admin.post(address, hidden(asked) | {"again-password": PASSWORD})
    if name == "staff_invite_many":  # the look at what will happen; then it is sent
        assert answer.context["sends"] == 1
        return
    assert answer.url == reverse("clinic_staff")
    colleague.refresh_from_db()
    assert Invitation.objects.exists() == (name == "staff_invite")
    assert bool(colleague.ended_at) == (name == "member_end")


def role(colleague):
    colleague.refresh_from_db()
    return colleague.role, colleague.credentials


def hidden(answer):
    """What the page that asks carries along."""
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))


def test_the_page_may_be_read(admin, page):
    assert "Is it you?" not in admin.get(page).text


def test_a_change_asks_first_and_loses_nothing(admin, page, colleague):
    asked = admin.post(page, CHANGE)
    assert (asked.status_code, role(colleague)) == (200, ("therapist", "PT"))
    assert "Is it you?" in asked.text
    carried = hidden(asked)
    assert carried.items() >= CHANGE.items()
    answer = admin.post(page, carried | {"again-password": PASSWORD})
    assert answer.url == reverse("clinic_staff")
    assert role(colleague) == ("admin", "DPT")


def test_a_proof_takes_a_new_key_of_the_session(admin, page, colleague):
    before = admin.session.session_key
    admin.post(page, CHANGE | hidden(admin.post(page, CHANGE)) | {"again-password": PASSWORD})
    assert role(colleague) == ("admin", "DPT")
    assert admin.session.session_key != before


def test_a_proof_holds_for_five_minutes(admin, page, colleague):
    admin.post(page, hidden(admin.post(page, CHANGE)) | {"again-password": PASSWORD})
    let_time_pass(admin, 290)
    assert admin.post(page, CHANGE | {"was": "admin DPT", "credentials": ""}).status_code == 302
    let_time_pass(admin, 20)
    assert "Is it you?" in admin.post(page, CHANGE).text
    assert role(colleague) == ("admin", "")


def test_a_wrong_password_is_said_beside_it_and_changes_nothing(admin, page, colleague):
    carried = hidden(admin.post(page, CHANGE))
    answer = admin.post(page, carried | {"again-password": "wrong password"})
    assert answer.status_code == 422
    assert "That did not match." in answer.text
    assert hidden(answer).items() >= CHANGE.items()
    assert admin.post(page, carried).status_code == 422
    assert role(colleague) == ("therapist", "PT")


def test_five_wrong_ones_close_the_door_for_a_while(admin, page, colleague):
    carried = hidden(admin.post(page, CHANGE))
    for _ in range(5):
        admin.post(page, carried | {"again-password": "wrong password"})
    answer = admin.post(page, carried | {"again-password": PASSWORD})
    assert answer.status_code == 422
    assert "Too many tries" in answer.text
    assert role(colleague) == ("therapist", "PT")


def test_the_code_of_the_app_or_a_spare_one_is_a_proof(admin, page, clinic_admin, colleague):
    spare = add_app(clinic_admin.user)
    asked = admin.post(page, CHANGE)
    assert "Code from your app" in asked.text
    assert "Email me a code" not in asked.text
    assert admin.post(page, hidden(asked) | {"again-code": "000000"}).status_code == 422
    assert admin.post(page, hidden(asked) | {"again-code": app_code()}).status_code == 302
    let_time_pass(admin)
    back = CHANGE | {"role": "therapist", "was": "admin DPT"}
    asked = admin.post(page, back)
    assert admin.post(page, hidden(asked) | {"again-code": spare[0]}).status_code == 302
    assert role(colleague) == ("therapist", "DPT")


def test_without_a_second_factor_a_code_by_email_is_a_proof(
    admin, page, clinic_admin, colleague, mailoutbox
):
    carried = hidden(admin.post(page, CHANGE))
    asked = admin.post(page, carried | {"again-mail": "1"})
    assert "Code from the email" in asked.text
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mailoutbox[0].body, re.MULTILINE).group()
    assert mailoutbox[0].to == [clinic_admin.user.email]
    assert admin.post(page, hidden(asked) | {"again-code": code}).status_code == 302
    assert role(colleague) == ("admin", "DPT")
    let_time_pass(admin)
    again = hidden(admin.post(page, CHANGE | {"role": "therapist"})) | {"again-code": code}
    assert admin.post(page, again).status_code == 422


def test_nobody_signed_in_signs_in_first(client, page, colleague):
    assert client.post(page, CHANGE | {"again-asked": "1"}).url.startswith("/accounts/login/")
    assert role(colleague) == ("therapist", "PT")


def test_by_htmx_the_whole_page_asks(admin, page):
    answer = admin.post(page, CHANGE, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
