"""How old the figures are, and when they are due."""

from dataclasses import replace
from datetime import date

import pytest

from scores.engine.answers import Answers
from scores.engine.figures import MATCH_REPORTS, NORMS, MatchScore, PassingStandard
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.reference.freshness import freshness_of, upkeep_of
from scores.wording.record import record_of
from tests.engine.edition import read_fixture


@pytest.fixture(scope="module")
def edition():
    return read_fixture("2026.1")


@pytest.mark.parametrize(
    ("rhythm", "checked", "due"),
    [
        (NORMS, date(2026, 7, 31), date(2026, 8, 31)),
        (NORMS, date(2026, 8, 1), date(2027, 8, 31)),
        (NORMS, date(2026, 11, 22), date(2027, 8, 31)),
        (MATCH_REPORTS, date(2026, 11, 22), date(2027, 7, 31)),
        (PassingStandard.rhythm, date(2026, 11, 22), date(2027, 11, 22)),
    ],
)
def test_figures_are_due_when_newer_ones_come(rhythm, checked, due):
    assert rhythm.due_after(checked) == due


def test_source_without_a_day_of_its_own_was_checked_with_the_edition(edition):
    days = {
        upkeep.source.slug: upkeep.checked_on
        for upkeep in upkeep_of(edition)
        if upkeep.source.checked_on is None
    }

    assert set(days.values()) == {edition.as_of}


def test_source_is_due_with_the_first_of_its_kinds(edition):
    for upkeep in upkeep_of(edition):
        assert upkeep.due > upkeep.checked_on
        assert upkeep.kinds


def test_norms_of_an_earlier_window_are_never_due(edition):
    tables = sorted(
        (table for table in edition.norm_tables if table.exam == "step2ck"),
        key=lambda table: table.window_to,
    )
    long_after = date(2040, 1, 1)

    earlier = freshness_of(edition, [tables[0].point(*tables[0].points[0])], long_after)
    newest = freshness_of(edition, [tables[-1].point(*tables[-1].points[0])], long_after)

    assert earlier.overdue == ()
    assert [name for name, _ in newest.overdue] == ["norms"]


def with_do_report(edition, label):
    """The next year's report on one group alone, under a label."""
    newest = max(
        (row for row in edition.match_scores if row.group == "us-do-senior" and row.cycle),
        key=lambda row: row.cycle,
    )
    (source,) = {newest.sources[0]}
    report = replace(edition.sources[source], slug="nrmp-do-2027", checked_on=date(2027, 7, 20))
    row = replace(newest, cycle="2027", sources=(report.slug,))
    return replace(
        edition,
        label=label,
        sources={**edition.sources, report.slug: report},
        match_scores=(*edition.match_scores, row),
    )


def test_new_report_on_one_group_leaves_those_on_others_due(edition):
    def groups_due(label):
        rows = with_do_report(edition, label).newest_rows
        return {row.group for row in rows if isinstance(row, MatchScore)}

    assert groups_due("2026.3") == set(GROUPS)
    assert groups_due("2026.1") == {"us-do-senior"}


def test_retired_source_is_due_with_the_one_that_took_its_place(edition):
    retired = "usmle-interpretation-2026"
    sources = dict(edition.sources)
    sources["norms-2027"] = replace(
        sources[retired], slug="norms-2027", checked_on=date(2027, 9, 2)
    )
    sources[retired] = replace(sources[retired], replaced_by="norms-2027")

    due = {
        upkeep.source.slug: upkeep.due for upkeep in upkeep_of(replace(edition, sources=sources))
    }

    assert retired not in due
    assert due["norms-2027"] == date(2028, 8, 31)


def record_on(edition, today):
    answers = Answers(specialty="dermatology", group="us-md-senior")
    return record_of(derive(edition, answers, today=today))["freshness"]


def test_fresh_result_says_how_old_its_figures_are(edition):
    freshness = record_on(edition, date(2026, 12, 1))

    assert freshness["caution"] == ""
    assert freshness["overdue"] == []
    assert freshness["says"] == "The figures used here were last checked on November 22, 2026."


def test_result_cautions_when_a_figure_is_overdue(edition):
    freshness = record_on(edition, date(2027, 9, 1))

    assert {"kind": "Match reports", "due": "2027-07-31"} in freshness["overdue"]
    assert "Match reports by July 31, 2027" in freshness["caution"]


def test_new_check_makes_a_figure_fresh_again(edition):
    checked = {
        name: replace(source, checked_on=date(2027, 8, 30))
        for name, source in edition.sources.items()
    }

    freshness = record_on(replace(edition, sources=checked), date(2027, 9, 1))

    assert freshness["caution"] == ""
