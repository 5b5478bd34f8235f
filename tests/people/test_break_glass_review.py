import uuid

import pytest

from people.models import BreakGlass
from tests.factories import make_member


@pytest.fixture
def opened(patient, colleague):
    return BreakGlass.open_for(patient, colleague, "Covering the walk-in clinic.", uuid.uuid4())


def review(client, opened, note="Agreed by phone."):
    return client.post(f"/clinic/opened/{opened.code}/", {"note": note})


def test_an_admin_marks_it_reviewed_once(as_user, clinic_admin, opened):
    assert review(as_user(clinic_admin), opened).status_code == 302
    review(as_user(clinic_admin), opened, note="Something else.")
    opened.refresh_from_db()
    assert (opened.reviewed_by, opened.note) == (clinic_admin, "Agreed by phone.")


def test_nobody_reviews_what_they_opened_while_there_is_another_admin(
    as_user, clinic, clinic_admin, patient
):
    treats = make_member(clinic, role="admin", email="dr@riverbend.test")
    treats.credentials = "DPT"
    treats.save()
    opened = BreakGlass.open_for(patient, treats, "Nobody else was there.", uuid.uuid4())
    review(as_user(treats), opened)
    opened.refresh_from_db()
    assert opened.reviewed_at is None
    clinic_admin.ended_at = "2026-11-01T00:00Z"
    clinic_admin.save()
    review(as_user(treats), opened)
    opened.refresh_from_db()
    assert opened.reviewed_by == treats


def test_a_note_too_long_is_kept_on_the_page(
    as_user, clinic_admin, opened, outsider, outsiders_patient
):
    BreakGlass.open_for(outsiders_patient, outsider, "Another clinic's reason.", uuid.uuid4())
    answer = review(as_user(clinic_admin), opened, note="y" * 501)
    assert answer.status_code == 422
    assert "Priya" not in answer.content.decode()
    assert "y" * 501 in answer.content.decode()
    opened.refresh_from_db()
    assert opened.reviewed_at is None


def test_nobody_else_reviews(as_user, therapist, outsider, opened, other_clinic):
    theirs = make_member(other_clinic, role="admin")
    for person in (therapist, outsider, theirs):
        assert review(as_user(person), opened).status_code == 404
    opened.refresh_from_db()
    assert opened.reviewed_at is None
