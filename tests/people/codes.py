"""What the tests of handout codes share: a year that is wrong, and tries."""

from django.urls import reverse

from people.models import AccessCode

YEAR = 1968
WRONG = 1950


def try_year(client, code, year=WRONG):
    """Post the year to the page a scanned code leads to."""
    return client.post(reverse("go_code", args=[code.handout_code]), {"birth_year": year})


def guess(code, times, now, year=WRONG):
    """Whether each of so many tries at this moment opened the code."""
    return [bool(AccessCode.open(code.handout_code, year, now)) for _ in range(times)]
