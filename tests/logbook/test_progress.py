"""What a patient has done so far."""

from django.urls import reverse


def test_before_the_first_session(as_user, patient):
    page = as_user(patient).get(reverse("progress"))
    assert page.status_code == 200
    assert "Your first session will show here." in page.content.decode()
