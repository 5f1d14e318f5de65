"""Overviews of an edition: coverage, conflicts, passing scores with their ends, uses of sources."""

from datetime import date

from scores.editions.downloads import uses_of
from scores.editions.registry import KINDS
from scores.engine.vocabulary import GROUPS
from scores.reference.coverage import (
    conflicts_of,
    count_by_basis,
    coverage_of,
    holes_by_group,
    shares_of,
)
from scores.reference.tables import (
    dates_by_cycle,
    norms_of,
    pass_rates_of,
)
from scores.wording.existing_score import say_percentile
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 22)


def test_coverage_has_a_cell_for_each_specialty_and_group(edition):
    coverage = coverage_of(edition)

    assert [len(cells) for cells in coverage] == [4] * 25
    assert count_by_basis(coverage) == {"observed": 65, "stand-in": 35, "none": 0}
    assert {group: len(found) for group, found in holes_by_group(coverage).items()} == {
        "us-md-senior": 1,
        "us-do-senior": 6,
        "us-img": 20,
        "non-us-img": 8,
    }


def test_shares_count_the_largest_track_of_a_specialty_and_no_single_year():
    shares = {share.group: share for share in shares_of(read_fixture("2026.2"))}

    assert shares["us-img"].served == {
        "observed": 177 + 2099 + 376 + 136,  # anesthesiology, medicine, pediatrics, pathology
        "shifted": 43 + 467 + 1277 + 343 + 135 + 39 + 329,
        "stand-in": 19 + 1 + 30 + 9 + 13 + 129 + 48 + 12 + 15 + 6 + 19 + 7,
        "none": 1 + 2 + 19 + 7 + 3 + 25 + 5 + 3 + 2,  # combined programs
    }
    assert shares["us-img"].people == 5796


def test_shares_need_applicants(edition):
    assert list(shares_of(edition)) == []


def test_observed_cell_rests_on_enough_people_of_that_very_cell(edition):
    for cells in coverage_of(edition):
        for cell in cells:
            if cell.basis == "observed":
                row = cell.benchmark.row
                assert (row.specialty, row.group) == (cell.specialty.slug, cell.group)
                assert row.n is None or row.n >= 5


def test_groups_that_differ_are_no_conflict(edition):
    cycles = [conflict.cycle for conflict in conflicts_of(edition, "internal-medicine")]

    assert cycles == ["2022"]  # in 2024 each group has its own figure


def test_norms_leave_out_scores_that_say_nothing(edition):
    step2 = next(norms_of(edition))

    assert list(step2.rows) == list(range(275, 195, -5))
    assert [say_percentile(standing) for standing in step2.rows[200]] == [
        "<1",
        "<1",
        "1st",
    ]


def test_pass_rates_stand_by_year(edition):
    step1 = {found.exam: found for found in pass_rates_of(edition)}["step1"]

    assert step1.years == ("2024", "2025")
    assert [rate.percent for rate in step1.rows["US MD", "first"]] == [91, 93]


def test_season_is_past_when_none_of_its_dates_lies_ahead(edition):
    seasons = dates_by_cycle(edition.key_dates, TODAY)

    assert [season.cycle for season in seasons if not season.is_past] == [
        "Match 2027",
        "ERAS 2028 (Match 2028)",
        "Match 2028",
    ]
    assert seasons[3].cycle == "ERAS 2027 (Match 2027)"


def test_every_source_of_a_row_is_among_its_uses(edition):
    uses = uses_of(edition)

    for row in edition.rows():
        assert all(uses[name] for name in row.sources)
    assert sum(use.rows for found in uses.values() for use in found) == sum(
        len(row.sources) for row in edition.rows()
    )


def test_tables_hold_every_row_of_the_edition(edition):
    held = {id(row) for table in KINDS.values() for row in table.rows(edition)}

    assert {id(row) for row in edition.rows()} <= held
    assert {*GROUPS} == {row.group for row in edition.group_rates}
