import re

import pytest
from django.urls import reverse

from programs.models import Template
from tests.factories import MOBILITY, MUSCLE, make_exercise


@pytest.fixture
def template(clinic, therapist):
    """Press up (lower back), glute hold and hip circle (hips)."""
    template = Template.objects.create(name="Desk day", clinic=clinic, owner=therapist)
    for position, (slug, region, numbers, side) in enumerate(
        [
            ("press-up", "lower-back", MOBILITY, "none"),
            ("glute", "hips", MUSCLE, "both"),
            ("circle", "hips", MOBILITY, "none"),
        ]
    ):
        exercise = make_exercise(slug, region=region, kind=numbers["kind"], sided=side == "both")
        way = exercise.variations.get()
        template.items.create(variation=way, side=side, position=position, **numbers)
    return template


def address(template):
    return reverse("template_edit", args=[template.code])


def filled(client, template, **changes):
    """The form as the page shows it, with some fields typed over."""
    page = client.get(address(template))
    data = {"revision": page.context["template"].revision, "rows": len(page.context["forms"])}
    for form in page.context["forms"]:
        for field in form:
            data[field.html_name] = field.value()
    return data | {"do": "save"} | changes


def stored(template):
    rows = Template.objects.get(pk=template.pk).items.select_related("variation__exercise__region")
    rows = rows.order_by("variation__exercise__region__order", "position")
    return [(row.variation.exercise.slug, row.sets, row.reps or row.hold_seconds) for row in rows]


def test_doses_are_changed_with_the_fields_of_each_kind(as_user, therapist, template):
    client = as_user(therapist)
    page = client.get(address(template)).content.decode()
    assert 'name="row-0-reps"' in page
    assert 'name="row-0-exercise" value="press-up"' in page
    assert "Move Press up up" in page
    assert 'name="row-0-hold_seconds"' not in page
    assert 'name="row-1-hold_seconds"' in page
    data = filled(client, template, **{"row-0-reps": "12", "row-1-hold_seconds": "45"})
    data["row-1-weekdays"] = ["0", "2"]
    data["row-1-side"] = "left"
    answer = client.post(address(template), data)
    assert answer.url == address(template)
    assert stored(template) == [("press-up", 1, 12), ("glute", 2, 45), ("circle", 1, 10)]
    held = template.items.get(variation__exercise__slug="glute")
    assert (held.weekdays, held.side, held.days_text) == (5, "left", "Mon, Wed")


def test_a_number_out_of_range_is_said_and_nothing_is_saved(as_user, therapist, template):
    client = as_user(therapist)
    data = filled(client, template, **{"row-0-reps": "ten", "row-1-sets": "3"})
    answer = client.post(address(template), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Reps can be 1 to 100." in page
    assert 'value="ten"' in page
    assert 'value="3"' in page
    assert stored(template) == [("press-up", 1, 10), ("glute", 2, 30), ("circle", 1, 10)]


def test_a_row_moves_inside_its_region_only(as_user, therapist, template):
    client = as_user(therapist)
    client.post(address(template), filled(client, template, do="up-2"))
    assert [slug for slug, *_rest in stored(template)] == ["press-up", "circle", "glute"]
    for nowhere in ("up-1", "down-0", "up-0", "down-9", "up-x"):
        client.post(address(template), filled(client, template, do=nowhere))
        assert [slug for slug, *_rest in stored(template)] == ["press-up", "circle", "glute"]


def test_a_stretch_is_added_in_its_place_and_removed(as_user, therapist, template):
    make_exercise("cat", region="upper-back")
    client = as_user(therapist)
    data = filled(client, template, do="add", stretch="cat", **{"row-0-reps": "15"})
    client.post(address(template), data)
    assert stored(template)[:2] == [("cat", 1, 10), ("press-up", 1, 15)]
    client.post(address(template), filled(client, template, do="remove-1"))
    assert [slug for slug, *_rest in stored(template)] == ["cat", "glute", "circle"]


def test_the_same_stretch_twice_and_an_empty_template_are_refused(as_user, therapist, template):
    client = as_user(therapist)
    answer = client.post(address(template), filled(client, template, do="add", stretch="glute"))
    assert answer.status_code == 422
    assert "is in the template twice, on the same side" in answer.content.decode()
    answer = client.post(address(template), {"revision": "1", "rows": "0", "do": "save"})
    assert answer.status_code == 422
    assert len(stored(template)) == 3


def test_two_people_at_once_see_both(as_user, therapist, colleague, template):
    client = as_user(therapist)
    mine = filled(client, template, **{"row-0-reps": "12"})
    client = as_user(colleague)
    client.post(address(template), filled(client, template, **{"row-0-reps": "20"}))
    client = as_user(therapist)
    answer = client.post(address(template), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else saved this template while you typed." in page
    assert "1 set of 12" in page
    assert "1 set of 20" in page
    assert re.search(r'name="row-0-reps" value="12"', page)
    assert stored(template)[0] == ("press-up", 1, 20)
    again = mine | {"revision": re.search(r'name="revision" value="(\d+)"', page)[1]}
    assert client.post(address(template), again).status_code == 302
    assert stored(template)[0] == ("press-up", 1, 12)


@pytest.mark.parametrize(("sharing", "status"), [("use", 404), ("edit", 302)])
def test_what_a_colleague_may_do(as_user, therapist, colleague, template, sharing, status):
    template.share(sharing)
    data = filled(as_user(therapist), template)
    client = as_user(colleague)
    page = client.get(address(template)).content.decode()
    assert ("row-0-reps" in page) == (sharing == "edit")
    assert ("To change it, make a copy of your own." in page) == (sharing == "use")
    assert client.post(address(template), data).status_code == status


def test_private_and_foreign_ones_are_not_there_and_shipped_ones_only_to_read(
    as_user, therapist, colleague, outsider, template, library
):
    data = filled(as_user(therapist), template)
    assert as_user(outsider).get(address(template)).status_code == 404
    template.share("private")
    for client in (as_user(colleague), as_user(outsider)):
        assert client.get(address(template)).status_code == 404
        assert client.post(address(template), data).status_code == 404
    shipped = Template.objects.get(name="Gentle start")
    client = as_user(therapist)
    assert "To change it, make a copy" in client.get(address(shipped)).content.decode()
    assert client.post(address(shipped), data).status_code == 404


def test_what_a_colleague_left_behind_is_the_clinics(as_user, therapist, colleague, template):
    template.share("private")
    therapist.ended_at = "2026-11-01T00:00:00Z"
    therapist.save()
    assert as_user(colleague).get(address(template)).status_code == 200
    assert Template.objects.owned_by(colleague).get() == template


def test_a_stretch_of_another_clinic_cannot_be_put_in(as_user, therapist, template, other_clinic):
    make_exercise("secret", clinic=other_clinic)
    client = as_user(therapist)
    data = filled(client, template, do="add", stretch="secret")
    assert client.post(address(template), data).status_code == 404
