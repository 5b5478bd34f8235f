"""How hard a text is to read, as a US school grade."""

import re

SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
# moved but not rested, moves but not stretches, make and while but not gentle
SILENT_END = re.compile(
    r"(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzhcg])es$|(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"
)


def reading_grade(text):
    """The Flesch-Kincaid grade of an English text; 0.0 for a text without words.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid et al., 1975), never
    below 0. Syllables are estimated from the spelling, so short texts may be off by a grade.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    syllables = sum(count_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return max(0.0, round(grade, 1))


def count_syllables(word):
    """Groups of vowels, less those that are not heard: "stretches" 2, "moved" 1, "gentle" 2."""
    heard = SILENT_END.sub("", re.sub(r"[^a-z]", "", word.lower()))
    return max(1, len(VOWELS.findall(heard)))
