import pytest
from django.urls import reverse

from programs.models import Template


@pytest.fixture
def template(therapist):
    return Template.objects.create(name="Zebra", clinic=therapist.clinic, owner=therapist)


def mark(client, template, favorite="yes", **headers):
    address = reverse("template_favorite", args=[template.code])
    return client.post(address, {"favorite": favorite}, headers=headers)


def names(client):
    return [template.name for template in client.get(reverse("template_list")).context["templates"]]


def test_favorites_come_first_for_who_marked_them(as_user, therapist, colleague, template):
    Template.objects.create(name="Ant", clinic=therapist.clinic, owner=therapist)
    assert mark(as_user(therapist), template).url == reverse("template_list")
    assert names(as_user(therapist)) == ["Zebra", "Ant"]
    assert names(as_user(colleague)) == ["Ant", "Zebra"]


def test_twice_is_once_and_it_is_taken_off_again(as_user, therapist, template):
    for favorite, many in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0)):
        mark(as_user(therapist), template, favorite)
        assert template.favorite_of.count() == many


def test_by_htmx_the_star_alone_comes_back(as_user, therapist, template):
    answer = mark(as_user(therapist), template, **{"HX-Request": "true"}).content.decode()
    assert f'id="template-star-{template.code}"' in answer
    assert 'aria-pressed="true"' in answer
    assert "<tr" not in answer


def test_shipped_ones_may_be_favorites(as_user, therapist, library):
    mark(as_user(therapist), Template.objects.get(name="Gentle start"))
    assert names(as_user(therapist))[0] == "Gentle start"


def test_what_one_may_not_see_is_no_favorite(as_user, colleague, outsider, template):
    template.share("private")
    for other in (colleague, outsider):
        assert mark(as_user(other), template).status_code == 404
    assert template.favorite_of.count() == 0
