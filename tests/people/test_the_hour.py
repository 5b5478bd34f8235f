"""What may be done with a record that a reason opened for an hour, and what is refused in it."""

import uuid

import pytest
from django.urls import reverse

from people.models import AccessCode, AuditEvent, BreakGlass
from tests.factories import make_exercise, make_patient, make_version
from tests.paper import Paper
from tests.people.test_patient_add import filled


@pytest.fixture
def theirs(clinic, colleague):
    """The colleague's patient, who has a handout code."""
    clinic.restrict_to_caseload = True
    clinic.save()
    patient = make_patient(therapist=colleague, name="Nadia Blake", email="nadia@home.test")
    AccessCode.of(patient)
    return patient


@pytest.fixture
def in_the_hour(as_user, therapist, theirs):
    """The therapist's browser, who opened that patient with a reason."""
    BreakGlass.open_for(theirs, therapist, "Covering the walk-in clinic.", uuid.uuid4())
    return as_user(therapist)


def state(patient):
    """All that could have been taken over or away."""
    patient.refresh_from_db()
    code = patient.live_code
    return (
        patient.email,
        patient.merged_into_id,
        patient.open_episode is not None,
        list(patient.therapist_links.values_list("membership", flat=True)),
        patient.invitations.count(),
        code and (code.handout_code, code.wrong_tries),
    )


def refused(answer):
    return answer.status_code == 403 and "In this hour you can read the record" in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("patient_discharge", {}),
        ("patient_export", {}),
        ("patient_invite", {}),
        ("patient_report", {}),
        ("report_period", {}),
        ("patient_reassign", {"therapist": "mine"}),
        *(("access_code", {"act": act}) for act in ("make", "unlock", "renew", "revoke")),
    ],
)
def test_nothing_takes_the_record_over_or_away(
    in_the_hour, theirs, therapist, name, posted, method
):
    AccessCode.objects.update(wrong_tries=3)
    before = state(theirs)
    posted = {key: therapist.code if word == "mine" else word for key, word in posted.items()}
    answer = getattr(in_the_hour, method)(reverse(name, args=[theirs.code]), posted)
    assert refused(answer)
    assert state(theirs) == before


def test_a_refusal_is_written_down(in_the_hour, theirs):
    in_the_hour.post(reverse("patient_export", args=[theirs.code]))
    row = AuditEvent.objects.get()
    assert (row.action, row.outcome) == ("patient_export POST", "refused")
    assert row.patient_code == theirs.code


def test_the_email_stays_and_all_else_on_its_page_is_saved(in_the_hour, theirs):
    address = reverse("patient_edit", args=[theirs.code])
    page = in_the_hour.get(address)
    assert page.context["form"].fields["email"].disabled
    typed = filled(revision=1, complaint="Stiff neck")
    assert refused(in_the_hour.post(address, typed | {"email": "dana@elsewhere.test"}))
    del typed["email"]  # as a browser sends it
    assert in_the_hour.post(address, typed).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.email, theirs.episodes.get().complaint) == ("nadia@home.test", "Stiff neck")


def test_a_record_is_merged_with_no_other(in_the_hour, theirs, therapist):
    mine = make_patient(therapist=therapist)
    for pair in ([mine.code, theirs.code], [theirs.code, mine.code]):
        for method in (in_the_hour.get, in_the_hour.post):
            assert refused(method(reverse("merge_records", args=pair)))
    found = in_the_hour.post("/clinic/merge/", {"q": "Nadia", "record": theirs.code})
    assert (list(found.context["found"]), found.context["chosen"]) == ([], [])
    assert theirs.merged_records.count() == 0


def test_the_record_shows_no_code_and_the_handout_prints_none(
    in_the_hour, theirs, colleague, tmp_path
):
    make_version(theirs, make_exercise(), by=colleague)
    code = theirs.live_code.shown
    assert code not in in_the_hour.get(f"/patients/{theirs.code}/").text
    answer = in_the_hour.get(reverse("program_handout", args=[theirs.code]))
    paper = Paper(tmp_path, answer.content).text
    assert "There is no code on this page." in paper
    assert code not in paper


def test_the_record_leads_to_no_report(in_the_hour, theirs, as_user, colleague):
    page = reverse("patient_detail", args=[theirs.code])
    report = reverse("report_period", args=[theirs.code])
    assert report not in in_the_hour.get(page).text
    assert report in as_user(colleague).get(page).text


def test_what_is_for_treating_goes_on(in_the_hour, theirs):
    reply = {"key": str(uuid.uuid4()), "body": "Rest today."}
    in_the_hour.post(reverse("patient_messages", args=[theirs.code]), reply)
    assert theirs.messages.get().body == "Rest today."
    assert in_the_hour.post(reverse("program_start_draft", args=[theirs.code])).status_code == 302
    assert theirs.programs.get().draft
    assert in_the_hour.get(reverse("chart_note", args=[theirs.code])).status_code == 200


def test_who_treats_the_patient_meanwhile_does_all_of_it(in_the_hour, theirs, therapist):
    """Handed over in the hour: the reason is no longer what opens the record."""
    theirs.reassign(therapist)
    page = in_the_hour.get(reverse("patient_discharge", args=[theirs.code]))
    assert "Open to you until" not in page.text
    in_the_hour.post(reverse("access_code", args=[theirs.code]), {"act": "revoke"})
    in_the_hour.post(reverse("patient_discharge", args=[theirs.code]))
    assert theirs.live_code is None
    assert theirs.episodes.get().discharged_at


def test_a_clinic_that_opens_every_patient_again_refuses_nothing(in_the_hour, theirs, therapist):
    theirs.clinic.restrict_to_caseload = False
    theirs.clinic.save()
    mine = make_patient(therapist=therapist)
    assert (
        in_the_hour.get(reverse("merge_records", args=[mine.code, theirs.code])).status_code == 200
    )
    found = in_the_hour.post("/clinic/merge/", {"q": "Nadia"})
    assert list(found.context["found"]) == [theirs]
    in_the_hour.post(reverse("access_code", args=[theirs.code]), {"act": "revoke"})
    in_the_hour.post(reverse("patient_discharge", args=[theirs.code]))
    assert theirs.live_code is None
    assert theirs.episodes.get().discharged_at
