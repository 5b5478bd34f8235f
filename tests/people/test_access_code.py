"""A therapist looks at a patient's handout code, unlocks it, renews it, ends it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AccessCode, Device
from tests.factories import make_exercise, make_version
from tests.people.codes import YEAR, guess


@pytest.fixture
def desk(as_user, therapist, patient):
    """`desk()` reads the page; `desk(act=...)` posts and reads it again."""
    address = reverse("access_code", args=[patient.code])

    def ask(**posted):
        client = as_user(therapist)
        if posted:
            assert client.post(address, posted).url == address
        return client.get(address).content.decode()

    return ask


@pytest.fixture
def device(code):
    return Device.of(AccessCode.open(code.handout_code, YEAR))


def test_before_the_first_program_there_is_none(desk):
    assert "There is none. The first program you send makes one" in desk()
    desk(act="renew")
    assert not AccessCode.objects.exists()


def test_one_is_made_by_hand_however_often_it_is_asked(desk, patient):
    page = desk(act="make")
    assert "There is a code. Print the handout." in page
    assert patient.live_code.shown in page
    assert "Make a code" not in page
    desk(act="make")
    assert AccessCode.objects.count() == 1


def test_the_page_says_code_tries_and_phones(desk, code, device):
    guess(code, 3, timezone.now())
    page = desk()
    assert code.shown in page
    assert "3 wrong tries" in page
    assert "Phones it has opened" in page
    assert "Locked" not in page


def test_unlock_begins_to_count_anew(desk, code):
    AccessCode.objects.update(wrong_tries=20, tries_this_hour=5, locked_at=timezone.now())
    assert "Locked after 20 wrong years" in desk()
    assert "0 wrong tries" in desk(act="unlock")
    assert AccessCode.open(code.handout_code, YEAR)


def test_a_new_code_ends_the_old_one_and_its_phones(desk, patient, code, device):
    page = desk(act="renew")
    fresh = AccessCode.of(patient)
    assert fresh.handout_code != code.handout_code
    assert fresh.shown in page
    assert "No phone is signed in" in page
    assert not Device.objects.signed_in(timezone.now()).exists()
    assert AccessCode.open(code.handout_code, YEAR) is None
    assert AccessCode.open(fresh.handout_code, YEAR)


def test_an_ended_code_opens_nothing_and_no_program_makes_another(desk, patient, code, device):
    assert "Make a code" in desk(act="revoke")
    assert AccessCode.open(code.handout_code, YEAR) is None
    make_version(patient, make_exercise("roll"))
    assert patient.live_code is None
    desk(act="make")
    assert patient.live_code.handout_code != code.handout_code
    assert AccessCode.open(code.handout_code, YEAR) is None


def test_one_phone_is_signed_out_and_the_other_stays(desk, code, device):
    other = AccessCode.open(code.handout_code, YEAR)
    desk(act="sign-out", device=device.token_sha256)
    assert [d.pk for d in Device.objects.signed_in(timezone.now())] == [Device.of(other).pk]


def test_somebody_elses_phone_stays_signed_in(desk, code, outsiders_patient):
    theirs = AccessCode.of(outsiders_patient)
    token = AccessCode.open(theirs.handout_code, outsiders_patient.birth_year)
    desk(act="sign-out", device=Device.of(token).token_sha256)
    assert Device.of(token)


def test_a_missing_year_is_said(desk, patient, code):
    assert "No year of birth is known" not in desk()
    patient.birth_year = None
    patient.save()
    assert "No year of birth is known" in desk()


def test_another_act_is_not_there(as_user, therapist, patient, code):
    address = reverse("access_code", args=[patient.code])
    assert as_user(therapist).post(address, {"act": "open"}).status_code == 404


def test_a_phone_of_no_name_signs_nothing_out(desk, device):
    desk(act="sign-out", device="\0")
    assert Device.objects.get().revoked_at is None
