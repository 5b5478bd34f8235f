"""Signing out tells the browser to leave nothing of this site behind."""

import pytest
from django.urls import reverse

from people.devices import COOKIE
from tests.people.codes import YEAR, try_year

ALL = '"cache", "storage"'
LOGOUT, EVERYWHERE = reverse("account_logout"), reverse("sign_out_everywhere")


@pytest.mark.parametrize("address", [LOGOUT, EVERYWHERE])
@pytest.mark.parametrize("role", ["therapist", "patient", "operator"])
def test_everything_of_ours_goes(as_user, role, request, address):
    client = as_user(request.getfixturevalue(role))
    assert "Clear-Site-Data" not in client.get(LOGOUT).headers
    assert client.post(address).headers["Clear-Site-Data"] == ALL


def test_what_somebody_else_has_not_sent_yet_stays(as_user, therapist):
    answer = as_user(therapist).post(LOGOUT, {"others_wait": "1"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_a_handouts_phone_as_well(client, code, plan):
    try_year(client, code, YEAR)
    assert client.cookies[COOKIE].value
    assert client.post(reverse("device_sign_out")).headers["Clear-Site-Data"] == ALL


def test_letting_go_of_a_code_asked_for_takes_nothing(client):
    client.post(reverse("account_request_login_code"), {"email": "nobody@example.com"})
    assert "Clear-Site-Data" not in client.post(LOGOUT, {"next": "/"}).headers
