"""Doubts: values that may be right but are often slips, so that somebody has to look twice.

A doubt has the form of a fault, but a draft may keep it if somebody says why it is right. Only rows
that differ from the edition before are doubted. Each rule is a function. The limits are those of
the editors' guide.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from scores.editions.checks.faults import Fault, Faults, fault, name_of
from scores.editions.conflicts import Disagreement, disagreements_in
from scores.editions.diff import RowChange, say
from scores.editions.lines import Contents
from scores.editions.neighbors import SERIES, Neighborhood, say_source, say_time
from scores.engine.edition import Edition as Figures
from scores.engine.vocabulary import EVENTS, REVIEW
from scores.models import Claim, KeyDate, MatchScore, PassingStandard, Source
from scores.reference.coverage import conflicts_of

POINTS = 10
PERCENTAGE_POINTS = 15
TENFOLD = 10

Pair = tuple[Any, Any]
"""A row that was added or changed, and the same row before; None if it is new."""


@dataclass(frozen=True)
class Draft:
    """A draft beside the edition that it would follow."""

    now: Contents
    before: Contents
    changes: Sequence[RowChange]
    figures: Figures
    figures_before: Figures

    @cached_property
    def neighborhood(self) -> Neighborhood:
        return Neighborhood(self.now)

    @cached_property
    def _changed(self) -> set[tuple[str, tuple[str, ...]]]:
        return {(change.table, change.key) for change in self.changes}

    def touched(self, model: Any) -> list[Pair]:
        was = {row.name_parts: row for row in self.before.of(model)}
        named = [(row, (name_of(model), row.name_parts)) for row in self.now.of(model)]
        return [(row, was.get(name[1])) for row, name in named if name in self._changed]


Rule = Callable[[Draft], Faults]


def doubts_in(draft: Draft) -> list[Fault]:
    return [found for rule in RULES for found in rule(draft)]


def passing_score_moves_far(draft: Draft) -> Faults:
    for row, _ in draft.touched(PassingStandard):
        points = abs(row.score - row.previous_score)
        if points > POINTS:
            before = f"{row.previous_score}, the passing score before it"
            yield fault(row, "score", f"{row.score} lies {points} points from {before}.")


def figure_lies_far_from_the_cycle_before(draft: Draft) -> Faults:
    for row, _, name, limit, unit in _compared(draft):
        yield from _far(row, name, draft.neighborhood.of(row).before, limit, unit)


def figure_lies_far_from_another_source(draft: Draft) -> Faults:
    for row, _, name, limit, unit in _compared(draft):
        yield from _far(row, name, draft.neighborhood.of(row).beside, limit, unit)


def _compared(draft: Draft) -> Iterator[tuple[Any, Any, str, int, str]]:
    """Each value of a changed row that is compared, with the row before, the limit and its unit."""
    for model, series in SERIES.items():
        limits = [(name, POINTS, "points") for name in series.points]
        limits += [(name, PERCENTAGE_POINTS, "percentage points") for name in series.percent]
        for row, was in draft.touched(model):
            yield from ((row, was, *limit) for limit in limits)


def _far(row: Any, name: str, others: Sequence[Any], limit: int, unit: str) -> Faults:
    value = getattr(row, name)
    known = [other for other in others if value is not None and getattr(other, name) is not None]
    furthest = max(known, key=lambda other: abs(value - getattr(other, name)), default=None)
    if furthest is not None and abs(value - getattr(furthest, name)) > limit:
        other = getattr(furthest, name)
        apart = f"{say(value)} lies {say(abs(value - other))} {unit} from {say(other)}"
        yield fault(row, name, f"{apart}, {say_time(furthest)} ({say_source(furthest)}).")


def figure_is_corrected_by_far(draft: Draft) -> Faults:
    """Compares a figure with the one that the same row had in the edition before."""
    for row, was, name, limit, unit in _compared(draft):
        old, new = getattr(was, name, None), getattr(row, name)
        if old is not None and new is not None and abs(new - old) > limit:
            says = f"{say(new)} lies {say(abs(new - old))} {unit} from {say(old)}, what it was."
            yield fault(row, name, says)


def unmatched_score_above_matched(draft: Draft) -> Faults:
    touched = {row.pk for row, _ in draft.touched(MatchScore)}
    rows = [row for row in draft.now.of(MatchScore) if row.cycle]
    for unmatched in (row for row in rows if row.outcome == "unmatched"):
        for matched in rows:
            if matched.outcome == "matched" and _people_of(matched) == _people_of(unmatched):
                for name in ("median", "mean"):
                    high, low = getattr(unmatched, name), getattr(matched, name)
                    if {matched.pk, unmatched.pk} & touched and high and low and high > low:
                        says = f"{high} of the unmatched lies above {low} of the matched"
                        row = unmatched if unmatched.pk in touched else matched
                        yield fault(row, name, f"{says}, {row.cycle} ({say_source(matched)}).")


def _people_of(row: Any) -> tuple[Any, ...]:
    return row.cycle, row.group, row.specialty_id


def number_of_people_changes_tenfold(draft: Draft) -> Faults:
    for model, series in SERIES.items():
        for row, was in draft.touched(model):
            others = [*draft.neighborhood.of(row).before, *([was] if was else [])]
            for name in series.people:
                yield from _tenfold(row, name, others)


def _tenfold(row: Any, name: str, others: Sequence[Any]) -> Faults:
    now = getattr(row, name)
    for other in others:
        before = getattr(other, name)
        if now and before and not 1 / TENFOLD < now / before < TENFOLD:
            says = f"{now} people, and {before} in {say_time(other)} ({say_source(other)})."
            yield fault(row, name, says)
            return


ORDER = (
    ("season-opens", 0),
    ("applicants-may-submit", 1),
    (REVIEW, 2),
    ("rank-lists-lock", 3),
    ("match-week", 4),
    ("match-day", 5),
    ("season-ends", 6),
)
"""The events of a season in order. Events not listed here may come at any time."""


def day_lies_outside_its_cycle(draft: Draft) -> Faults:
    """A season opens in May of the year before its Match at the earliest, and ends by June."""
    for row, _ in draft.touched(KeyDate):
        year = _match_year(row)
        for name in ("day", "last_day"):
            day = getattr(row, name)
            if year and day and not date(year - 1, 5, 1) <= day <= date(year, 6, 30):
                says = f"{day} lies outside the season of {year}: May {year - 1} to June {year}."
                yield fault(row, name, says)


def day_comes_out_of_order(draft: Draft) -> Faults:
    order = dict(ORDER)
    for row, _ in draft.touched(KeyDate):
        place = order.get(EVENTS.get(row.event, ""))
        for other in draft.now.of(KeyDate):
            their = order.get(EVENTS.get(other.event, ""))
            if place is None or their is None or not _same_season(row, other):
                continue
            if (row.day < other.day and place > their) or (row.day > other.day and place < their):
                side = "before" if row.day < other.day else "after"
                yield fault(row, "day", f"{row.day} comes {side} “{other.event}”, {other.day}.")


def _match_year(row: Any) -> int:
    years = re.findall(r"[0-9]{4}", row.cycle)
    return int(years[-1]) if years else 0


def _same_season(one: Any, other: Any) -> bool:
    return (_match_year(one), one.service) == (_match_year(other), other.service)


def passing_score_comes_before_one_on_record(draft: Draft) -> Faults:
    for row, was in draft.touched(PassingStandard):
        of_exam = [old for old in draft.before.of(PassingStandard) if old.exam == row.exam]
        days = [old.effective_from for old in of_exam]
        if was is None and days and row.effective_from < max(days):
            says = f"{row.effective_from} comes before {max(days)}, the newest on record."
            yield fault(row, "effective_from", says)


def source_is_newer_than_the_edition(draft: Draft) -> Faults:
    as_of = draft.now.edition.as_of
    for row, _ in draft.touched(Source):
        if row.checked_on and row.checked_on > as_of:
            says = f"{row.checked_on} comes after {as_of}, the day the draft is as of."
            yield fault(row, "checked_on", says)
        said = re.search(r"[0-9]{4}(-[0-9]{2}){0,2}", row.published)
        if said and said[0] > as_of.isoformat()[: len(said[0])]:
            says = f"{row.published} comes after {as_of}, the day the draft is as of."
            yield fault(row, "published", says)


def retired_source_is_still_read(draft: Draft) -> Faults:
    """A retired source is shown without a due date, even if figures still rest on it."""
    for row, was in draft.touched(Source):
        if not row.replaced_by or (was is not None and was.replaced_by):
            continue
        figures = [each for each in draft.now.figures if each.source_id == row.pk]
        kinds = ", ".join(sorted({str(each._meta.verbose_name_plural) for each in figures}))
        if figures:
            says = (
                f"{len(figures)} figures still rest on it ({kinds}), and are due with the new one."
            )
            yield fault(row, "replaced_by", says)


def match_score_makes_a_conflict(draft: Draft) -> Faults:
    """Only a note on the changed row explains a conflict: notes on other rows are older than it."""
    there, rows = set(_conflicts(draft.figures_before)), draft.touched(MatchScore)
    for specialty, cycle, statistic, values in _conflicts(draft.figures):
        if (specialty, cycle, statistic, values) in there:
            continue
        told = " against ".join(f"{say(value)} ({source})" for value, source in values)
        sources = {source for _, source in values}
        for row, _ in rows:
            of = row.specialty.slug if row.specialty else ""
            is_in_it = (of, row.cycle) == (specialty, cycle) and row.source.slug in sources
            if is_in_it and not row.note:
                yield fault(row, statistic, f"Sources differ, and no note says why: {told}.")


def _conflicts(figures: Figures) -> Iterator[tuple[str, str, str, tuple[Any, ...]]]:
    for slug in figures.specialties:
        for conflict in conflicts_of(figures, slug):
            values = tuple((figure.value, row.sources[0]) for row, figure in conflict.figures)
            yield slug, conflict.cycle, conflict.statistic, values


def claim_makes_a_conflict(draft: Draft) -> Faults:
    there = {_slugs(found) for found in disagreements_in(draft.figures_before)}
    rows = {row.slug: row for row, _ in draft.touched(Claim)}
    for found in disagreements_in(draft.figures):
        slugs = _slugs(found)
        for slug in sorted(slugs & rows.keys()) if slugs not in there else ():
            others = " ".join(f"“{each.text}”" for each in found.claims if each.slug != slug)
            yield fault(rows[slug], "low", f"It contradicts {others}, and none has a resolution.")


def _slugs(found: Disagreement) -> frozenset[str]:
    return frozenset(claim.slug for claim in found.claims)


RULES: tuple[Rule, ...] = (
    passing_score_moves_far,
    passing_score_comes_before_one_on_record,
    figure_lies_far_from_the_cycle_before,
    figure_lies_far_from_another_source,
    figure_is_corrected_by_far,
    unmatched_score_above_matched,
    number_of_people_changes_tenfold,
    day_lies_outside_its_cycle,
    day_comes_out_of_order,
    source_is_newer_than_the_edition,
    retired_source_is_still_read,
    match_score_makes_a_conflict,
    claim_makes_a_conflict,
)
