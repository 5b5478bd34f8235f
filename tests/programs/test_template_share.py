import pytest
from django.urls import reverse

from programs.models import Template


@pytest.fixture
def template(therapist):
    return Template.objects.create(name="Desk day", clinic=therapist.clinic, owner=therapist)


def share(client, template, sharing):
    return client.post(reverse("template_share", args=[template.code]), {"sharing": sharing})


@pytest.mark.parametrize(
    ("sharing", "seen", "changed"),
    [("private", False, False), ("use", True, False), ("edit", True, True)],
)
def test_what_colleagues_may_do(as_user, therapist, colleague, template, sharing, seen, changed):
    assert share(as_user(therapist), template, sharing).url == reverse("template_list")
    assert Template.objects.visible_to(colleague).filter(pk=template.pk).exists() == seen
    assert Template.objects.editable_by(colleague).filter(pk=template.pk).exists() == changed
    assert Template.objects.editable_by(therapist).filter(pk=template.pk).exists()
    rename = reverse("template_rename", args=[template.code])
    renamed = as_user(colleague).post(rename, {"name": "Ours"})
    assert renamed.status_code == (302 if changed else 404)


def test_what_is_taken_back_is_nobody_elses_favorite(as_user, therapist, colleague, template):
    template.favorite_of.add(therapist, colleague)
    share(as_user(therapist), template, "private")
    assert list(template.favorite_of.all()) == [therapist]


def test_only_the_owner_decides(as_user, colleague, outsider, template, library):
    for other in (colleague, outsider):
        assert share(as_user(other), template, "private").status_code == 404
    shipped = Template.objects.get(name="Gentle start")
    assert share(as_user(colleague), shipped, "edit").status_code == 404


def test_nonsense_comes_back(as_user, therapist, template):
    answer = share(as_user(therapist), template, "world")
    assert answer.status_code == 422
    assert f'id="{template.code}-sharing_error"' in answer.content.decode()
