"""manage.py sign_out dana@example.com, or --everybody"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F

from people.audit import record_of_sign_in
from people.models import User
from people.wall import every_clinic


class Command(BaseCommand):
    help = (
        "Sign somebody, or everybody, out everywhere with their next request. Phones that a"
        " handout's code opened are signed out on the patient's page."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?")
        parser.add_argument("--everybody", action="store_true")

    @every_clinic()
    @transaction.atomic
    def handle(self, *args, email, everybody, **options):
        if bool(email) == everybody:
            raise CommandError("Name one email, or --everybody.")
        users = User.objects.all() if everybody else User.objects.filter(email=email.lower())
        signed_out = users.update(times_signed_out=F("times_signed_out") + 1)
        if not signed_out:
            raise CommandError(f"Nobody signs in as {email}.")
        for user in users:
            record_of_sign_in("sign_out", "end_sign_ins", user)
        self.stdout.write(f"Signed out: {signed_out}.")
