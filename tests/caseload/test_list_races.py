"""Real threads against the real database: a list is imported once, two records merge once."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Patient
from tests.factories import make_exercise, make_member, make_patient, make_version
from tests.people.lists import dry_run_page, send
from tests.people.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_import_pressed_six_times_at_once_imports_once():
    therapist = make_member()
    client = signed_in(therapist)
    run = send(client, ["Name", "Born"], *[[f"P{n}", "1960"] for n in range(20)])
    data = {"import": "yes", "seen": dry_run_page(client, run).context["dry_run"].mark}
    address = reverse("import_dry_run", args=[run.code])
    clients = [signed_in(therapist) for _n in range(6)]
    answers = all_at_once(6, lambda number: clients[number].post(address, data).status_code)
    assert answers == [302] * 6
    assert Patient.objects.count() == 20


def test_two_people_send_the_same_list_and_the_second_sees_the_first():
    members = [make_member()]
    members.append(make_member(members[0].clinic))
    clients, posts = [signed_in(member) for member in members], []
    for client in clients:
        run = send(client, ["Name", "Born"], *[[f"P{n}", "1960"] for n in range(20)])
        seen = dry_run_page(client, run).context["dry_run"].mark
        posts.append((reverse("import_dry_run", args=[run.code]), {"import": "yes", "seen": seen}))
    answers = all_at_once(2, lambda n: clients[n].post(*posts[n]).status_code)
    assert sorted(answers) == [302, 409]
    assert Patient.objects.count() == 20


def test_merge_pressed_four_times_and_both_ways_at_once_merges_once():
    therapist = make_member()
    two = [make_patient(therapist=therapist, name=name) for name in ("Maria", "Marie")]
    for patient in two:
        make_version(patient, make_exercise())
    client = signed_in(therapist)
    address = reverse("merge_records", args=[patient.code for patient in two])
    seen = client.get(address).context["mark"]
    ways = ["first", "second", "first", "second"]
    posts = [{"stays": s, "name": "first", "understood": "on", "seen": seen} for s in ways]
    clients = [signed_in(therapist) for _way in ways]
    answers = all_at_once(4, lambda n: clients[n].post(address, posts[n]).status_code)
    assert 302 in answers
    assert set(answers) <= {302, 409}
    assert Patient.objects.filter(merged_into=None).count() == 1
    assert Patient.objects.get(merged_into=None).program_versions.count() == 2
