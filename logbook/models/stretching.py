"""What happens to the stretches of a session: each set as it is done, each stretch at its end, and
what hurt. These are verbs of Session; its start and its finish are in sessions.py.
"""

from django.db import transaction
from django.db.models import Exists, Q
from django.utils import timezone

from exercises.models.words import sha256_of

from ..keys import set_key
from .days import PatientDay
from .flags import Flag
from .logs import SetLog, StretchLog, lock, moved_down, the_first_answer


class Stretching:
    """The verbs of a session about its stretches. All raise ValueError for what is not in it."""

    @transaction.atomic
    def log_set(self, prescription, key, side, number, done, now=None):
        """Log one set the moment it is done, or correct it. Returns its SetLog.

        Late sets for a closed or finished session are taken. The same key with other content
        raises DifferentContent. Three queries beside the lock and the day's; see `_recount`.
        """
        self._own(prescription, (side, number))
        patient = lock(self.patient_id)
        of_stretch = Q(session=self, prescription=prescription, current=True)
        known = list(
            patient.set_logs.filter(Q(key=key) | of_stretch).annotate(
                stretch_is_logged=Exists(StretchLog.objects.filter(of_stretch))
            )
        )
        if posted := next((row for row in known if row.key == key), None):
            content = (posted.session_id, posted.prescription_id, *posted.slot, posted.done)
            return the_first_answer(
                posted, content == (self.pk, prescription.pk, side, number, done)
            )
        current = {row.slot: row for row in known}
        before = current.get((side, number))
        if before:
            patient.set_logs.filter(pk=before.pk).update(current=False)
        row = self._new_set(prescription, key, (side, number), done, now, before)
        row.save(force_insert=True)
        if not known or known[0].stretch_is_logged:  # with no set it may have been skipped
            self._recount(
                prescription, {slot: row.done for slot, row in current.items()} | {row.slot: done}
            )
        PatientDay.recompute(patient, self.local_date)
        return row

    @transaction.atomic
    def close_stretch(
        self,
        prescription,
        key,
        *,
        pain=None,
        reason="",
        lowest_place_felt="",
        skipped=False,
        done_as=None,
        now=None,
    ):
        """The end of a stretch whose sets were logged one by one. Returns its StretchLog.

        The sets say whether it went as planned or was cut short; skipped is what has none.
        `done_as` is the easier way it was done. Said again, it corrects: what is not answered now
        stays as it was answered before.
        """
        self._own(prescription)
        self._allow(prescription, done_as)
        answers = [pain, reason, lowest_place_felt, skipped, *way_of(done_as)]
        content = sha256_of([self.pk, prescription.pk, "end", *answers])
        patient = lock(self.patient_id)
        posted, before = self._posted_and_before(patient, prescription, key)
        if posted:
            return the_first_answer(posted, posted.content_sha256 == content)
        sets = {row.slot: row.done for row in self._sets(prescription)}
        log = StretchLog(
            prescription=prescription,
            key=key,
            content_sha256=content,
            skipped=skipped and not sets,
            pain=before.pain if before and pain is None else pain,
            reason=reason or (before.reason if before else ""),
            lowest_place_felt=lowest_place_felt or (before.lowest_place_felt if before else ""),
            done_as_id=done_as.pk if done_as else before and before.done_as_id,
            logged_at=now or timezone.now(),
        )
        log.as_planned = went_as_planned(prescription, sets)
        log.cut_short = not (log.as_planned or log.skipped)
        self._store(log, patient, before)
        PatientDay.recompute(patient, self.local_date)
        return log

    @transaction.atomic
    def log_stretch(
        self,
        prescription,
        key,
        sets=None,
        *,
        pain=None,
        reason="",
        lowest_place_felt="",
        skipped=False,
        done_as=None,
        now=None,
    ):
        """Log one stretch with all its sets, or correct it. Returns its StretchLog.

        `sets` is {(side, number): repetitions or seconds}; None means done as planned. `done_as` is
        the easier way it was done, None for the way prescribed. Late sets for a closed or finished
        session are taken. The same key with other content raises DifferentContent; a set the
        prescription does not have, or a way that is not allowed, ValueError.
        """
        as_planned = sets is None and not skipped
        if as_planned:
            sets = dict.fromkeys(prescription.slots, prescription.target)
        sets = {} if skipped else {slot: sets[slot] for slot in prescription.slots if slot in sets}
        self._own(prescription)
        self._allow(prescription, done_as)
        if not (sets or skipped):
            raise ValueError("Not a set of this session.")
        amounts = [[*slot, done] for slot, done in sets.items()]
        answers = [pain, reason, lowest_place_felt, skipped, *way_of(done_as)]
        content = sha256_of([self.pk, prescription.pk, amounts, *answers])
        patient = lock(self.patient_id)
        posted, before = self._posted_and_before(patient, prescription, key)
        if posted:
            return the_first_answer(posted, posted.content_sha256 == content)
        log = StretchLog(
            prescription=prescription,
            key=key,
            content_sha256=content,
            as_planned=as_planned,
            cut_short=any(done < prescription.target for done in sets.values()),
            skipped=skipped,
            pain=pain,
            reason=reason,
            lowest_place_felt=lowest_place_felt,
            done_as=done_as,
            logged_at=now or timezone.now(),
        )
        self._store(log, patient, before)
        self._write_sets(log, prescription, sets)
        PatientDay.recompute(patient, self.local_date)
        return log

    @transaction.atomic
    def hurt(self, prescription, key, now=None):
        """Sharp, new or worse pain during a stretch: flag it and pause the program."""
        self._own(prescription)
        patient = self.patient = lock(self.patient_id)
        if posted := patient.flags.filter(key=key, reason=Flag.Reason.SHARP_PAIN).first():
            same = (posted.session_id, posted.prescription_id) == (self.pk, prescription.pk)
            return the_first_answer(posted, same)
        at = now or timezone.now()
        return self._flag(Flag.Reason.SHARP_PAIN, key, at, prescription)

    # --- what the verbs share ---------------------------------------------------------------

    def _own(self, prescription, slot=None):
        if prescription.version_id != self.version_id:
            raise ValueError("Not a stretch of this session.")
        if slot and slot not in prescription.slots:
            raise ValueError("Not a set of this stretch.")

    def _allow(self, prescription, way):
        if way and not prescription.swaps.filter(pk=way.pk).exists():
            raise ValueError("Not a way the therapist allowed.")

    def _sets(self, prescription):
        return self.set_logs.filter(
            patient=self.patient_id, prescription=prescription, current=True
        )

    def _posted_and_before(self, patient, prescription, key):
        """(the log this key stored, the current log of the stretch); None for each without."""
        of_stretch = Q(session=self, prescription=prescription, current=True)
        logs = list(patient.stretch_logs.filter(Q(key=key) | of_stretch))
        posted = next((log for log in logs if log.key == key), None)
        return posted, logs[0] if logs else None

    def _store(self, log, patient, before):
        """Insert this StretchLog in the place of the one before, and flag what it tells."""
        self.patient = log.patient = patient
        log.session, log.replaces = self, before
        if before:
            patient.stretch_logs.filter(pk=before.pk).update(current=False)
        log.save(force_insert=True)
        if log.pain is not None and log.pain != (before and before.pain):
            self._weigh(Flag.Reason.PAIN_AT_LIMIT, log.pain >= patient.pain_limit_now, log, before)
        if log.lowest_place_felt and log.lowest_place_felt != (before and before.lowest_place_felt):
            self._weigh(Flag.Reason.MOVED_DOWN, self._is_lower(log, before), log, before)

    def _is_lower(self, log, before):
        """Whether this is lower than the answer it corrects, or than the newest one about the same
        way to do it, earlier in this session or in one before. One query."""
        last = (
            log.patient.stretch_logs.filter(
                prescription__variation=log.prescription.variation_id,
                logged_at__lte=log.logged_at,
                current=True,
            )
            .exclude(lowest_place_felt="")
            .exclude(session=self, prescription=log.prescription)
            .order_by("-logged_at", "-id")
            .first()
        )
        return any(
            moved_down(earlier.lowest_place_felt, log.lowest_place_felt)
            for earlier in (last, before)
            if earlier
        )

    def _weigh(self, reason, holds, log, before):
        """Flag an answer that asks for it; one that corrects another takes back its flag. What was
        told in the clinic the therapist knows."""
        if self.logged_by_id:
            return
        prescription = getattr(log, "prescription", None)
        if holds:
            self._flag(reason, log.key, log.logged_at, prescription)
        if before:
            raised = self.flags.standing().filter(
                patient=self.patient_id, reason=reason, prescription=prescription
            )
            raised = raised.exclude(key__in=(log.key, self.key)).select_related("pause")
            self._take_back(raised, log.logged_at)

    def _flag(self, reason, key, at, prescription=None):
        flag = Flag.raise_for(self, reason, key, at, prescription)
        self._recount_pause(flag.pause)
        return flag

    def _take_back(self, flags, at):
        for flag in flags:
            flag.withdraw(at)
            self._recount_pause(flag.pause)

    def _recount_pause(self, pause):
        """The days of a pause that began or ended just now ask for something else. A flag on a
        pause that runs already leaves them alone: a long one has many days."""
        if pause and pause.has_changed:
            PatientDay.recount_since(self.patient, pause.from_date)

    def _recount(self, prescription, sets):
        """A set came after its stretch was logged: say anew whether that went as planned."""
        full = went_as_planned(prescription, sets)
        self.stretch_logs.filter(
            patient=self.patient_id, prescription=prescription, current=True
        ).update(as_planned=full, cut_short=not full, skipped=False)

    def _write_sets(self, log, prescription, sets):
        """Insert the sets that are new or changed; an unchanged set keeps its row."""
        known = {row.slot: row for row in self._sets(prescription)}
        stale = [row.pk for slot, row in known.items() if sets.get(slot) != row.done]
        if stale:
            SetLog.objects.filter(pk__in=stale).update(current=False)
        SetLog.objects.bulk_create(
            self._new_set(
                prescription,
                set_key(log.key, *slot),
                slot,
                done,
                log.logged_at,
                known.get(slot),
            )
            for slot, done in sets.items()
            if slot not in known or known[slot].done != done
        )

    def _new_set(self, prescription, key, slot, done, at, replaces):
        side, number = slot
        return SetLog(
            patient_id=self.patient_id,
            session=self,
            prescription=prescription,
            key=key,
            side=side,
            number=number,
            target=prescription.target,
            logged_at=at or timezone.now(),
            local_date=self.local_date,
            replaces=replaces,
            **SetLog.amount(prescription.kind, done),
        )


def went_as_planned(prescription, sets):
    """Whether every set was done, and in full."""
    return all(sets.get(slot, 0) >= prescription.target for slot in prescription.slots)


def way_of(done_as):
    """What an easier way adds to the content of a log; nothing where there is none, so that what
    was hashed before there were ways stays the same."""
    return [done_as.pk] if done_as else []
