"""The picture of a specialty: every figure has its row, and lies where its number says."""

from datetime import date

import pytest

from scores.charts.scale import MARGIN
from scores.charts.specialty import ROW, TOP, draw_specialty
from scores.engine.floor import floor_on
from scores.reference.specialty_profile import profile_of

TODAY = date(2026, 11, 22)
LETTERS = 13
"""Height of a label in pixels."""


@pytest.fixture
def picture(edition):
    def picture(name):
        floor = floor_on(edition, "step2ck", TODAY)
        profile = profile_of(edition, edition.specialties[name], floor)
        return draw_specialty(edition, profile, floor.standard)

    return picture


def test_specialty_has_a_row_for_each_figure_of_enough_people(picture):
    rows = picture("dermatology").rows

    assert [row.label for row in rows][:2] == [
        "US MD seniors, 2026: matched, 258",
        "US MD seniors, 2026: unmatched, 252",
    ]
    assert rows[-1].label == "Group not stated, no year: matched, about 257"
    assert [row.y - rows[0].y for row in rows] == [ROW * at for at in range(len(rows))]
    assert rows[-1].y < TOP + ROW * len(rows)


def test_quartiles_lie_on_both_sides_of_the_center(edition, picture):
    for name in edition.specialties:
        for row in picture(name).rows:
            line = row.quartiles
            across = [line.left, row.center, line.right] if line else [row.center]
            assert across == sorted(across)
            assert MARGIN <= across[0] <= across[-1] <= 100 - MARGIN


def test_every_specialty_has_the_same_scale(edition, picture):
    assert len({picture(name).ticks for name in edition.specialties}) == 1


def test_too_few_people_are_not_drawn(edition, picture):
    recorded = edition.scores_of("radiation-oncology")
    few = [row for row in recorded if not edition.is_enough(row.n)]

    assert len(few) == 1
    assert len(picture("radiation-oncology").rows) == len(recorded) - 1


def test_lines_stop_where_the_label_of_a_row_stands(picture):
    found = picture("internal-medicine")
    drawn, left_out = map(int, found.dashes.split())

    assert drawn + left_out == ROW
    for at, row in enumerate(found.rows):
        begins = found.lines_from + ROW * at
        assert row.y_label <= begins <= row.y <= begins + drawn
        assert begins + drawn <= row.y_label + ROW - LETTERS


def test_words_of_the_passing_score_keep_within_a_phone(picture):
    mark = picture("internal-medicine").pass_mark

    assert mark.at < 20
    assert mark.anchor == "start"
