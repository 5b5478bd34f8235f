import pytest

from exercises.reading_grade import count_syllables, reading_grade


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("back", 1), ("moved", 1), ("moves", 1), ("while", 1), ("you", 1), ("10", 1),
        ("rested", 2), ("stretches", 2), ("gentle", 2), ("belly", 2), ("doctor", 2),
        ("medicine", 3),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_heard(word, syllables):
    assert count_syllables(word) == syllables


def test_a_known_sentence_has_its_known_grade():
    # 6 words, 1 sentence, 6 syllables: 0.39 x 6 + 11.8 x 1 - 15.59 is below the first grade
    assert reading_grade("The cat sat on the mat.") == 0.0
    # 11 words, 1 sentence, 24 syllables
    hard = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert reading_grade(hard) == pytest.approx(11.2, abs=1.5)


def test_hard_words_and_long_sentences_raise_the_grade():
    plain = "Lie down on your belly. Bend both of your knees."
    hard = "Assume a supine position while maintaining bilateral knee flexion throughout."

    assert reading_grade(plain) < 3
    assert reading_grade(hard) > 10
    assert reading_grade(plain.replace(". B", ", then b")) > reading_grade(plain)


def test_a_text_without_words_has_no_grade():
    assert reading_grade("") == 0.0
    assert reading_grade(" … ") == 0.0
