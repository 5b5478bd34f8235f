import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import Acknowledgement, Notice
from tests.factories import make_notice

FIVE = "\n".join(f"Point {number}." for number in range(1, 6))


@pytest.fixture
def newest(patient):
    """A version the patient has not read, with five points."""
    return make_notice(number=2, body=FIVE)


def post(client, **data):
    return client.post(reverse("notice"), {"version": "2", "understood": "yes"} | data)


def test_everybody_reads_all_points_version_and_date(client, newest):
    page = client.get(reverse("notice")).content.decode()
    for number in range(1, 6):
        assert f"<span>Point {number}.</span>" in page
    assert "<details" not in page
    assert f"Version 2, {newest.published_at:%B} {newest.published_at.day}" in page
    assert 'type="checkbox"' not in page


def test_a_patient_is_asked_before_any_other_page(as_user, newest, patient):
    response = as_user(patient).get("/stretches/?q=hip")
    assert response.url == f"{reverse('notice')}?next=%2Fstretches%2F%3Fq%3Dhip"
    page = as_user(patient).get(response.url).content.decode()
    assert 'name="understood"' in page
    assert "checked" not in page
    assert 'name="next" value="/stretches/?q=hip"' in page


def test_acknowledging_writes_version_language_time_and_who(as_user, newest, patient):
    assert post(as_user(patient), next="/me/").url == "/me/"
    row = Acknowledgement.objects.get(notice=newest)
    assert (row.patient, row.user, row.language) == (patient, patient.user, "en")
    assert row.at is not None
    assert 'name="understood"' not in as_user(patient).get(reverse("notice")).content.decode()


def test_twice_is_once(as_user, newest, patient):
    post(as_user(patient))
    assert post(as_user(patient)).status_code == 302
    assert Acknowledgement.objects.filter(notice=newest).count() == 1


def test_unticked_is_told_beside_the_box(as_user, newest, patient):
    response = post(as_user(patient), understood="", next="/me/")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'aria-describedby="understood-error"' in page
    assert 'name="next" value="/me/"' in page
    assert not Acknowledgement.objects.filter(notice=newest).exists()


def test_only_the_version_that_was_on_the_page_counts(as_user, newest, patient):
    response = post(as_user(patient), version="1")
    assert response.status_code == 409
    assert "changed while you were reading" in response.content.decode()
    assert not Acknowledgement.objects.filter(notice=newest).exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test/",
        "javascript:alert(1)",
        "today",
        "nowhere",
    ],
)
def test_onward_stays_here(as_user, newest, patient, elsewhere):
    assert post(as_user(patient), next=elsewhere).url == "/"


def test_a_new_version_asks_again_and_a_draft_does_not(as_user, patient, notice):
    draft = make_notice(number=2, published=False, body=FIVE)
    assert as_user(patient).get(reverse("stretch_list")).status_code == 200
    draft.publish()
    assert as_user(patient).get(reverse("stretch_list")).status_code == 302


def test_staff_cannot_acknowledge(as_user, newest, therapist):
    assert post(as_user(therapist)).status_code == 404


def test_anonymous_post_signs_in_first(client, newest):
    assert post(client).url.startswith(reverse("account_login"))
    assert Acknowledgement.objects.filter(notice=newest).count() == 0


def test_without_any_notice_the_page_stands(client):
    assert "No notice is published yet." in client.get(reverse("notice")).content.decode()


def test_a_published_notice_is_never_changed(newest):
    text = newest.texts.get()
    for field, value in {"body": "Other.", "language": "es"}.items():
        setattr(text, field, value)
        with pytest.raises(ValidationError):
            text.save()
        text.refresh_from_db()
    with pytest.raises(ValidationError):
        text.delete()
    newest.published_at = None
    with pytest.raises(ValidationError):
        newest.save()
    with pytest.raises(ValidationError):
        Notice.objects.get(number=2).delete()


def test_publishing_is_once_newest_and_whole():
    short = make_notice(number=3, published=False, body="One point.")
    with pytest.raises(ValidationError, match="five points"):
        short.publish()
    newer = make_notice(number=5, published=False, body=FIVE)
    newer.publish()
    with pytest.raises(ValidationError, match="already"):
        newer.publish()
    with pytest.raises(ValidationError, match="newer"):
        make_notice(number=4, published=False, body=FIVE).publish()


def test_what_was_sent_in_between_is_said_not_to_be_saved(as_user, newest, patient):
    response = as_user(patient).post(reverse("session_start"), follow=True)
    assert "What you sent last is not saved." in response.content.decode()


def test_signed_out_in_between_it_is_said_too(client):
    response = client.post(reverse("session_start"), follow=True)
    assert "You were signed out." in response.content.decode()
