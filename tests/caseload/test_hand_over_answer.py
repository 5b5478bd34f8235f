import pytest
from django.urls import reverse

from people.models import HandOver
from tests.factories import make_member, make_patient


@pytest.fixture
def three(therapist):
    return [make_patient(therapist=therapist, name=name) for name in ("Ann", "Bob", "Cyd")]


@pytest.fixture
def offer(therapist, colleague, three):
    made = HandOver.objects.create(
        clinic=therapist.clinic, giver=therapist, taker=colleague, offered_by=therapist
    )
    made.patients.set(three)
    return made


def answer(client, offer, what):
    return client.post(reverse("hand_over_answer", args=[offer.code]), {"answer": what})


def who_treats(patients):
    """Names of those who treat each patient, in order."""
    return [
        [str(link.membership.user) for link in patient.therapist_links.all()]
        for patient in patients
    ]


def state(offer):
    offer.refresh_from_db()
    return offer.state


def said(client):
    return client.get(reverse("hand_over")).content.decode()


def test_accepted_the_patients_move(as_user, colleague, offer, three):
    client = as_user(colleague)
    assert answer(client, offer, "accept").url == reverse("hand_over")
    assert who_treats(three) == [["Sam Rivera"]] * 3
    assert state(offer) == "accepted"
    assert offer.answered_at
    assert "3 patients are now yours." in said(client)


def test_only_those_still_the_givers_move(as_user, clinic, colleague, therapist, offer, three):
    third = make_member(clinic, name="Ana Ruiz")
    three[0].reassign(third)  # given to somebody else meanwhile
    three[1].therapist_links.create(membership=third)  # treated by two
    client = as_user(colleague)
    answer(client, offer, "accept")
    assert who_treats(three) == [["Ana Ruiz"], ["Sam Rivera", "Ana Ruiz"], ["Sam Rivera"]]
    assert "2 patients are now yours." in said(client)


def test_who_treats_already_is_not_doubled(as_user, colleague, offer, three):
    three[0].therapist_links.create(membership=colleague)
    answer(as_user(colleague), offer, "accept")
    assert who_treats(three) == [["Sam Rivera"]] * 3


def test_nobody_elses_patient_moves(as_user, colleague, therapist, offer, three):
    kept = make_patient(therapist=therapist)
    answer(as_user(colleague), offer, "accept")
    assert who_treats([kept]) == [["Dana Okafor"]]


@pytest.mark.parametrize(
    ("who", "what", "word"),
    [
        ("colleague", "decline", "declined"),
        ("therapist", "withdraw", "withdrawn"),
        ("clinic_admin", "withdraw", "withdrawn"),
    ],
)
def test_else_they_stay(as_user, request, clinic_admin, offer, three, who, what, word):
    assert answer(as_user(request.getfixturevalue(who)), offer, what).status_code == 302
    assert state(offer) == word
    assert who_treats(three) == [["Dana Okafor"]] * 3


@pytest.mark.parametrize("first", ["accept", "decline"])
@pytest.mark.parametrize("second", ["accept", "decline"])
def test_the_first_answer_holds(as_user, colleague, offer, three, first, second):
    client = as_user(colleague)
    answer(client, offer, first)
    before = state(offer), who_treats(three)
    said(client)  # the first message
    assert answer(client, offer, second).status_code == 302
    assert "This offer was answered before." in said(client)
    assert (state(offer), who_treats(three)) == before


def test_taken_back_it_is_not_accepted(as_user, therapist, colleague, offer, three):
    answer(as_user(therapist), offer, "withdraw")
    answer(as_user(colleague), offer, "accept")
    assert state(offer) == "withdrawn"
    assert who_treats(three) == [["Dana Okafor"]] * 3


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("therapist", "accept"),
        ("therapist", "decline"),
        ("clinic_admin", "accept"),
        ("colleague", "withdraw"),
        ("outsider", "accept"),
        ("outsider", "withdraw"),
        ("colleague", "burn"),
        ("colleague", ""),
    ],
)
def test_nobody_else_answers(as_user, request, offer, clinic_admin, outsider, three, who, what):
    assert answer(as_user(request.getfixturevalue(who)), offer, what).status_code == 404
    assert state(offer) == "offered"


def test_who_stopped_treating_takes_nobody(colleague, offer, three):
    colleague.change("admin", "")
    with pytest.raises(HandOver.Answered):
        offer.accept()
    assert who_treats(three) == [["Dana Okafor"]] * 3


def test_an_admin_of_another_clinic_takes_nothing_back(as_user, offer, other_clinic):
    admin = make_member(other_clinic, role="admin")
    assert answer(as_user(admin), offer, "withdraw").status_code == 404
    assert state(offer) == "offered"
