"""What a trial found."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`cases` were tried, `wrong` of them went wrong; `words` say what was counted. `more` are
    lines of their own, `trouble` says why the trial could not run, or proves nothing."""

    cases: int = 0
    wrong: int = 0
    words: str = ""
    more: list[str] = field(default_factory=list)
    trouble: str = ""
    seconds: float = 0.0

    def meets(self, at_least):
        return not self.trouble and self.wrong == 0 and self.cases >= at_least
