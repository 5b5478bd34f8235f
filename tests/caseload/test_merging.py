"""Two records made one: every table that names a patient is moved, and what can be once ends."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from caseload import merging
from caseload.models import Monitoring, Review, StaffMinutes
from logbook.keys import uuid7
from logbook.models import (
    Flag,
    FunctionActivity,
    FunctionPlan,
    FunctionScore,
    Message,
    PatientDay,
    Session,
    SetLog,
)
from people.models import (
    AccessCode,
    Acknowledgement,
    Device,
    HandOver,
    Invitation,
    Patient,
    PrecautionTag,
)
from programs.models import Prescription, Program, ProgramPause
from tests.factories import make_exercise, make_patient, make_user, make_version


def naming_a_patient():
    """Every table with a column that names a patient, those between two tables as well."""
    for field in Patient._meta.get_fields(include_hidden=True):
        if field.auto_created and field.related_model and not field.concrete:
            yield field.related_model


def test_every_table_that_names_a_patient_is_handled():
    handled = set(merging.MOVED) | set(merging.OTHERS)
    assert set(naming_a_patient()) - {Patient} - handled == set()
    assert handled - {Patient} == set(naming_a_patient()) - {Patient}


@pytest.fixture
def stays(therapist):
    return make_patient(therapist=therapist, name="Maria Delgado", email="maria@x.test")


@pytest.fixture
def goes(therapist):
    return make_patient(
        therapist=therapist, name="Maria Delgada", email="m.d@x.test", birth_year=1969
    )


def merge(stays, goes, **words):
    for patient in (stays, goes):
        patient.refresh_from_db()
    one = merging.merge(stays, goes, seen=merging.mark(stays, goes), **words)
    for patient in (stays, goes):
        patient.refresh_from_db()
    return one


def start(patient, key=None, **fields):
    return Session.objects.create(
        patient=patient,
        key=key or uuid.uuid4(),
        version=patient.program_versions.first(),
        started_at=fields.pop("started_at", timezone.now()),
        zone=patient.zone,
        local_date=fields.pop("local_date", patient.today()),
        **fields,
    )


def test_the_record_that_goes_is_shown_nowhere(stays, goes, therapist):
    merge(stays, goes, name="Maria D.")
    assert (goes.merged_into, stays.name) == (stays, "Maria D.")
    assert list(Patient.objects.visible_to(therapist)) == [stays]
    assert list(Patient.objects.at_desk_of(therapist)) == [stays]


def test_of_two_open_programs_one_goes_on_and_sent_doses_stay(stays, goes):
    kept = make_version(stays, make_exercise(), sets=3)
    other = make_version(goes, make_exercise(), sets=5)
    goes.programs.get().open_draft()
    before = list(Prescription.objects.order_by("pk").filter(version__in=[kept, other]).values())
    merge(stays, goes)
    assert [(p.status, p.ended_on) for p in stays.programs.order_by("pk")] == [
        ("open", None),
        ("ended", goes.today()),
    ]
    for row in before:
        row["patient_id"] = stays.pk
    assert list(Prescription.objects.order_by("pk").values()) == before
    other.refresh_from_db()
    assert (other.patient, other.number, other.status) == (stays, 2, "sent")
    assert sorted(stays.program_versions.values_list("number", flat=True)) == [1, 2]


def test_a_program_nobody_sent_gives_way_to_one_that_was(stays, goes):
    Program.open_for(stays).open_draft()
    sent = make_version(goes, make_exercise())
    merge(stays, goes)
    assert stays.programs.get(status="open").versions.get() == sent


def test_a_pause_of_stop_signs_holds_for_the_program_that_goes_on(stays, goes):
    make_version(stays, make_exercise())
    make_version(goes, make_exercise())
    session = start(goes)
    flag = Flag.raise_for(session, Flag.Reason.NEW_OR_WORSE, uuid7(), timezone.now())
    merge(stays, goes)
    flag.refresh_from_db()
    running = ProgramPause.objects.running().get()
    assert (flag.patient, flag.pause, running.program.status) == (stays, running, "open")
    assert flag in Flag.objects.asking(timezone.now())


def test_what_can_be_open_once_ends_for_the_record_that_goes(stays, goes):
    for patient in (stays, goes):
        make_version(patient, make_exercise())
        start(patient)
        Monitoring.objects.create(patient=patient, started_on=date(2026, 11, 1))
    codes = [AccessCode.of(stays), AccessCode.of(goes)]
    token = Device.remember(goes, codes[1], timezone.now())
    merge(stays, goes)
    assert sorted(stays.sessions.values_list("state", flat=True)) == ["closed", "open"]
    assert [m.ended_on for m in stays.monitorings.order_by("pk")] == [None, goes.today()]
    assert stays.episodes.filter(discharged_at=None).count() == 1
    assert stays.access_codes.get(revoked_at=None) == codes[0]
    assert Device.of(token) is None


def test_what_only_the_other_record_has_open_moves_open(stays, goes, therapist):
    stays.discharge()
    make_version(goes, make_exercise())
    start(goes)
    code = AccessCode.of(goes)
    token = Device.remember(goes, code, timezone.now())
    merge(stays, goes)
    assert stays.programs.get().status == "open"
    assert stays.sessions.get().state == "open"
    assert stays.episodes.filter(discharged_at=None).count() == 1
    assert AccessCode.of(stays) == code
    assert Device.of(token).patient == stays


def test_keys_that_come_twice_get_another_and_stay_together(stays, goes, therapist):
    key = uuid7()
    for patient in (stays, goes):
        make_version(patient, make_exercise())
        session = start(patient, key=key)
        Flag.raise_for(session, Flag.Reason.MOVED_DOWN, key, timezone.now())
        Message.objects.create(patient=patient, key=key, body="Hello", sent_at=timezone.now())
        StaffMinutes.objects.create(
            patient=patient,
            key=key,
            by=therapist,
            on_date=date(2026, 11, 2),
            minutes=5,
            what="Call",
        )
    merge(stays, goes)
    new = uuid.uuid5(goes.code, str(key))
    for rows in (stays.sessions, stays.flags, stays.messages, stays.staff_minutes):
        assert set(rows.values_list("key", flat=True)) == {key, new}


def test_days_are_counted_anew(stays, goes):
    day = stays.today() - timedelta(days=3)
    for patient in (stays, goes):
        version = make_version(patient, make_exercise(), effective_on=day)
        session = start(patient, local_date=day, state="closed")
        SetLog.objects.create(
            patient=patient,
            session=session,
            prescription=version.prescriptions.get(),
            key=uuid7(),
            side="none",
            number=1,
            reps=10,
            target=10,
            logged_at=timezone.now(),
            local_date=day,
        )
        PatientDay.recompute(patient, day)
    merge(stays, goes)
    one = PatientDay.objects.get()
    assert (one.patient, one.sessions, one.sets_done) == (stays, 2, 2)


def test_six_activities_are_five_and_one_off_the_list(stays, goes):
    for patient, many in ((stays, 3), (goes, 4)):
        for place in range(1, many + 1):
            activity = FunctionActivity.objects.create(
                patient=patient,
                words=f"{patient} {place}",
                position=place,
                added_on=patient.today(),
            )
            FunctionScore.objects.create(
                patient=patient,
                activity=activity,
                on_date=patient.today(),
                score=4,
                at=timezone.now(),
            )
        FunctionPlan.objects.create(patient=patient, every_weeks=many)
    merge(stays, goes)
    on_the_list = stays.activities.filter(removed_on=None)
    assert sorted(on_the_list.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert stays.activities.count() == stays.function_scores.count() == 7
    assert stays.function_plan.every_weeks == 3


def test_offers_reviews_and_therapists_are_not_doubled(stays, goes, therapist, colleague):
    offer = HandOver.objects.create(
        clinic=stays.clinic, giver=therapist, taker=colleague, offered_by=therapist
    )
    offer.patients.add(stays, goes)
    now = timezone.now()
    for patient in (stays, goes):
        Review.objects.create(patient=patient, by=therapist, seen_until=now)
    goes.therapist_links.create(membership=colleague)
    tag = PrecautionTag.objects.create(slug="knee", name="Knee")
    goes.precautions.add(tag)
    merge(stays, goes)
    assert list(offer.patients.all()) == [stays]
    assert stays.reviews.count() == 1
    assert [link.membership for link in stays.therapist_links.all()] == [therapist, colleague]
    assert list(stays.precautions.all()) == [tag]


@pytest.mark.parametrize("whose", ["stays", "goes"])
def test_of_two_sign_ins_the_chosen_one_stays(stays, goes, whose, client):
    stays.user, goes.user = make_user(email="a@x.test"), make_user(email="b@x.test")
    stays.save()
    goes.save()
    kept, ended = (stays.user, goes.user) if whose == "stays" else (goes.user, stays.user)
    client.force_login(ended)
    merge(stays, goes, sign_in=kept)
    ended.refresh_from_db()
    assert (stays.user, stays.email, goes.user, ended.is_active) == (kept, kept.email, None, False)
    assert client.get("/me/").status_code == 302  # signed out
    client.force_login(kept)
    assert client.get("/notice/").wsgi_request.patient == stays


def test_the_only_sign_in_goes_with_the_patient(stays, goes):
    goes.user = user = make_user(email="b@x.test")
    goes.save()
    merge(stays, goes, email="maria@x.test")
    user.refresh_from_db()
    assert (stays.user, stays.email, user.is_active) == (user, "b@x.test", True)


def test_a_member_who_was_a_patient_too_still_signs_in(stays, goes, therapist):
    stays.user, goes.user = make_user(), therapist.user
    stays.save()
    goes.save()
    merge(stays, goes)
    therapist.user.refresh_from_db()
    assert therapist.user.is_active


def test_links_to_another_address_open_nothing(stays, goes, therapist):
    tokens = [
        Invitation.issue(
            clinic=p.clinic, email=p.email, role="patient", patient=p, invited_by=therapist
        )[1]
        for p in (stays, goes)
    ]
    merge(stays, goes, email="maria@x.test")
    usable = [Invitation.objects.usable(token).exists() for token in tokens]
    assert usable == [True, False]


def test_the_notice_is_read_once_and_the_second_proof_is_kept(stays, goes, notice):
    for patient in (stays, goes):
        Acknowledgement.objects.create(notice=notice, language="en", patient=patient)
    merge(stays, goes)
    assert Acknowledgement.objects.filter(patient=stays).count() == 1
    assert Acknowledgement.objects.filter(patient=goes).count() == 1


def test_records_that_were_made_one_before_follow(stays, goes, therapist):
    third = make_patient(therapist=therapist)
    merge(goes, third)
    merge(stays, goes)
    third.refresh_from_db()
    assert third.merged_into == stays


def test_nothing_happens_when_a_record_changed_since_it_was_shown(stays, goes, therapist):
    seen = merging.mark(stays, goes)
    Review.objects.create(patient=goes, by=therapist, seen_until=timezone.now())
    with pytest.raises(merging.Changed):
        merging.merge(stays, goes, seen=seen)
    goes.refresh_from_db()
    assert goes.merged_into is None


def test_two_clinics_records_are_two_people(stays, outsiders_patient):
    with pytest.raises(ValueError, match="one clinic"):
        merging.merge(stays, outsiders_patient, seen=merging.mark(stays, outsiders_patient))


def test_a_crash_in_the_middle_moves_nothing(stays, goes, monkeypatch):
    make_version(goes, make_exercise())
    monkeypatch.setattr(merging, "become_one", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge(stays, goes)
    goes.refresh_from_db()
    assert (goes.merged_into, goes.program_versions.count()) == (None, 1)


def test_two_full_records_of_the_demo_leave_nothing_behind():
    """Real histories: every row that named one record names the other, but for what is said."""
    call_command("seed_library", verbosity=0)
    call_command("demo", verbosity=0)
    by_sets = Patient.objects.annotate(n=models.Count("set_logs")).order_by("-n")
    goes, stays = by_sets.filter(clinic=by_sets[0].clinic)[:2]
    logged = SetLog.objects.filter(patient__in=[stays, goes]).count()
    merge(stays, goes)
    assert stays.set_logs.count() == logged > 100
    left = {
        model._meta.label: model.objects.filter(patient=goes).count()
        for model in (*merging.MOVED, PatientDay)
    }
    assert set(left.values()) == {0}
    counted = [(day.local_date, day.numbers()) for day in stays.days.order_by("local_date")]
    call_command("rebuild_days", verbosity=0)
    assert counted == [(day.local_date, day.numbers()) for day in stays.days.order_by("local_date")]
    connection.check_constraints()


def test_what_was_under_way_meanwhile_is_written_to_the_record_that_stays(stays, goes, therapist):
    make_version(goes, make_exercise(), by=therapist)
    session = Session.start(goes, uuid7())
    read_before, under_way = Patient.objects.get(pk=goes.pk), Session.objects.get(pk=session.pk)
    merging.merge(stays, goes, seen=merging.mark(stays, goes))
    Message.write(read_before, uuid7(), "Sent while two records became one")
    under_way.finish(uuid7(), new_or_worse=False, note="All good.")
    assert Message.objects.get().patient == stays
    done = Session.objects.get()
    assert (done.patient, done.note) == (stays, "All good.")
    assert done.finish_logs.get().patient == stays
