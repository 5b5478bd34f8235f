"""manage.py forget_factors dana@example.com"""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people.audit import record_of_sign_in
from people.models import User
from people.wall import every_clinic


class Command(BaseCommand):
    help = (
        "Forget somebody's app, passkeys and spare codes, when all of them are lost, and sign them"
        " out everywhere. Make sure first that it is they who ask. They make a new one at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    @every_clinic()
    @transaction.atomic
    def handle(self, *args, email, **options):
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.")
        Authenticator.objects.filter(user=user).delete()
        user.sign_out_everywhere()
        record_of_sign_in("forget_factors", "forget_factors", user)
        self.stdout.write(
            f"{email} signs in with the password and then chooses a second step anew."
        )
