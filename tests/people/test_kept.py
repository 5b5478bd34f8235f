"""SQL that is made once: asked with other values each time, and only where its words hold."""

import pytest
from django.db import NotSupportedError
from django.db.models import BooleanField, CharField, Exists, OuterRef, Q

from people.kept import kept
from people.models import Episode, Patient
from tests.factories import make_patient


@pytest.fixture
def came_with():
    """A condition on patients, and the list of how often its SQL was made."""
    made = []

    @kept(Patient, BooleanField(), complaint=CharField())
    def came_with(is_open, complaint):
        made.append(is_open)
        episodes = Episode.objects.filter(patient=OuterRef("pk"), complaint=complaint)
        return Exists(episodes.filter(discharged_at=None)) if is_open else Exists(episodes)

    came_with.made = made
    return came_with


@pytest.fixture
def two(therapist):
    for name in ("Back", "Knee"):
        patient = make_patient(therapist=therapist, name=name)
        patient.episodes.update(complaint=f"{name} pain, 100 % of the time")
    patient.discharge()


def names(condition):
    return [patient.name for patient in Patient.objects.filter(condition).order_by("name")]


def test_it_is_made_once_and_asked_with_other_values(two, came_with):
    assert names(came_with(False, complaint="Back pain, 100 % of the time")) == ["Back"]
    assert names(came_with(False, complaint="Knee pain, 100 % of the time")) == ["Knee"]
    assert names(came_with(False, complaint="' OR 1=1 --")) == []
    assert came_with.made == [False]


def test_other_arguments_make_another_one(two, came_with):
    assert names(came_with(True, complaint="Knee pain, 100 % of the time")) == []
    assert names(came_with(False, complaint="Knee pain, 100 % of the time")) == ["Knee"]
    assert came_with.made == [True, False]


def test_it_stands_beside_other_conditions(two, came_with):
    back = came_with(True, complaint="Back pain, 100 % of the time")

    assert names(back | Q(name="Knee")) == ["Back", "Knee"]
    assert names(~Q(back)) == ["Knee"]
    assert Patient.objects.filter(back).count() == 1


def test_never_about_another_name_of_the_patients_table(two, came_with):
    """A query inside another may have to call it so. Then it is refused, not asked about the
    wrong patient."""
    back = Patient.objects.filter(came_with(True, complaint="Back pain, 100 % of the time"))

    assert [patient.name for patient in Patient.objects.filter(pk__in=back)] == ["Back"]
    with pytest.raises(NotSupportedError):
        list(Patient.objects.filter(Exists(back.filter(pk=OuterRef("pk")))))
