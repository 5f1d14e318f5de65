"""The benchmark pages: the title, main fact and template context of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scores.charts.norms import draw_norms
from scores.charts.passing_scores import draw_timeline
from scores.engine.edition import Edition
from scores.reference import tables
from scores.reference.coverage import count_by_basis, coverage_of, shares_of
from scores.reference.key_dates import services_of
from scores.reference.specialty_profile import scored
from scores.reference.survey import surveys_of
from scores.wording import benchmarks as facts
from scores.wording.benchmarks import EXAM, Fact

Context = dict[str, Any]


def _nothing(edition: Edition, today: date) -> Context:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A benchmark page. `name` is in its address and names its template."""

    name: str
    title: str
    about: str
    """The description for search engines."""
    fact: Callable[[Edition, date], Fact | None]
    """None where an edition has nothing for the page."""
    context: Callable[[Edition, date], Context] = _nothing
    kind: str = ""
    was: tuple[str, ...] = ()
    """The ids that old links use, from when all benchmarks were one page."""


def _passing_scores(edition: Edition, today: date) -> Context:
    return {
        "timeline": draw_timeline(edition.passing_standards, today),
        "standards": tables.standards_of(edition, today),
    }


def _norms(edition: Edition, today: date) -> Context:
    return {
        "norms": list(tables.norms_of(edition)),
        "curves": draw_norms(tables.norm_tables_of(edition, EXAM)),
        "distributions": tables.distributions_of(edition),
    }


def _coverage(edition: Edition, today: date) -> Context:
    coverage = coverage_of(edition)
    return {
        "coverage": coverage,
        "counts": count_by_basis(coverage),
        "shares": list(shares_of(edition)),
        "overall": [scored(edition, row) for row in tables.overall_scores_of(edition)],
    }


PAGES = {
    page.name: page
    for page in (
        Page(
            name="passing-scores",
            title="Passing scores",
            about="The passing scores of Step 1, Step 2 CK and Step 3, past and present, "
            "with the days on which each began and its source.",
            fact=facts.passing_score,
            context=_passing_scores,
            kind="rule",
            was=("passing-standards",),
        ),
        Page(
            name="norms",
            title="Norms and percentiles",
            about="Which percent of examinees scored lower than each USMLE score, by the "
            "window of the norms, with means and standard deviations.",
            fact=facts.norms,
            context=_norms,
            kind="observed",
            was=("norms", "distributions"),
        ),
        Page(
            name="precision",
            title="Score precision",
            about="How exact a USMLE score is: the standard errors of measurement, of "
            "estimate and of difference, each with its source.",
            fact=facts.precision,
            context=lambda edition, _: {"precisions": tables.precisions_of(edition)},
            kind="observed",
            was=("precision",),
        ),
        Page(
            name="coverage",
            title="Match scores on record",
            about="For which specialties and applicant groups a Step 2 CK score of those who "
            "matched is on record, and how many applicants that serves.",
            fact=facts.coverage,
            context=_coverage,
            kind="observed",
            was=("coverage", "all-specialties"),
        ),
        Page(
            name="match-rates",
            title="Match rates",
            about="Which percent of US MD seniors, US DO seniors, US IMGs and non-US IMGs "
            "matched in each year of the Main Residency Match.",
            fact=facts.match_rates,
            context=lambda edition, _: {"group_rates": tables.group_rates_of(edition)},
            kind="observed",
            was=("match-rates",),
        ),
        Page(
            name="pass-rates",
            title="Pass rates",
            about="Which percent of examinees pass Step 1, Step 2 CK and Step 3, by year, "
            "school and attempt.",
            fact=facts.pass_rates,
            context=lambda edition, _: {"pass_rates": tables.pass_rates_of(edition)},
            kind="observed",
            was=("pass-rates",),
        ),
        Page(
            name="practice-tests",
            title="Practice tests",
            about="How NBME forms, UWSA and the Free 120 read against Step 2 CK scores, and "
            "what people who posted both went on to score.",
            fact=facts.practice_tests,
            kind="observed",
            was=("practice-tests",),
        ),
        Page(
            name="survey",
            title="What program directors say",
            about="What residency program directors say they look at when they choose whom "
            "to interview: percent and importance, with year and response rate.",
            fact=facts.survey,
            context=lambda edition, _: {"surveys": surveys_of(edition)},
            kind="observed",
            was=("survey",),
        ),
        Page(
            name="policies",
            title="Policies and exam formats",
            about="Attempt limits, waiting times, score reports, exam formats and registration: "
            "the rules of USMLE and ECFMG, each with its source.",
            fact=facts.policies,
            context=lambda edition, _: {"policies": tables.policies_by_subject(edition)},
            kind="rule",
            was=("policies",),
        ),
        Page(
            name="key-dates",
            title="Key dates",
            about="When ERAS, ResidencyCAS, SF Match, the Main Residency Match and the Urology "
            "Match take applications, lock rank lists and tell results.",
            fact=facts.key_dates,
            context=lambda edition, today: {"services": list(services_of(edition, today))},
            was=("key-dates",),
        ),
        Page(
            name="advice",
            title="Tiers that articles draw",
            about="What articles call a good or competitive Step 2 CK score, side by side. "
            "They differ, and none of them is observed.",
            fact=facts.advice,
            context=lambda edition, _: {"tiers": tables.tiers_of(edition)},
            kind="advice",
            was=("tiers",),
        ),
        Page(
            name="settings",
            title="House settings",
            about="The numbers of the method that nobody has measured: what we chose, and why.",
            fact=facts.settings,
            kind="house",
            was=("house-settings",),
        ),
        Page(
            name="projection",
            title="Projection from practice tests",
            about="The numbers by which practice tests become a projected score: observed, "
            "fitted or chosen, each with its reason.",
            fact=facts.projection,
            was=("projection-parameters",),
        ),
    )
}
"""The pages by name, in the order of the index."""


def entries_of(edition: Edition, today: date) -> Iterator[tuple[Page, Fact]]:
    """The pages for which an edition has something."""
    for page in PAGES.values():
        fact = page.fact(edition, today)
        if fact:
            yield page, fact
