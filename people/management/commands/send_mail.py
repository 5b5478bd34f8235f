"""manage.py send_mail: sends what waits in the outbox; a timer runs it each minute."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import OutgoingMail
from people.outbox import send_due

TOO_LONG = timedelta(hours=1)


class Command(BaseCommand):
    help = "Send the mail that waits. Fails when some waits for over an hour or was given up."

    def handle(self, *args, **options):
        began = timezone.now()
        sent = send_due()
        OutgoingMail.objects.forget()
        waiting = OutgoingMail.objects.waiting()
        self.stdout.write(f"Sent: {sent}. Waiting: {waiting.count()}.")
        if lost := OutgoingMail.objects.filter(given_up_at__gte=began).count():
            raise CommandError(f"Given up: {lost}. The log names each, without the address.")
        if oldest := waiting.filter(written_at__lt=began - TOO_LONG).order_by("written_at").first():
            since = f"{oldest.written_at:%Y-%m-%d %H:%M} UTC"
            raise CommandError(f"Mail waits since {since}: {oldest.trouble or 'not tried yet'}.")
