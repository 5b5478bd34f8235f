from django.urls import reverse

from programs.models import Template
from tests.factories import make_exercise, make_version


def delete(client, template):
    return client.post(reverse("template_delete", args=[template.code]))


def test_a_deleted_template_leaves_programs_as_they_are(as_user, therapist, colleague, patient):
    draft = make_version(patient, make_exercise(), sent=False)
    template = Template.save_from(draft, name="Desk day", by=therapist)
    assert delete(as_user(colleague), template).url == reverse("template_list")
    assert Template.objects.count() == 0
    assert draft.prescriptions.count() == 1


def test_foreign_and_shipped_templates_are_404(as_user, therapist, outsider, clinic, library):
    own = Template.objects.create(name="Desk day", clinic=clinic, owner=therapist)
    shipped = Template.objects.get(name="Gentle start")
    before = Template.objects.count()
    assert delete(as_user(outsider), own).status_code == 404
    assert delete(as_user(therapist), shipped).status_code == 404
    assert Template.objects.count() == before
    assert delete(as_user(therapist), own).status_code == 302
