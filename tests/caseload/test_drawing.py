from datetime import date
from types import SimpleNamespace

from caseload.adherence import Mark
from caseload.drawing import pain_chart, sparkline, strip


def answered(day, before=None, after=None):
    return SimpleNamespace(local_date=date(2026, 11, day), pain_before=before, pain_after=after)


def test_the_strip_draws_every_day_in_its_place():
    drawn = strip([Mark.DONE, Mark.MISSED, Mark.REST] + [Mark.REST] * 11)

    assert drawn.count('<rect class="d"') == 1
    assert drawn.count('<rect class="m"') == 1
    assert drawn.count('<circle class="r"') == 12
    assert drawn.startswith('<rect class="d" x="1.5"')
    assert 'x="10.4"' in drawn


def test_a_sparkline_needs_two_values():
    assert sparkline(()) is None
    assert sparkline((4,)) is None


def test_a_point_is_as_high_in_every_sparkline():
    points, x, y = sparkline((4, 4, 5, 5, 6, 7))

    assert points == "4.0,20.5 12.8,20.5 21.6,16.8 30.4,16.8 39.2,13.2 48.0,9.5"
    assert (x, y) == (48.0, 9.5)


def test_ten_points_still_fit():
    points, _x, y = sparkline((0, 10))

    assert points == "4.0,26.0 48.0,4.0"
    assert y == 4.0


def test_the_chart_stands_on_its_dates_and_leaves_out_what_was_not_answered():
    chart = pain_chart([answered(2, 6, 5), answered(4), answered(9, 0), answered(16, None, 10)])

    assert chart["before"] == [(24.0, 42.4), (432.0, 88.0)]
    assert chart["after"] == [(24.0, 50.0), (840.0, 12.0)]
    assert chart["stems"] == [(24.0, 42.4, 50.0)]
    assert [day.day for _x, day, _anchor in chart["dates"]] == [2, 9, 16]


def test_no_answers_no_chart_and_one_answer_one_point():
    assert pain_chart([]) is None
    assert pain_chart([answered(2)]) is None
    assert pain_chart([answered(2, 3)])["before"] == [(24.0, 65.2)]
