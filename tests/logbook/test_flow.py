"""A whole session by plain forms: no script, no htmx, only what each page itself offers."""

from html.parser import HTMLParser

import pytest

from exercises.models import Variation
from logbook.models import PatientDay, Session, SetLog, StretchLog
from people.models import Acknowledgement, Notice
from programs.models import Program
from tests.factories import make_prescription


class Forms(HTMLParser):
    """Collects the forms of a page that post: their action and the values they would send."""

    def __init__(self, html):
        super().__init__()
        self.forms = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"method": attrs.get("method"), "action": attrs.get("action")})
            self.forms[-1]["data"] = {}
        chosen = attrs.get("type") != "radio" or "checked" in attrs
        if tag == "input" and self.forms and "name" in attrs and chosen:
            self.forms[-1]["data"][attrs["name"]] = attrs.get("value") or ""


def the_form(response, action):
    forms = Forms(response.content.decode()).forms
    return next(form for form in forms if form["action"] == action and form["method"] == "post")


@pytest.fixture
def back_pain_starter(library, patient, therapist):
    draft = Program.open_for(patient).open_draft()
    standard = Variation.objects.filter(is_standard=True, exercise__clinic=None)
    for variation in standard.select_related("exercise__region").order_by(
        "exercise__region__order", "exercise__position"
    ):
        make_prescription(draft, variation.exercise, position=variation.exercise.position)
    draft.send(by=therapist, revision=draft.revision)
    return draft


def test_six_stretches_by_plain_forms(back_pain_starter, patient, as_user):
    client = as_user(patient)
    patient.acknowledgements.all().delete()
    notice = client.get("/today/")
    assert notice.url.startswith("/notice/")  # before any stretch
    Acknowledgement.objects.create(
        notice=Notice.objects.current(), language="en", patient=patient, user=patient.user
    )

    page = client.get("/today/")
    assert 'href="/today/start/"' in page.content.decode()
    form = the_form(client.get("/today/start/"), "/today/start/")
    assert not {"pain_before", "since_last", "new_or_worse"} & set(form["data"])
    said = {"pain_before": "4", "since_last": "better", "new_or_worse": "no"}
    page = client.post(form["action"], form["data"] | said, follow=True)
    seen = []
    while (address := page.redirect_chain[-1][0]) != "/today/finish/":
        form = the_form(page, address)
        assert "pain" not in form["data"]  # nothing chosen for the patient
        seen.append(page.context["row"].exercise.slug)
        if seen[-1] == "press-up":
            form["data"] |= {"none-1": "6", "reason": "tired", "pain": "2"}
            page = client.post(address, form["data"], follow=True)
        else:
            page = client.post(address, form["data"] | {"as_planned": "1"}, follow=True)
    assert seen == [
        "foam-roll-thoracic-extension",
        "thread-the-needle",
        "press-up",
        "open-book",
        "kneeling-hip-flexor-stretch",
        "figure-4-glute-stretch",
    ]
    form = the_form(page, "/today/finish/")
    assert "new_or_worse" not in form["data"]
    refused = client.post("/today/finish/", form["data"])
    assert refused.status_code == 422
    form = the_form(refused, "/today/finish/")
    done = client.post("/today/finish/", form["data"] | {"new_or_worse": "no"}, follow=True)
    assert "Saved. 6 stretches logged." in done.content.decode()

    session = Session.objects.get()
    assert (session.state, session.pain_after, session.effort) == ("finished", None, None)
    assert (session.pain_before, session.since_last) == (4, "better")
    assert StretchLog.objects.filter(cut_short=True).get().reason == "tired"
    assert SetLog.objects.filter(reps__isnull=False).count() == 6  # 1 + 2 + 1 + 2
    assert SetLog.objects.filter(held_seconds=30).count() == 8
    day = PatientDay.objects.get()
    assert (day.sets_done, day.sets_target, day.sessions) == (14, 14, 1)
    assert day.dose == pytest.approx(13.6)
    assert "Done today" in client.get("/today/").content.decode()
