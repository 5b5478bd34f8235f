"""A phone that a handout's code opens: from the code to a stretch, and signed out again."""

from django.urls import reverse

from people.models import AccessCode, Device, Patient
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import SMALL, THEMES, demo, look  # noqa: F401 (demo is a fixture)


def test_from_the_paper_to_the_player(demo, open_page, axe):  # noqa: F811
    maria = Patient.objects.get(user=demo["patient"])
    code = AccessCode.of(maria)
    widths = [SMALL, PHONE, DESK]
    page = open_page()
    page.goto("/go/")
    page.get_by_label("Code from your handout").fill(code.shown.lower())
    page.get_by_label("Year you were born").fill("1900")
    page.get_by_role("button", name="Open my stretches").click()
    page.get_by_role("alert").wait_for()
    wrong = look(page, axe, "S2-code-error", THEMES, widths)
    page.get_by_label("Year you were born").fill(str(maria.birth_year))
    page.get_by_role("button", name="Open my stretches").click()
    page.wait_for_url("**/today/")
    wrong += look(page, axe, "P1-device", THEMES, widths)
    assert "Maria" not in page.content()
    assert "Dana" not in page.content()
    page.goto("/today/session/")
    page.get_by_role("heading", name="Before you start").wait_for()
    page.goto(reverse("today"))
    page.get_by_role("button", name="Sign this phone out").click()
    page.wait_for_url("**/go/")
    assert Device.objects.get().revoked_at
    assert wrong == []
