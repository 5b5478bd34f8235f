import pytest
from django.urls import reverse

from people.models import Invitation, PrecautionTag
from tests.factories import make_patient
from tests.people.test_patient_add import filled


@pytest.fixture
def maria(therapist):
    return make_patient(therapist=therapist, name="Maria Delgado", email="maria@example.com")


def address(patient):
    return reverse("patient_edit", args=[patient.code])


def post(client, patient, **changes):
    return client.post(address(patient), filled(revision=1) | changes)


def test_saving_changes_patient_and_episode_and_the_revision(as_user, therapist, maria):
    response = post(as_user(therapist), maria, name="Maria D. Delgado", complaint="Stiff back")
    maria.refresh_from_db()
    assert response.url == f"/patients/{maria.code}/"
    assert (maria.name, maria.revision) == ("Maria D. Delgado", 2)
    assert maria.episodes.get().complaint == "Stiff back"


def test_the_phone_to_call_the_patient_on_is_kept(as_user, therapist, maria):
    client = as_user(therapist)
    post(client, maria, phone="(555) 010-0177")
    maria.refresh_from_db()
    assert maria.phone == "(555) 010-0177"
    assert 'name="phone" value="(555) 010-0177"' in client.get(address(maria)).content.decode()
    assert post(client, maria, revision=2, phone="5" * 41).status_code == 422


def test_a_stale_save_shows_both_and_saves_nothing(as_user, therapist, colleague, maria):
    knee = PrecautionTag.objects.get_or_create(slug="knee", defaults={"name": "Knee pain"})[0]
    post(as_user(colleague), maria, referrer="Dr. Lin", precautions=[knee.pk])
    client = as_user(therapist)
    response = post(client, maria, referrer="Dr. Chen", goals="Sleep all night")
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("<td>Dr. Lin</td>", "<td>Dr. Chen</td>", "<td>Knee pain</td>"):
        assert words in page
    assert 'value="Dr. Chen"' in page
    assert maria.episodes.get().referrer == "Dr. Lin"
    assert 'name="revision" value="2"' in page
    again = post(client, maria, referrer="Dr. Chen", revision=2)
    assert again.status_code == 302
    assert maria.episodes.get().referrer == "Dr. Chen"


@pytest.mark.parametrize("revision", ["", "0", "99", "one"])
def test_without_the_right_revision_nothing_is_saved(as_user, therapist, maria, revision):
    response = post(as_user(therapist), maria, name="Changed", revision=revision)
    assert response.status_code in {409, 422}
    maria.refresh_from_db()
    assert maria.name == "Maria Delgado"


def test_a_new_email_ends_the_link_sent_to_the_old_one(as_user, therapist, maria):
    Invitation.to_patient(maria, therapist, "http://testserver")
    post(as_user(therapist), maria, email="right@example.com")
    assert not Invitation.objects.unused().exists()


def test_the_email_somebody_signs_in_with_stays(as_user, therapist, patient):
    post(as_user(therapist), patient, email="taken@over.test")
    patient.refresh_from_db()
    assert (patient.email, patient.user.email) == ("maria@example.com", "maria@example.com")


def test_after_discharge_a_complaint_starts_another_episode(as_user, therapist, maria):
    maria.discharge()
    maria.discharge()  # twice is once
    nothing = dict.fromkeys(("complaint", "goals", "referrer", "started_on", "surgery_on"), "")
    assert post(as_user(therapist), maria, revision=2, **nothing).status_code == 302
    assert maria.episodes.count() == 1
    post(as_user(therapist), maria, revision=3, complaint="Neck", started_on="")
    assert maria.episodes.count() == 2
    assert maria.episodes.get(discharged_at=None).started_on == maria.today()


def test_an_edit_opened_before_the_discharge_begins_no_new_episode(as_user, therapist, maria):
    maria.discharge()
    response = post(as_user(therapist), maria, revision=1, complaint="Low back pain")
    assert response.status_code == 409
    assert maria.open_episode is None


def test_bad_input_keeps_what_was_typed(as_user, therapist, maria):
    response = post(as_user(therapist), maria, name="", goals="Sleep all night")
    assert response.status_code == 422
    assert "Sleep all night" in response.content.decode()
    assert "Edit Maria Delgado" in response.content.decode()


def test_a_colleague_may_and_an_outsider_may_not(as_user, colleague, outsider, maria):
    assert as_user(colleague).get(address(maria)).status_code == 200
    for answer in (as_user(outsider).get(address(maria)), post(as_user(outsider), maria)):
        assert answer.status_code == 404
        assert "Maria" not in answer.content.decode()
