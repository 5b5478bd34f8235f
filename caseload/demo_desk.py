"""What the demo's therapists did besides: answers, reviews, scores, minutes, cover."""

from datetime import time, timedelta

from caseload.models import Monitoring, Review, StaffMinutes
from logbook.keys import set_key
from logbook.models import FunctionActivity, FunctionPlan, FunctionScore, Message
from people.models import AccessCode, Cover, Membership, Patient
from programs.models import Program, Template

from .demo_people import GENTLE, RIVERBEND, SIX, STORIES

# Who wrote, how many days ago and at what time, and what; "" is the patient.
LETTERS = {
    "Maria Delgado": [
        (
            "therapist@demo.test",
            2,
            time(9, 10),
            "Put a folded towel under your knee. If it is still sore, do this one standing.",
        ),
        ("", 1, time(19, 5), "The towel works. Can I do press ups in bed?"),
    ],
    "Hannah Kim": [
        ("therapist@demo.test", 6, time(12, 30), "Two sets from now on. Stop at one if you tire."),
        ("", 5, time(20, 15), "Thank you, that helped."),
        ("therapist@demo.test", 4, time(8, 45), "Great. See you at your next visit."),
    ],
    "George Amadi": [
        ("therapist@demo.test", 3, time(16, 0), "I added a picture of where the arm goes."),
    ],
}

# The patient's words, then (days ago, 0 to 10); the therapist asked the first time.
ACTIVITIES = {
    "Maria Delgado": [
        ("Kneel in the garden for an hour", ((27, 3), (13, 5), (1, 6))),
        ("Sleep all night", ((27, 5), (13, 6), (1, 7))),
    ],
    "Walter Nguyen": [("Walk the dog around the lake", ((54, 5), (26, 6), (12, 4)))],
    "Hannah Kim": [("Run 5 km", ((54, 2), (26, 5)))],
}

# Days since consent, then the minutes: (days ago, minutes, what for, how they talked).
MONITORED: dict = {
    "Maria Delgado": (
        21,
        ((9, 8, "Looked at two weeks of logs", ""), (2, 4, "Answered a note", "")),
    ),
    "Walter Nguyen": (50, ((12, 12, "Talked about leg pain", "phone"),)),
    "Hannah Kim": (44, ((6, 9, "New program", ""), (4, 12, "Talked about running", "video"))),
    "George Amadi": (12, ()),
}
# Dana looked at these patients so many days ago.
REVIEWED = {"Maria Delgado": 7, "Hannah Kim": 4, "George Amadi": 3, "Walter Nguyen": 4}
CODES = {"Maria Delgado": "KDM47TQ2"}
# Which program was begun from which template.
TEMPLATES = {"Back pain starter": SIX, "Gentle start": GENTLE}


def make_desk(now, at):
    """All of it, for the patients that are there. `at(patient, days_ago, clock)` is the demo's."""
    members = {member.user.email: member for member in Membership.objects.select_related("user")}
    dana, sam = members["therapist@demo.test"], members["colleague@demo.test"]
    riverbend = dana.clinic
    riverbend.monitoring = True
    riverbend.save(update_fields=["monitoring"])
    patients = {patient.name: patient for patient in Patient.objects.filter(clinic__name=RIVERBEND)}
    Patient.objects.filter(pk=patients["Walter Nguyen"].pk).update(phone="(555) 010-0188")
    for name, letters in LETTERS.items():
        write(patients[name], letters, members, at, now)
    for name, activities in ACTIVITIES.items():
        score(patients[name], activities, dana, at)
    for name, (days_ago, minutes) in MONITORED.items():
        monitor(patients[name], days_ago, minutes, dana)
    for name, days_ago in REVIEWED.items():
        seen = min(at(patients[name], days_ago, time(8, 40)), now)
        review = Review.objects.create(patient=patients[name], by=dana, seen_until=seen)
        Review.objects.filter(pk=review.pk).update(at=seen)
    for name, program in TEMPLATES.items():
        template = Template.objects.get(name=name, clinic=None)
        begun = [story.name for story in STORIES if story.program == program]
        template.programs.set(Program.objects.filter(patient__name__in=begun))
    template.favorite_of.add(dana)
    for name, code in CODES.items():
        AccessCode.objects.filter(patient=patients[name]).update(handout_code=code)
    next_week = now.date() + timedelta(days=7)
    Cover.objects.create(
        clinic=riverbend,
        away=sam,
        by=dana,
        from_date=next_week,
        to_date=next_week + timedelta(days=6),
    )


def write(patient, letters, members, at, now):
    """Each answer reads what was written before it; the newest letter waits to be read."""
    for number, (email, days_ago, clock, body) in enumerate(letters):
        Message.write(
            patient,
            set_key(patient.code, "letter", number),
            body,
            by=members.get(email),
            now=min(at(patient, days_ago, clock), now),
        )


def score(patient, activities, therapist, at):
    FunctionPlan.objects.create(patient=patient, every_weeks=2)
    today = patient.today()
    for position, (words, scores) in enumerate(activities, start=1):
        first = today - timedelta(days=scores[0][0])
        activity = FunctionActivity.objects.create(
            patient=patient, words=words, position=position, added_on=first
        )
        for number, (days_ago, points) in enumerate(scores):
            FunctionScore.objects.create(
                patient=patient,
                activity=activity,
                on_date=today - timedelta(days=days_ago),
                score=points,
                by=None if number else therapist,
                at=at(patient, days_ago, time(7, 30)),
            )


def monitor(patient, days_ago, minutes, therapist):
    today = patient.today()
    began = today - timedelta(days=days_ago)
    Monitoring.objects.create(
        patient=patient,
        started_on=began,
        consent_on=began,
        consent_by=therapist,
        copay_told=True,
        educated_on=began,
        plan_of_care="Home program, reviewed weekly",
    )
    for number, (ago, length, what, channel) in enumerate(minutes):
        StaffMinutes.objects.create(
            patient=patient,
            key=set_key(patient.code, "minutes", number),
            by=therapist,
            on_date=today - timedelta(days=ago),
            minutes=length,
            what=what,
            live_channel=channel,
        )
