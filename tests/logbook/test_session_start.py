from django.urls import reverse

from logbook.keys import uuid7
from logbook.models import Session

START = "/today/start/"


def test_start_leads_to_the_first_stretch(as_user, patient, plan, roll):
    answer = as_user(patient).post(START, {"key": uuid7()})
    assert answer.status_code == 302
    assert answer.url == reverse("stretch_log", args=[roll.code])
    assert Session.objects.get().patient == patient


def test_the_zone_of_the_phone_is_kept(as_user, patient, plan):
    as_user(patient).post(START, {"key": uuid7(), "zone": "Asia/Tokyo"})
    assert Session.objects.get().zone == "Asia/Tokyo"


def test_two_posts_with_one_key_are_one_session(as_user, patient, plan, roll):
    key = uuid7()
    first = as_user(patient).post(START, {"key": key})
    again = as_user(patient).post(START, {"key": key})
    assert (first.url, again.url) == (reverse("stretch_log", args=[roll.code]),) * 2
    assert Session.objects.count() == 1


def test_the_key_of_the_page_starts_exactly_one_session(as_user, patient, plan):
    client = as_user(patient)
    page = client.get("/today/").content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    client.post(START, {"key": key})
    client.post(START, {"key": key})
    assert str(Session.objects.get().key) == key


def test_a_key_that_is_none_starts_nothing_and_says_so(as_user, patient, plan):
    for data in ({}, {"key": "abc"}):
        answer = as_user(patient).post(START, data)
        assert answer.status_code == 422
        assert "This page was out of date" in answer.content.decode()
    assert not Session.objects.exists()


def test_without_a_plan_nothing_starts(as_user, patient):
    assert as_user(patient).post(START, {"key": uuid7()}).url == "/today/"
    assert not Session.objects.exists()


def test_a_get_starts_nothing(as_user, patient, plan):
    assert as_user(patient).get(START).status_code == 405
    assert not Session.objects.exists()


def test_start_again_with_the_key_of_a_finished_session_goes_back_to_the_day(
    as_user, patient, plan
):
    key = uuid7()
    Session.start(patient, key).finish(uuid7(), new_or_worse=False)
    assert as_user(patient).post(START, {"key": key}).url == "/today/"
