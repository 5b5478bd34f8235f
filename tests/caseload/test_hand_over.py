from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from people.models import Cover, HandOver
from tests.factories import make_member, make_patient


def offer(giver, taker, *patients):
    made = HandOver.objects.create(clinic=giver.clinic, giver=giver, taker=taker, offered_by=giver)
    made.patients.set(patients)
    return made


def page(as_user, member):
    return " ".join(as_user(member).get(reverse("hand_over")).content.decode().split())


def test_the_taker_sees_the_names_and_can_answer(as_user, therapist, colleague):
    offer(therapist, colleague, make_patient(therapist=therapist, name="Ann Ames"))
    seen = page(as_user, colleague)
    assert "Dana Okafor: 1 patient for you" in seen
    assert "Ann Ames" in seen
    assert 'value="accept"' in seen
    assert 'value="decline"' in seen
    assert 'value="withdraw"' not in seen


def test_the_giver_sees_that_it_waits(as_user, therapist, colleague):
    offer(therapist, colleague, make_patient(therapist=therapist, name="Ann Ames"))
    seen = page(as_user, therapist)
    assert "1 patient of Dana Okafor was offered to Sam Rivera" in seen
    assert 'value="withdraw"' in seen
    assert 'value="accept"' not in seen


def test_an_admin_sees_counts_alone(as_user, therapist, colleague, clinic_admin):
    offer(therapist, colleague, *[make_patient(therapist=therapist, name="Ann Ames")] * 2)
    seen = page(as_user, clinic_admin)
    assert "1 patient of Dana Okafor was offered to Sam Rivera" in seen
    assert "Ann Ames" not in seen


def test_others_see_nothing_of_it(as_user, therapist, colleague, outsider):
    offer(therapist, colleague, make_patient(therapist=therapist))
    assert "Dana" not in page(as_user, outsider)


def test_an_admin_sees_none_of_another_clinic(as_user, clinic_admin, outsider):
    offer(outsider, make_member(outsider.clinic), make_patient(therapist=outsider))
    assert "Olga Outside" not in page(as_user, clinic_admin)


def test_answered_ones_stay_a_while(as_user, therapist, colleague):
    made = offer(therapist, colleague, make_patient(therapist=therapist))
    made.settle("declined")
    assert "Dana Okafor to Sam Rivera, 1 patient: Declined" in page(as_user, therapist)
    HandOver.objects.update(answered_at=timezone.now() - timedelta(days=31))
    assert "Declined" not in page(as_user, therapist)


def test_covers_to_come_and_the_one_i_do(as_user, therapist, colleague):
    first = timezone.localdate() + timedelta(days=40)
    Cover.objects.create(
        clinic=therapist.clinic,
        away=therapist,
        by=colleague,
        from_date=first,
        to_date=first + timedelta(days=4),
    )
    mine, theirs = page(as_user, therapist), page(as_user, colleague)
    assert "Sam Rivera covers for Dana Okafor" in mine
    assert "Cancel it" in mine
    assert "You cover" not in mine
    assert "You cover" in theirs
    assert "Cancel it" not in theirs


def test_the_caseload_can_say_it(therapist, colleague):
    """The banner a caseload includes: one line while something waits, else nothing."""
    from django.template import Context, Template

    banner = Template("{% load clinic_words %}{% offers_banner member %}")
    assert banner.render(Context({"member": colleague})).strip() == ""
    offer(therapist, colleague, *[make_patient(therapist=therapist) for _ in range(2)])
    said = " ".join(banner.render(Context({"member": colleague})).split())
    assert "Colleagues offer you 2 patients. Accept or decline." in said
    assert reverse("hand_over") in said


def test_queries_do_not_grow(as_user, therapist, colleague, assert_queries):
    client = as_user(colleague)
    for _ in range(2):
        offer(therapist, colleague, *[make_patient(therapist=therapist) for _ in range(3)])
        # who asks, where, messages; patients, flags, covers of one's own;
        # offers to me, their patients, waiting, covering, answered
        with assert_queries(11):
            assert client.get(reverse("hand_over")).status_code == 200
