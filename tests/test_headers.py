"""What every answer carries, and what signed-in pages must not leave behind."""

import pytest
from django.urls import reverse

from tests.access_rows import ROWS
from tests.test_access import world as world


@pytest.mark.parametrize("page", ["stretch_list", "notice", "account_login"])
def test_the_policy_allows_nothing_inline(client, library, page):
    policy = client.get(reverse(page)).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address", ["/stretches/", "/accounts/login/", "/admin/", "/nowhere/", "/static/favicon.svg"]
)
def test_every_answer_keeps_other_sites_out(client, library, address):
    headers = client.get(address, follow=True).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_may_use_nothing_of_the_phone_that_no_page_needs(client, library):
    allowed = client.get(reverse("stretch_list")).headers["Permissions-Policy"]
    for name in ("camera", "microphone", "geolocation", "payment", "usb", "hid"):
        assert f"{name}=()" in allowed
    for name in ("screen-wake-lock", "publickey-credentials", "autoplay"):  # the player, passkeys
        assert name not in allowed


@pytest.mark.parametrize("page", ["today", "stretch_list", "me"])
def test_a_signed_in_page_is_not_kept(as_user, library, patient, page):
    answer = as_user(patient).get(reverse(page), follow=True)
    assert "no-store" in answer.headers["Cache-Control"]


def test_htmx_keeps_no_pages_in_the_browser(client, library):
    page = "".join(client.get(reverse("stretch_list")).text.split())
    assert '"historyCacheSize":0' in page


def test_a_message_about_a_patient_ends_with_the_session(as_user, therapist, patient):
    client = as_user(therapist)
    client.post(reverse("patient_discharge", args=[patient.code]))
    assert all("Maria" not in cookie.value for cookie in client.cookies.values())
    client.post(reverse("account_logout"))
    assert "Maria" not in client.get(reverse("account_login")).text


def test_a_page_goes_over_the_wire_compressed(as_user, library, patient):
    answer = as_user(patient).get(reverse("today"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.trial("C2")
def test_every_answer_carries_the_policy(world, tally):
    """Found, refused or not there: nothing inline, nothing of another site."""
    wrong = []
    asked = [(row, role) for row in ROWS for role in {sorted(row.who)[0], "anonymous"}]
    for row, role in asked:
        answer, _ = world.ask(row, role, htmx=False)
        policy = answer.headers["Content-Security-Policy"]
        if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
            wrong.append(f"{row.name} as {role}: {policy}")
    tally("C2", cases=len(asked), wrong=len(wrong))
    assert wrong == []
