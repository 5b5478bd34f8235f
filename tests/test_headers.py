"""What every answer carries, and what signed-in pages must not leave behind."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("page", ["stretch_list", "notice", "account_login"])
def test_the_policy_allows_nothing_inline(client, library, page):
    policy = client.get(reverse(page)).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", ["today", "stretch_list", "me"])
def test_a_signed_in_page_is_not_kept(as_user, library, patient, page):
    answer = as_user(patient).get(reverse(page), follow=True)
    assert "no-store" in answer.headers["Cache-Control"]


def test_htmx_keeps_no_pages_in_the_browser(client, library):
    assert '"historyCacheSize":0' in client.get(reverse("stretch_list")).content.decode()
