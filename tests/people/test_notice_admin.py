import pytest
from django.contrib import admin
from django.urls import reverse

from people.models import Notice
from tests.factories import make_notice
from tests.people.test_notice import FIVE

LIST = reverse("admin:people_notice_changelist")


def texts(body, language="en"):
    return {
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 0,
        "texts-MIN_NUM_FORMS": 1,
        "texts-MAX_NUM_FORMS": 1000,
        "texts-0-language": language,
        "texts-0-body": body,
    }


def test_the_operator_adds_and_publishes(as_user, operator, notice):
    client = as_user(operator)
    answer = client.post(reverse("admin:people_notice_add"), texts(FIVE), follow=True)
    assert "Nobody reads it yet." in answer.content.decode()
    draft = Notice.objects.get(number=2)
    assert draft.texts.get().body.split() == FIVE.split()
    assert draft.published_at is None
    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.published_at is not None


def test_a_published_notice_is_read_only(as_user, operator, notice):
    change = reverse("admin:people_notice_change", args=[notice.pk])
    client = as_user(operator)
    assert "<textarea" not in client.get(change).content.decode()
    assert client.post(change, texts(FIVE)).status_code == 403
    assert (
        client.post(
            reverse("admin:people_notice_delete", args=[notice.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_a_notice_short_of_points_is_not_published(as_user, operator):
    draft = make_notice(published=False)
    page = as_user(operator).post(
        LIST, {"action": "publish", "_selected_action": [draft.pk]}, follow=True
    )
    assert "all five points" in page.content.decode()
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_notice_needs_english(as_user, operator):
    page = as_user(operator).post(reverse("admin:people_notice_add"), texts(FIVE, "es"))
    assert "It needs its words in English" in page.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("name", ["people_notice_changelist", "people_notice_add"])
def test_a_clinic_admin_does_not_edit_notices(as_user, clinic_admin, name):
    assert as_user(clinic_admin).get(reverse(f"admin:{name}")).status_code == 403


def test_no_model_about_patients_is_registered():
    registered = {model._meta.label for model in admin.site._registry}
    assert "people.Notice" in registered
    rooms = {label for label in registered if label.split(".")[0] in {"people", "logbook"}}
    assert rooms == {"people.Notice", "people.StopSignList"}
