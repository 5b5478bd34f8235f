"""How pain moved over some sessions, on the 0 to 10 scale."""

from dataclasses import dataclass

# What a session may have answered, the best one to compare first.
MEASURES = ("pain_after", "pain_before", "pain_during")


@dataclass(frozen=True)
class Pain:
    """`series` is one measure over the sessions that answered it, oldest first.

    Before is never set against after: within one session they differ for a reason.
    """

    series: tuple[int, ...] = ()
    highest: int | None = None
    # Whether the session of `highest` was flagged: then the flag says how it stands.
    flagged: bool = False
    # The session of `highest`.
    newest: object = None

    @property
    def now(self):
        return self.series[-1] if self.series else None

    @property
    def before(self):
        """Where the series began; None when there is only one answer."""
        return self.series[0] if len(self.series) > 1 else None

    @property
    def change(self):
        return self.now - self.before if len(self.series) > 1 else 0


def pain_over(sessions):
    """Pain over sessions, oldest first, each with `pain_during`, the highest of its stretches, and
    `flagged`.

    The newest session with any answer decides the measure: after, else before, else during.
    `highest` is its highest answer of the three.
    """
    for newest in reversed(sessions):
        answers = {name: getattr(newest, name) for name in MEASURES}
        given = [name for name in MEASURES if answers[name] is not None]
        if given:
            series = [getattr(session, given[0]) for session in sessions]
            return Pain(
                series=tuple(pain for pain in series if pain is not None),
                highest=max(answers[name] for name in given),
                flagged=newest.flagged,
                newest=newest,
            )
    return Pain()
