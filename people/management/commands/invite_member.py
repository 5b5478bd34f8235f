"""manage.py invite_member "Riverbend PT" dana@example.com --role therapist --credentials PT"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from people.models import Clinic, Invitation, Membership
from people.wall import every_clinic


def add_site(parser):
    """--site, the address of this installation: a command has no request to read it from."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    site = f"https://{host}" if settings.PRODUCTION else "http://localhost:8000"
    parser.add_argument("--site", default=site, help=f"our address, here {site}")


class Command(BaseCommand):
    help = "Invite a therapist or an admin to a clinic by e-mail."

    def add_arguments(self, parser):
        parser.add_argument("clinic", help="the clinic's name")
        parser.add_argument("email")
        parser.add_argument("--role", choices=["therapist", "admin"], default="therapist")
        parser.add_argument("--name", default="", help="how the member is called")
        parser.add_argument(
            "--credentials", default="", help="as PT; an admin with credentials treats patients"
        )
        add_site(parser)
        parser.add_argument(
            "--link", action="store_true", help="print the link instead of sending it"
        )

    @every_clinic()
    def handle(self, *args, clinic, email, role, name, credentials, site, link, **options):
        email, site = email.lower(), site.rstrip("/")
        try:
            place = Clinic.objects.get(name__iexact=clinic)
            validate_email(email)
        except Clinic.DoesNotExist as error:
            names = ", ".join(Clinic.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"No clinic {clinic}. There are: {names or 'none'}.") from error
        except Clinic.MultipleObjectsReturned as error:
            raise CommandError(f"More than one clinic is named {clinic}.") from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        if Membership.objects.open().filter(clinic=place, user__email=email).exists():
            raise CommandError(f"{email} is a member of {place} already.")
        with transaction.atomic():
            invitation, token = Invitation.issue(
                clinic=place, email=email, role=role, name=name, credentials=credentials
            )
            if not link:
                invitation.send(token, site)
        if link:
            self.stdout.write(site + reverse("invitation", args=[token]))
            return
        self.stdout.write(f"Invitation sent to {email}. The link works once, for 3 days.")
