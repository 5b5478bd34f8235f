from django.urls import reverse

from people.models import StopSignList
from tests.factories import make_stop_signs

LIST = reverse("admin:people_stopsignlist_changelist")


def texts(emergency="Chest pain", urgent="Fever", language="en"):
    return {
        "texts-TOTAL_FORMS": 1,
        "texts-INITIAL_FORMS": 0,
        "texts-MIN_NUM_FORMS": 1,
        "texts-MAX_NUM_FORMS": 1000,
        "texts-0-language": language,
        "texts-0-emergency": emergency,
        "texts-0-urgent": urgent,
    }


def test_the_operator_adds_and_publishes(as_user, operator):
    make_stop_signs()
    client = as_user(operator)
    client.post(reverse("admin:people_stopsignlist_add"), texts())
    draft = StopSignList.objects.get(number=2)
    assert StopSignList.objects.current().number == 1

    client.post(LIST, {"action": "publish", "_selected_action": [draft.pk]})

    assert StopSignList.objects.current() == draft
    assert StopSignList.signs_in("en").emergency_signs == ["Chest pain"]


def test_a_list_without_urgent_signs_is_not_published(as_user, operator):
    draft = make_stop_signs(published=False, urgent=" ")
    page = as_user(operator).post(
        LIST, {"action": "publish", "_selected_action": [draft.pk]}, follow=True
    )
    assert "Write both lists" in page.content.decode()
    assert StopSignList.objects.current() is None


def test_a_published_list_is_read_only(as_user, operator):
    signs = make_stop_signs()
    change = reverse("admin:people_stopsignlist_change", args=[signs.pk])
    client = as_user(operator)
    assert "<textarea" not in client.get(change).content.decode()
    assert client.post(change, texts()).status_code == 403


def test_a_list_needs_english(as_user, operator):
    page = as_user(operator).post(reverse("admin:people_stopsignlist_add"), texts(language="es"))
    assert "It needs its words in English" in page.content.decode()
    assert not StopSignList.objects.exists()


def test_a_clinic_admin_does_not_edit_stop_signs(as_user, clinic_admin):
    assert as_user(clinic_admin).get(LIST).status_code == 403
