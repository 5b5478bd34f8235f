from django.urls import reverse

from tests.factories import make_stop_signs


def test_a_patient_reads_the_clinics_numbers(as_user, patient):
    patient.clinic.phone = "(555) 010-0142"
    patient.clinic.emergency_number = "112"
    patient.clinic.save()
    page = as_user(patient).get(reverse("help")).content.decode()
    assert 'href="tel:5550100142"' in page
    assert 'href="tel:112"' in page
    assert "Call Riverbend PT at (555) 010-0142." in page


def test_help_comes_before_the_notice(as_user, patient):
    patient.acknowledgements.all().delete()
    assert as_user(patient).get(reverse("help")).status_code == 200


def test_anybody_reads_the_emergency_number_and_no_clinic(client, clinic):
    page = client.get(reverse("help")).content.decode()
    assert 'href="tel:911"' in page
    assert clinic.name not in page
    assert clinic.phone not in page


def test_it_reads_the_one_list_of_stop_signs(client, as_user, patient):
    make_stop_signs(emergency="A foot that drops", urgent="Fever")
    public = client.get(reverse("help")).content.decode()
    assert "Call your clinic today for any of these" in public
    for page in (public, as_user(patient).get(reverse("help")).content.decode()):
        assert page.index("A foot that drops") < page.index("Fever")
        assert "No list is complete." in page
