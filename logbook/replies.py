"""The answer a patient sees first: on Today and before the next session."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.formats import date_format

from logbook.models import Message, Session


def newest_reply(patient):
    """What staff wrote last to this patient, as long as it is unread or no session was begun
    since, and the patient has not written back: {body, at, read, by} in one row, or none."""
    of_same = {"patient": OuterRef("patient")}
    written_back = Message.objects.by_patients().filter(**of_same, sent_at__gt=OuterRef("sent_at"))
    begun = Session.objects.filter(**of_same, place="home", started_at__gt=OuterRef("sent_at"))
    return (
        Message.objects.by_staff()
        .filter(~Exists(written_back), Q(read_at=None) | ~Exists(begun), patient=patient)
        .order_by("-sent_at", "-id")
        .values_list(JSONObject(body="body", at="sent_at", read="read_at", by="by__user__name"))
    )[:1]


@dataclass
class Reply:
    body: str
    author: str
    sent_at: datetime
    is_new: bool

    @classmethod
    def of(cls, care, patient):
        """The reply on this row of `care_of`, or None. A query only for a patient without care."""
        if patient.by_handout:
            return None
        found = care.reply if care else next((found for (found,) in newest_reply(patient)), None)
        if not found:
            return None
        at = datetime.fromisoformat(found["at"])
        return cls(
            body=found["body"],
            author=found["by"].split(" ")[0],
            sent_at=at if at.tzinfo else at.replace(tzinfo=UTC),  # SQLite keeps UTC without a zone
            is_new=found["read"] is None,
        )

    def as_json(self):
        """For a phone, with the moment to the microsecond: up to it the reply is read."""
        day = date_format(timezone.localtime(self.sent_at), "F j")
        at = self.sent_at.isoformat()
        return {"body": self.body, "author": self.author, "at": at, "day": day}
