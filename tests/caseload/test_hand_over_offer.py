import pytest
from django.urls import reverse

from people.models import HandOver
from tests.factories import make_member, make_patient


@pytest.fixture
def three(therapist):
    return [make_patient(therapist=therapist, name=name) for name in ("Ann", "Bob", "Cyd")]


def offer(client, giver, taker, key="one-page", which="all", patients=()):
    fields = {"key": key, "taker": taker.code, "which": which}
    fields["patients"] = [patient.code for patient in patients]
    return client.post(reverse("hand_over_offer", args=[giver.code]), fields)


def offered():
    return [
        (str(found.giver.user), str(found.taker.user), [str(p) for p in found.patients.all()])
        for found in HandOver.objects.offered()
    ]


def test_a_therapist_offers_all(as_user, therapist, colleague, three):
    assert offer(as_user(therapist), therapist, colleague).url == reverse("hand_over")
    assert offered() == [("Dana Okafor", "Sam Rivera", ["Ann", "Bob", "Cyd"])]
    assert HandOver.objects.get().offered_by == therapist
    assert [patient.therapist for patient in three] == [therapist] * 3  # until it is accepted


def test_an_admin_offers_some_of_anybodys(as_user, clinic_admin, therapist, colleague, three):
    offer(as_user(clinic_admin), therapist, colleague, which="some", patients=three[:2])
    assert offered() == [("Dana Okafor", "Sam Rivera", ["Ann", "Bob"])]
    assert HandOver.objects.get().offered_by == clinic_admin


def test_an_admin_without_credentials_reads_names_and_no_more(
    as_user, clinic_admin, therapist, three
):
    page = as_user(clinic_admin).get(reverse("hand_over_offer", args=[therapist.code]))
    body = page.content.decode()
    assert all(name in body for name in ("Ann", "Bob", "Cyd", "3 patients"))
    assert "Low back pain" not in body
    assert "/patients/" not in body


def test_colleagues_are_listed_with_how_many_they_have(
    as_user, clinic_admin, therapist, colleague, outsider, clinic, three
):
    make_member(clinic, name="Gone Away").end()
    page = as_user(clinic_admin).get(reverse("hand_over_offer", args=[therapist.code]))
    options = [str(label) for _, label in page.context["form"].fields["taker"].choices]
    assert options == ["Choose", "Sam Rivera, PT (0 patients)"]


def test_two_clicks_make_one_offer(as_user, therapist, colleague, three):
    for _ in range(2):
        assert offer(as_user(therapist), therapist, colleague).status_code == 302
    assert HandOver.objects.count() == 1


def test_who_waits_for_an_answer_is_not_offered_again(as_user, therapist, colleague, clinic, three):
    client = as_user(therapist)
    offer(client, therapist, colleague, which="some", patients=three[:1])
    third = make_member(clinic, name="Ana Ruiz")
    answer = offer(client, therapist, third, "next", which="some", patients=three[:1])
    assert answer.status_code == 422
    offer(client, therapist, third, "next")
    assert offered()[0] == ("Dana Okafor", "Ana Ruiz", ["Bob", "Cyd"])
    answer = offer(client, therapist, third, "again")
    assert "There is no patient to hand over." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("taker", "", "taker"),
        ("taker", "00000000-0000-4000-8000-000000000000", "taker"),
        ("taker", "nonsense", "taker"),
        ("which", "few", "which"),
        ("which", "some", "patients"),
        ("patients", "nonsense", "patients"),
    ],
)
def test_errors_stand_beside_their_fields(
    as_user, therapist, colleague, three, field, value, where
):
    fields = {"taker": colleague.code, "which": "all", "patients": []} | {field: value}
    answer = as_user(therapist).post(reverse("hand_over_offer", args=[therapist.code]), fields)
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert HandOver.objects.count() == 0


def test_nothing_of_others(as_user, therapist, colleague, outsider, outsiders_patient, three):
    """Not a colleague's caseload, nothing from or to another clinic, nobody else's patient."""
    client = as_user(therapist)
    assert offer(client, colleague, therapist).status_code == 404
    assert offer(client, outsider, therapist).status_code == 404
    assert offer(client, therapist, outsider).status_code == 422
    assert offer(client, therapist, therapist).status_code == 422
    colleagues_own = make_patient(therapist=colleague)
    for patient in (outsiders_patient, colleagues_own):
        answer = offer(client, therapist, colleague, which="some", patients=[patient])
        assert answer.status_code == 422
    assert HandOver.objects.count() == 0


def test_who_treats_nobody_has_nothing_to_offer(as_user, clinic_admin, colleague):
    assert offer(as_user(clinic_admin), clinic_admin, colleague).status_code == 404
