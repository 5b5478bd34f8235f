"""A session that therapist and patient did together in the clinic, written down by the therapist.

A verb of Session. It counts as no adherence at home and as no data day, and raises no flag: what
was told, was told face to face.
"""

import zoneinfo
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from exercises.models.words import sha256_of

from ..keys import set_key
from .logs import lock, the_first_answer


class Together:
    @classmethod
    @transaction.atomic
    def log_together(
        cls,
        patient,
        key,
        by,
        version,
        stretches,
        *,
        on_date=None,
        pain_before=None,
        pain_after=None,
        note="",
        now=None,
    ):
        """Store a whole session of the clinic at once; the session open at home stays open.

        `stretches` are (prescription, sets, skipped): sets as in `log_stretch`, None done as
        planned. The same key gives the same session; with other content it raises DifferentContent.
        """
        told = [
            [prescription.pk, sets and [[*slot, done] for slot, done in sets.items()], skipped]
            for prescription, sets, skipped in stretches
        ]
        answers = {"pain_before": pain_before, "pain_after": pain_after, "note": note}
        content = sha256_of([by.pk, version.pk, on_date and on_date.isoformat(), told, answers])
        patient = lock(patient.pk)
        if logged := patient.sessions.filter(key=key).first():
            return the_first_answer(logged, logged.content_sha256 == content)
        now = now or timezone.now()
        local_date = timezone.localdate(now, zoneinfo.ZoneInfo(patient.zone))
        if on_date and on_date != local_date:  # the hour is not known: noon
            local_date = on_date
            now = datetime.combine(on_date, time(12), zoneinfo.ZoneInfo(patient.zone))
        session = cls.objects.create(
            patient=patient,
            key=key,
            content_sha256=content,
            version=version,
            place=cls.Place.CLINIC,
            state=cls.State.FINISHED,
            started_at=now,
            finished_at=now,
            zone=patient.zone,
            local_date=local_date,
            logged_by=by,
            **answers,
        )
        for prescription, sets, skipped in stretches:
            own = set_key(key, prescription.code, 0)
            session.log_stretch(prescription, own, sets, skipped=skipped, now=now)
        return session
