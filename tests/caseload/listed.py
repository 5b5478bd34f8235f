"""The caseload, and whom it lists."""

from django.urls import reverse

URL = reverse("caseload")


def names(response):
    return [row.name for row in response.context["page"]]
