from django.urls import reverse

from programs.models import Template


def copy(client, template):
    return client.post(reverse("template_copy", args=[template.code]))


def test_a_shipped_one_is_copied_to_be_changed(as_user, therapist, colleague, library):
    shipped = Template.objects.get(name="Gentle start")
    answer = copy(as_user(therapist), shipped)
    made = Template.objects.get(owner=therapist)
    assert answer.url == reverse("template_edit", args=[made.code])
    assert (made.name, made.sharing) == ("Gentle start, copy 1", "private")
    fields = ("variation", "side", "sets", "reps", "hold_seconds", "weekdays", "position")
    rows = [
        template.items.order_by("position").values_list(*fields) for template in (shipped, made)
    ]
    assert list(rows[0]) == list(rows[1])
    assert as_user(colleague).get(answer.url).status_code == 404


def test_a_second_copy_has_another_name(as_user, therapist, library):
    shipped = Template.objects.get(name="Gentle start")
    for _n in range(2):
        copy(as_user(therapist), shipped)
    names = Template.objects.filter(owner=therapist).values_list("name", flat=True)
    assert sorted(names) == ["Gentle start, copy 1", "Gentle start, copy 2"]


def test_what_one_may_not_see_is_not_copied(as_user, therapist, colleague, outsider):
    own = Template.objects.create(
        name="Mine", clinic=therapist.clinic, owner=therapist, sharing="private"
    )
    for other in (colleague, outsider):
        assert copy(as_user(other), own).status_code == 404
    assert Template.objects.count() == 1
