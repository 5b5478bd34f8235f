import pytest
from django.urls import reverse

from people.models import Invitation, Patient
from people.views import imports
from tests.factories import make_patient
from tests.people.lists import press_import, send


@pytest.fixture
def run(as_user, therapist):
    client = as_user(therapist)
    rows = [[f"P{n}", f"p{n}@x.test"] for n in range(5)] + [["No mail", ""]]
    run = send(client, ["Name", "Email"], *rows)
    press_import(client, run)
    return run


def test_nothing_is_mailed_by_the_import_itself(run, mailoutbox):
    assert mailoutbox == []


def test_each_of_the_list_is_invited_once_some_at_a_time(
    as_user, therapist, run, mailoutbox, monkeypatch
):
    monkeypatch.setattr(imports, "INVITATIONS_A_TIME", 3)
    client = as_user(therapist)
    for sent in (3, 5, 5):
        answer = client.post(reverse("import_invite", args=[run.code]))
        assert answer.url == reverse("import_done", args=[run.code])
        assert len(mailoutbox) == sent
    assert sorted(mail.to[0] for mail in mailoutbox) == [f"p{n}@x.test" for n in range(5)]
    assert Invitation.objects.filter(invited_by=therapist).count() == 5


def test_whoever_got_an_invitation_or_a_sign_in_meanwhile_is_left_out(
    as_user, therapist, run, mailoutbox
):
    Invitation.to_patient(Patient.objects.get(name="P0"), therapist, "https://x.test")
    as_user(therapist).post(reverse("import_invite", args=[run.code]))
    assert [mail.to[0] for mail in mailoutbox].count("p0@x.test") == 1


def test_nobody_elses_list(as_user, colleague, run, mailoutbox):
    assert as_user(colleague).post(reverse("import_invite", args=[run.code])).status_code == 404
    assert mailoutbox == []


def test_a_patient_merged_with_another_record_is_invited_by_a_therapist(
    as_user, therapist, run, mailoutbox
):
    """Else whoever sent the list would mail a known patient's record to an address of the list."""
    kept = Patient.objects.get(name="P0")
    make_patient(therapist=therapist, name="P zero", merged_into=kept)
    as_user(therapist).post(reverse("import_invite", args=[run.code]))
    assert sorted(mail.to[0] for mail in mailoutbox) == [f"p{n}@x.test" for n in range(1, 5)]
