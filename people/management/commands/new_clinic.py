"""manage.py new_clinic "Riverbend PT" "(555) 010-0142" America/New_York lee@example.com"""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from people.management.commands.invite_member import add_site
from people.models import Clinic, Invitation, Membership, User
from people.wall import every_clinic


class Command(BaseCommand):
    help = "Make a clinic and its first admin, who gets a link to set up a sign-in."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the clinic's name")
        parser.add_argument("phone", help="as patients read and call it")
        parser.add_argument("zone", help="time zone, as America/New_York")
        parser.add_argument("email", help="of the first admin")
        parser.add_argument("--name", dest="admin_name", default="", help="of the first admin")
        parser.add_argument(
            "--credentials", default="", help="as PT; an admin with credentials treats patients"
        )
        parser.add_argument(
            "--password", action="store_true", help="ask for a password now instead of a link"
        )
        add_site(parser)

    @every_clinic()
    def handle(self, *args, name, phone, zone, email, **options):
        email = email.lower()
        clinic = Clinic(name=name, phone=phone, zone=zone)
        try:
            clinic.full_clean()
            validate_email(email)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        if Clinic.objects.filter(name__iexact=name).exists():
            raise CommandError(f"There is a clinic named {name} already.")
        if options["password"] and User.objects.filter(email=email).exists():
            raise CommandError(
                f"{email} has a sign-in already: leave out --password, send the link."
            )
        password = ask_password(email) if options["password"] else None
        with transaction.atomic():
            clinic.save()
            if password:
                user = User.objects.create_user(email, password, name=options["admin_name"])
                Membership.objects.create(
                    user=user, clinic=clinic, role="admin", credentials=options["credentials"]
                )
            else:
                _, token = Invitation.issue(
                    clinic=clinic,
                    email=email,
                    role="admin",
                    name=options["admin_name"],
                    credentials=options["credentials"],
                )
        self.stdout.write(f"{clinic} is ready.")
        if password:
            self.stdout.write(
                f"{email} can sign in at {options['site'].rstrip('/')}{reverse('account_login')}"
            )
        else:
            link = options["site"].rstrip("/") + reverse("invitation", args=[token])
            self.stdout.write(f"Give this link to {email}. It works once, for 3 days:\n{link}")


def ask_password(email):
    password = getpass.getpass("Password: ")
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    if getpass.getpass("The same again: ") != password:
        raise CommandError("The two were not the same. Nothing was made.")
    return password
