from django.test import Client
from django.urls import reverse

from people.models import SignIn

ADDRESS = reverse("sign_out_everywhere")


def open_to(client):
    return client.get(reverse("me")).status_code == 200


def test_every_browser_is_signed_out_at_once(as_user, patient):
    here, there = as_user(patient), Client()
    there.force_login(patient.user)
    assert open_to(there)
    assert here.post(ADDRESS).url == reverse("account_login")
    assert not open_to(here)
    assert not open_to(there)
    here.force_login(type(patient.user).objects.get(pk=patient.user.pk))
    assert open_to(here)
    assert list(SignIn.shown_to(here.get(reverse("me")).wsgi_request.user)) == list(
        SignIn.objects.order_by("-pk")[:1]
    )


def test_by_get_nothing_happens(as_user, patient):
    client = as_user(patient)
    assert client.get(ADDRESS).status_code == 405
    assert open_to(client)


def test_a_deactivated_person_is_out_at_once(as_user, therapist):
    client = as_user(therapist)
    assert client.get(reverse("caseload")).status_code == 200
    therapist.user.is_active = False
    therapist.user.save()
    assert client.get(reverse("caseload")).url.startswith(reverse("account_login"))


def test_who_works_there_no_more_opens_nothing(as_user, clinic, therapist, colleague):
    client = as_user(colleague)
    assert client.get(reverse("caseload")).status_code == 200
    colleague.end()
    assert client.get(reverse("caseload")).url.startswith(reverse("account_login"))
