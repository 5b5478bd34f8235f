from datetime import date

from django.urls import reverse

from tests.factories import make_exercise, make_version


def read(client, patient, number):
    return client.get(reverse("program_version", args=[patient.code, number]))


def test_earlier_versions_stay_readable(as_user, therapist, colleague, patient):
    make_version(
        patient, make_exercise(name="Cat stretch"), by=therapist, effective_on=date(2026, 10, 1)
    )
    newer = make_version(patient, by=colleague, effective_on=date(2026, 11, 1), sent=False)
    newer.prescriptions.all().delete()
    newer.prescribe(
        make_exercise(name="Press up").variations.get(), revision=newer.revision,
        sets=2, reps=8, seconds_on=2, seconds_off=2, note="Slowly.",
    )  # fmt: skip
    newer.send(by=colleague, revision=newer.revision)
    first = read(as_user(therapist), patient, 1).content.decode()
    assert "Cat stretch" in first
    assert "Press up" not in first
    assert "Sent by Dana Okafor, PT, followed from Oct 1, 2026" in first
    second = read(as_user(therapist), patient, 2).content.decode()
    assert "2 sets of 8" in second
    assert "Slowly." in second
    assert "Sam Rivera" in second
    assert "Version 1" in second


def test_a_draft_is_no_version_to_read(as_user, therapist, patient):
    make_version(patient, make_exercise(), by=therapist)
    make_version(patient, make_exercise(), sent=False)
    client = as_user(therapist)
    assert read(client, patient, 1).status_code == 200
    assert read(client, patient, 2).status_code == 404


def test_queries_stay_the_same(as_user, therapist, patient, assert_queries):
    client = as_user(therapist)
    for number, more in ((1, 1), (2, 2)):
        make_version(patient, *[make_exercise() for _ in range(more)], by=therapist)
        read(client, patient, number)
        with assert_queries(16 if number > 1 else 13):
            read(client, patient, number)


def test_another_clinics_patient_does_not_exist(as_user, therapist, outsider, patient):
    make_version(patient, make_exercise(name="Press up"), by=therapist)
    assert read(as_user(therapist), patient, 1).status_code == 200
    answer = read(as_user(outsider), patient, 1)
    assert answer.status_code == 404
    assert "Press up" not in answer.content.decode()
