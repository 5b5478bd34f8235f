from datetime import date

import pytest

from tests.factories import make_exercise, make_version


@pytest.fixture
def version(patient):
    """A program of one stretch, in force since New Year 2026."""
    return make_version(patient, make_exercise(), effective_on=date(2026, 1, 1))
