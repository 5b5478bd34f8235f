from django.urls import reverse

from people.models import Invitation

FIELDS = {"role": "admin", "name": "Kofi Mensah", "credentials": "PT"}


def again(client, email):
    return client.post(reverse("staff_invite_again"), {"email": email})


def test_a_new_link_goes_out_and_the_old_one_ends(
    as_user, clinic_admin, clinic, mailoutbox, time_machine
):
    time_machine.move_to("2026-11-20T19:00:00Z", tick=False)
    _old, token = Invitation.issue(clinic=clinic, email="kofi@x.test", **FIELDS)
    time_machine.move_to("2026-11-21T19:00:00Z", tick=False)
    assert again(as_user(clinic_admin), "kofi@x.test").url == reverse("clinic_staff")
    new = Invitation.objects.unused().get()
    assert (new.role, new.name, new.credentials) == ("admin", "Kofi Mensah", "PT")
    assert not Invitation.objects.usable(token).exists()
    assert [message.to for message in mailoutbox] == [["kofi@x.test"]]


def test_also_one_that_ran_out(as_user, clinic_admin, clinic, mailoutbox, time_machine):
    time_machine.move_to("2026-11-01T19:00:00Z", tick=False)
    Invitation.issue(clinic=clinic, email="kofi@x.test", **FIELDS)
    time_machine.move_to("2026-11-21T19:00:00Z", tick=False)
    again(as_user(clinic_admin), "kofi@x.test")
    assert Invitation.objects.unused().count() == len(mailoutbox) == 1


def test_nobody_else_is_mailed(as_user, clinic_admin, other_clinic, clinic, mailoutbox):
    Invitation.issue(clinic=other_clinic, email="far@x.test", **FIELDS)
    taken_back, _ = Invitation.issue(clinic=clinic, email="back@x.test", **FIELDS)
    Invitation.objects.filter(pk=taken_back.pk).withdraw()
    for email in ("far@x.test", "back@x.test", "nobody@x.test", "", "\0"):
        assert again(as_user(clinic_admin), email).status_code == 404
    assert mailoutbox == []
