import pytest
from django.urls import reverse

from programs.models import Template
from tests.factories import make_exercise

NEW = reverse("template_new")


@pytest.fixture
def stretches():
    return [
        make_exercise("hip", region="hips", sided=True),
        make_exercise("cat", region="upper-back"),
    ]


def test_a_new_template_begins_with_start_values_in_body_order(as_user, therapist, stretches):
    client = as_user(therapist)
    data = {"name": "Mornings", "sharing": "use", "stretches": ["hip", "cat"]}
    answer = client.post(NEW, data)
    made = Template.objects.get()
    assert answer.url == reverse("template_edit", args=[made.code])
    assert (made.owner, made.clinic, made.sharing) == (therapist, therapist.clinic, "use")
    rows = client.get(answer.url).context["template"].rows
    assert [(row.variation.exercise.slug, row.sets, row.reps, row.side) for row in rows] == [
        ("cat", 1, 10, "none"),
        ("hip", 1, 10, "both"),
    ]


def test_private_is_what_is_offered_first(as_user, therapist, stretches):
    assert '<option value="private" selected>' in as_user(therapist).get(NEW).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Give the template a name."),
        ({"name": "Taken"}, "There is a template with this name already."),
        ({"stretches": []}, "Choose at least one stretch."),
        ({"stretches": ["nonsense"]}, "nonsense"),
        ({"sharing": "world"}, "world"),
    ],
)
def test_what_will_not_do_comes_back(as_user, therapist, stretches, changes, said):
    Template.objects.create(name="Taken", clinic=therapist.clinic, owner=therapist)
    data = {"name": "Mornings", "sharing": "use", "stretches": ["cat"]} | changes
    answer = as_user(therapist).post(NEW, data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Template.objects.count() == 1
