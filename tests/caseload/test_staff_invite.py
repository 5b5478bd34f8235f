import pytest
from django.urls import reverse

from people.models import Invitation
from tests.factories import make_member

NIA = {"name": "Nia  Brown", "email": "Nia@Riverbend.test", "role": "therapist"}


def invite(client, **fields):
    return client.post(reverse("staff_invite"), NIA | fields)


def test_a_colleague_gets_a_link(as_user, clinic_admin, mailoutbox):
    answer = invite(as_user(clinic_admin), credentials="DPT")
    assert answer.url == reverse("clinic_staff")
    sent = Invitation.objects.get()
    assert (sent.clinic, sent.email, sent.role) == (
        clinic_admin.clinic,
        "nia@riverbend.test",
        "therapist",
    )
    assert (sent.name, sent.credentials, sent.invited_by) == ("Nia Brown", "DPT", clinic_admin)
    assert [message.to for message in mailoutbox] == [["nia@riverbend.test"]]
    assert "http://testserver/invitation/" in mailoutbox[0].body
    assert "Invitation sent to nia@riverbend.test" in str(list(client_messages(as_user)))


def client_messages(as_user):
    from people.models import Membership

    admin = Membership.objects.get(role="admin")
    yield as_user(admin).get(reverse("clinic_staff")).content.decode()


def test_a_double_click_sends_one_mail(as_user, clinic_admin, mailoutbox):
    for _ in range(2):
        assert invite(as_user(clinic_admin)).status_code == 302
    assert len(mailoutbox) == Invitation.objects.unused().count() == 1


def test_a_member_is_named_and_not_invited(as_user, clinic_admin, colleague, mailoutbox):
    answer = invite(as_user(clinic_admin), email="SAM@riverbend.test")
    assert answer.status_code == 422
    assert "Sam Rivera, PT works here already." in answer.content.decode()
    assert mailoutbox == []
    assert answer.context["form"]["name"].value() == "Nia  Brown"


def test_a_member_elsewhere_is_invited(as_user, clinic_admin, outsider, mailoutbox):
    assert invite(as_user(clinic_admin), email=outsider.user.email).status_code == 302
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This is needed."),
        ("name", "…", "Use some letters in the name."),
        ("email", "nia@", "This is no email address. Check it."),
        ("role", "operator", "The role is therapist or admin."),
        ("credentials", "x" * 41, "at most 40 characters"),
    ],
)
def test_errors_stand_beside_their_fields(as_user, clinic_admin, field, value, words):
    answer = invite(as_user(clinic_admin), **{field: value})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert Invitation.objects.count() == 0


def test_only_admins_invite(as_user, therapist):
    assert invite(as_user(therapist)).status_code == 404
    assert Invitation.objects.count() == 0


def test_credentials_come_along(as_user, client, clinic_admin, mailoutbox):
    invite(as_user(clinic_admin), role="admin", credentials="PT")
    link = next(word for word in mailoutbox[0].body.split() if "/invitation/" in word)
    client.logout()
    answer = client.post(
        link.removeprefix("http://testserver"),
        {"name": "Nia Brown", "password": "kneel in the garden"},
    )
    assert answer.status_code == 302
    member = clinic_admin.clinic.memberships.get(user__email="nia@riverbend.test")
    assert (member.is_admin, member.treats) == (True, True)


def test_a_membership_that_ended_can_be_invited_again(as_user, clinic_admin, clinic, mailoutbox):
    gone = make_member(clinic, email="gone@riverbend.test")
    gone.end()
    assert invite(as_user(clinic_admin), email="gone@riverbend.test").status_code == 302
    assert len(mailoutbox) == 1
