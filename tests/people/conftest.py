import pytest

from people.models import AccessCode
from tests.factories import make_exercise, make_version


@pytest.fixture
def at_once(monkeypatch):
    """A wrong code is answered without the wait that hides which codes exist."""
    monkeypatch.setattr("people.views.opening.NO_TAKES_SECONDS", 0)


@pytest.fixture
def many_tries(settings):
    """The network's address may try as often as it likes: the code's own limits are tried."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"handout_code": "1000/m/ip"}


@pytest.fixture
def code(patient):
    """Our patient's handout code; born in 1968."""
    return AccessCode.of(patient)


@pytest.fixture
def plan(patient, therapist):
    """Three stretches a day, sent, each with a note from the therapist."""
    stretches = [make_exercise(name) for name in ("foam-roll", "press-up", "open-book")]
    return make_version(patient, *stretches, by=therapist, note="Slowly, please")
