"""manage.py demo: two made-up clinics to try everything in, and who may sign in to them."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from caseload.demo_history import make_demo
from caseload.demo_people import OPERATOR, PASSWORD, STAFF, STORIES
from exercises.models import Exercise
from people.models import User
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Fill an empty installation with the demo clinics, once, and print their accounts."

    @every_clinic()
    def handle(self, **options):
        if settings.MODE not in {"demo", "test"}:
            raise CommandError("The demo runs in demo and test mode only: its password is public.")
        if not User.objects.filter(email=OPERATOR[0]).exists():
            if not Exercise.objects.exists():
                call_command("seed_library", verbosity=0)
            make_demo()
        for line in accounts():
            self.stdout.write(line)


def accounts():
    """A line an account, then the password they share."""
    email, name = OPERATOR
    yield f"{email}  {name}, operator of this installation"
    for email, (name, role, _credentials, clinic) in STAFF.items():
        yield f"{email}  {name}, {role} at {clinic}"
    for story in STORIES:
        if story.email.endswith("@demo.test"):
            yield f"{story.email}  {story.name}, patient at {STAFF[story.therapist][3]}"
    yield f"password: {PASSWORD}"
