"""The parts of a patient's page that this room draws."""

from datetime import date

from django.template.loader import render_to_string

from people.models import Invitation, Membership, PrecautionTag
from tests.factories import make_patient


def test_the_episode_says_what_a_therapist_expects(patient):
    patient.precautions.add(
        PrecautionTag.objects.get_or_create(slug="knee", defaults={"name": "Knee pain"})[0]
    )
    episode = patient.open_episode
    episode.side, episode.referrer, episode.directional_preference = "left", "Dr. Lin", "back"
    episode.goals, episode.next_visit_on = "Kneel in the garden", date(2026, 12, 1)
    drawn = render_to_string("people/_episode.html", {"patient": patient, "episode": episode})
    drawn = " ".join(drawn.split())
    for words in (
        "Low back pain, left. Since October 1, 2026",
        "Kneel in the garden",
        "Tue, Dec 1. Referred by Dr. Lin",
        "Knee pain",
        "Direction: back",
        f"/patients/{patient.code}/edit/",
    ):
        assert words in drawn


def test_a_discharged_patient_has_no_open_episode(patient):
    patient.discharge()
    drawn = render_to_string(
        "people/_episode.html", {"patient": patient, "episode": patient.open_episode}
    )
    assert "No episode is open." in drawn


def actions(patient):
    therapists = Membership.objects.treating(patient.clinic)
    return render_to_string(
        "people/_patient_actions.html", {"patient": patient, "therapists": therapists}
    )


def test_the_actions_follow_the_invitation(therapist, patient):
    new = make_patient(therapist=therapist, email="new@example.com")
    assert "Not invited yet." in actions(new)
    Invitation.to_patient(new, therapist, "http://testserver")
    assert "at new@example.com" in actions(new)
    assert "Send a new invitation" in actions(new)
    assert "Has a sign-in." in actions(patient)
    assert "/invite/" not in actions(patient)


def test_the_therapist_is_chosen_and_only_treating_members_are_offered(
    therapist, colleague, clinic_admin, outsider, patient
):
    drawn = actions(patient)
    assert f'value="{therapist.code}" selected' in drawn
    assert f'value="{colleague.code}"' in drawn
    assert str(clinic_admin.code) not in drawn
    assert str(outsider.code) not in drawn
