"""What a patient told that stopped a session, and how that was closed, ready to read."""

from django.db.models import Case, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.words import attach_words
from logbook.models import FinishLog, Flag, LowestPlace, StretchLog
from logbook.models.flags import YES
from people.models import StopSignList

# A reason as staff read it; what it is called in the patient's own pages says more than fits a row.
WORDS = {
    Flag.Reason.SHARP_PAIN: _("Sharp, new or worse pain"),
    Flag.Reason.NEW_OR_WORSE: _("New or worse pain"),
    Flag.Reason.PAIN_AT_LIMIT: _("Pain reached the limit"),
    Flag.Reason.MOVED_DOWN: _("Felt lower down"),
}


def flags_of(patient, language, **only):
    """The patient's flags, newest first, each with what the act that raised it told. Two queries,
    and two more when signs were asked about.

    `.words` is the reason; `.pain` and `.lowest_place` are what was answered, None and "" without;
    `.asks` says whether a therapist has yet to close it; `.at_start`, whether it was told before
    the first stretch. `.signs_said_yes` and `.asked_words` say what the emergency signs were
    answered with.
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
        .select_related("session", "pause", "prescription__variation__exercise", "closed_by__user")
        .order_by("-at", "reason", "id")
    )
    ways = [flag.prescription.variation for flag in flags if flag.prescription]
    attach_words(ways, patient.clinic, language)
    for flag in flags:
        flag.words = WORDS[flag.reason]
        flag.lowest_place = LowestPlace(flag.lowest).label if flag.lowest else ""
        flag.at_start = flag.key == flag.session.key
    attach_signs(flags)
    return flags


def attach_signs(flags):
    """What each emergency sign was answered with, in the words of the list that was asked."""
    asked = {flag.asked["list"] for flag in flags if flag.asked}
    lists = StopSignList.objects.filter(number__in=asked).prefetch_related("texts") if asked else []
    by_number = {signs.number: signs for signs in lists}
    for flag in flags:
        flag.signs_said_yes, flag.asked_words = [], ""
        if signs := by_number.get(flag.asked.get("list")):
            answers = flag.asked["answers"]
            words = signs.text_in(flag.asked["language"]).emergency_signs
            pairs = zip(words, answers, strict=False)
            flag.signs_said_yes = [word for word, answer in pairs if answer == YES]
            said = gettext("Asked about %(asked)s of %(all)s emergency signs, version %(number)s.")
            flag.asked_words = said % {
                "asked": sum(bool(answer) for answer in answers),
                "all": len(answers),
                "number": signs.number,
            }
