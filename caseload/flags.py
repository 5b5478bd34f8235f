"""What a patient told that stopped a session, ready to read."""

from django.db.models import Case, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exercises.words import attach_words
from logbook.models import FinishLog, Flag, LowestPlace, StretchLog

# A reason as staff read it; what it is called in the patient's own pages says more than fits a row.
WORDS = {
    Flag.Reason.SHARP_PAIN: _("Sharp, new or worse pain"),
    Flag.Reason.NEW_OR_WORSE: _("New or worse pain"),
    Flag.Reason.PAIN_AT_LIMIT: _("Pain reached the limit"),
    Flag.Reason.MOVED_DOWN: _("Felt lower down"),
}


def flags_of(patient, language, **only):
    """The patient's flags, newest first, each with what the act that raised it told. Two queries.

    `.words` is the reason; `.pain` and `.lowest_place` are what was answered, None and "" without;
    `.asks` says whether a therapist has yet to answer it; `.at_start`, whether it was told before
    the first stretch.
    """
    act = {"patient": OuterRef("patient"), "key": OuterRef("key")}
    stretch, finish = StretchLog.objects.filter(**act), FinishLog.objects.filter(**act)
    at_start = When(key=F("session__key"), then=F("session__pain_before"))
    asking = Flag.objects.asking(timezone.now()).filter(pk=OuterRef("pk"))
    flags = list(
        patient.flags.filter(**only)
        .annotate(
            asks=Exists(asking.order_by()),
            pain=Coalesce(
                Case(at_start),
                Subquery(stretch.values("pain")),
                Subquery(finish.values("pain_after")),
            ),
            lowest=Subquery(stretch.values("lowest_place_felt")),
        )
        .select_related("session", "pause", "prescription__variation__exercise")
        .order_by("-at", "reason", "id")
    )
    ways = [flag.prescription.variation for flag in flags if flag.prescription]
    attach_words(ways, patient.clinic, language)
    for flag in flags:
        flag.words = WORDS[flag.reason]
        flag.lowest_place = LowestPlace(flag.lowest).label if flag.lowest else ""
        flag.at_start = flag.key == flag.session.key
    return flags
