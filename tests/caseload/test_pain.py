from types import SimpleNamespace

from caseload.pain import pain_over


def session(before=None, after=None, during=None, flagged=False):
    return SimpleNamespace(
        pain_before=before, pain_after=after, pain_during=during, flagged=flagged
    )


def test_after_is_compared_with_after():
    pain = pain_over([session(6, 4), session(9, None), session(5, 3)])

    assert (pain.series, pain.now, pain.before, pain.change) == ((4, 3), 3, 4, -1)


def test_without_an_answer_after_the_newest_answer_before_decides():
    pain = pain_over([session(2, 1), session(None, 1), session(6, None)])

    assert (pain.series, pain.change) == ((2, 6), 4)


def test_pain_during_stands_in_last():
    assert pain_over([session(during=3), session(during=5), session()]).series == (3, 5)


def test_zero_is_an_answer_and_unanswered_is_none():
    assert pain_over([session(after=0)]).now == 0
    assert pain_over([session(), session()]).now is None
    assert pain_over([]).series == ()


def test_one_answer_has_nothing_to_compare_with():
    pain = pain_over([session(after=5)])

    assert (pain.before, pain.change) == (None, 0)


def test_highest_is_of_the_newest_session_that_answered():
    assert pain_over([session(9, 9, 9), session(3, 2, 8), session()]).highest == 8


def test_whether_it_was_flagged_is_said_of_the_same_session():
    assert pain_over([session(9), session(after=8, flagged=True), session()]).flagged
    assert not pain_over([session(9, flagged=True), session(after=2)]).flagged
