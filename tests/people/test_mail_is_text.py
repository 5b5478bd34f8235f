"""Mail is plain text, whatever stands in the names it mentions (trial C1)."""

import pytest
from django.urls import reverse

from tests.browser.payloads import PAYLOADS, plant
from tests.factories import make_patient


@pytest.mark.trial("C1")
@pytest.mark.parametrize("start", range(len(PAYLOADS)))
def test_an_invitation_with_payloads_for_names(as_user, therapist, clinic, mailoutbox, start):
    invited = make_patient(therapist=therapist, email="invited@example.com")
    plant(start)
    as_user(therapist).post(reverse("patient_invite", args=[invited.code]))
    (sent,) = mailoutbox
    clinic.refresh_from_db()
    assert clinic.name in sent.body  # as it is, and as text
    assert sent.content_subtype == "plain"
    assert not getattr(sent, "alternatives", None)
    assert sent.message().get_content_type() == "text/plain"
    assert "\n" not in sent.subject
