from django.urls import reverse

from programs.models import Template
from tests.factories import MOBILITY, make_exercise


def make_template(clinic, name="Desk day", owner=None, rows=1):
    template = Template.objects.create(name=name, clinic=clinic, owner=owner)
    for _ in range(rows):
        way = make_exercise(name=f"In {name}").variations.get()
        template.items.create(variation=way, side="none", **MOBILITY)
    return template


def test_shared_and_own_templates_with_what_is_in_them(
    as_user, therapist, outsider, clinic, other_clinic, library
):
    make_template(clinic, owner=therapist)
    make_template(other_clinic, "Secret", owner=outsider)
    page = " ".join(as_user(therapist).get(reverse("template_list")).content.decode().split())
    assert "Back pain starter" in page
    assert "13 min" in page
    assert "In Desk day: 1 set of 10, Mon–Fri" in page
    assert "Dana Okafor" in page
    assert "Secret" not in page
    assert page.count("Delete this template") == 1, "shipped ones stay"


def test_queries_stay_the_same(as_user, therapist, clinic, assert_queries):
    client = as_user(therapist)
    for number, more in ((1, 1), (2, 2)):
        for extra in range(more):
            make_template(clinic, f"{number}.{extra}", owner=therapist, rows=number)
        client.get(reverse("template_list"))
        with assert_queries(11):
            client.get(reverse("template_list"))
