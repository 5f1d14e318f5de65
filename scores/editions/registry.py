"""All kinds of figures: the table, the engine's value and the pages of each.

The rest follows from these entries: how an edition is read from the database, the checks, the
downloads, the pages of editions and sources, and the differences between editions. The dates and
due dates of a row are defined by its value in the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scores import models
from scores.engine import figures
from scores.engine.edition import Edition


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of figure; `name` is part of an address and never changes."""

    name: str
    title: str
    one_row: str
    """What one row is, in words."""
    model: type[Any]
    value: type[Any]
    held_in: str = field(kw_only=True)
    """The field of the engine's edition with its rows; empty for a part of another kind."""
    read_by: str = field(kw_only=True)
    """The rule or page that reads it: every kind needs one."""
    key: str = field(kw_only=True, default="")
    """The field by which the edition finds a row; empty where it holds them as a sequence."""
    parts: tuple[type[Any], ...] = field(kw_only=True, default=())
    """Tables whose rows are parts of these rows."""
    written_as: Mapping[str, str] = field(kw_only=True, default_factory=dict)
    """Columns that fixtures and files of the admin write under another name, permanently."""
    downloaded_as: Mapping[str, str] = field(kw_only=True, default_factory=dict)
    """Columns that downloads write under another name, permanently."""
    added: tuple[str, ...] = field(kw_only=True, default=())
    """Columns added after the first release: lines leave them out where they have their default."""
    reserved: bool = field(kw_only=True, default=False)
    """Whether they are NRMP's: reserved in every source but one that allows copying."""
    page: str = field(kw_only=True, default="")
    """The benchmarks page that shows these figures; empty if the page of each specialty does."""
    anchor: str = field(kw_only=True, default="")
    """The anchor on that page, unless the page shows only them."""

    def rows(self, edition: Edition) -> Iterable[Any]:
        if not self.held_in:
            return [band for test in edition.practice_tests.values() for band in test.bands]
        held = getattr(edition, self.held_in)
        return held.values() if isinstance(held, Mapping) else held


GROUP = {"group": "applicant_group"}
SLUG = {"slug": "id"}

KINDS: dict[str, FigureKind] = {
    kind.name: kind
    for kind in (
        FigureKind(
            "passing-standards",
            "Passing standards",
            "a passing score and the first test day it applies to",
            models.PassingStandard,
            figures.PassingStandard,
            held_in="passing_standards",
            read_by="the floor",
            page="passing-scores",
        ),
        FigureKind(
            "norms",
            "Norms",
            "one score of a norm table and the percentage scoring lower",
            models.NormTable,
            figures.NormTable,
            held_in="norm_tables",
            read_by="the percentile",
            parts=(models.NormPoint,),
            downloaded_as={"population": "people"},
            page="norms",
        ),
        FigureKind(
            "score-distributions",
            "Means and standard deviations",
            "mean and standard deviation of a period",
            models.ScoreDistribution,
            figures.ScoreDistribution,
            held_in="distributions",
            read_by="the norms beside a score, and the projection",
            page="norms",
            anchor="distributions",
            added=("population",),
        ),
        FigureKind(
            "score-precision",
            "Score precision",
            "an error of measurement in points",
            models.ScorePrecision,
            figures.ScorePrecision,
            held_in="precisions",
            read_by="the safe pass, the percentile's range, and the projection",
            page="precision",
        ),
        FigureKind(
            "match-scores",
            "Match scores",
            "Step 2 CK of those who matched, or did not, in a specialty, group and cycle",
            models.MatchScore,
            figures.MatchScore,
            held_in="match_scores",
            reserved=True,
            read_by="the benchmark",
            written_as=GROUP,
            added=("use",),
        ),
        FigureKind(
            "match-rates-by-score-band",
            "Match rates by score band",
            "percent matched among those in a score band",
            models.ScoreBandMatchRate,
            figures.ScoreBandMatchRate,
            held_in="band_rates",
            reserved=True,
            read_by="the chances of a score band",
            written_as=GROUP,
        ),
        FigureKind(
            "match-rates-by-specialty",
            "Match rates by specialty",
            "how many ranked a specialty first, and how many of them matched in it",
            models.SpecialtyMatchRate,
            figures.SpecialtyMatchRate,
            held_in="specialty_rates",
            reserved=True,
            read_by="the chances in a specialty",
            written_as=GROUP,
        ),
        FigureKind(
            "match-rates-by-group",
            "Match rates by group",
            "percent matched of a whole group in a cycle",
            models.GroupMatchRate,
            figures.GroupMatchRate,
            held_in="group_rates",
            reserved=True,
            read_by="the chances of a group",
            written_as=GROUP | {"n": "active"},
            page="match-rates",
        ),
        FigureKind(
            "pass-rates",
            "Pass rates",
            "percent passing of a group of examinees in a year",
            models.PassRate,
            figures.PassRate,
            held_in="pass_rates",
            read_by="the pass rates beside a result",
            page="pass-rates",
        ),
        FigureKind(
            "practice-tests",
            "Practice tests",
            "a practice form: its offset, and when it is usually taken",
            models.PracticeTest,
            figures.PracticeTest,
            held_in="practice_tests",
            read_by="the projection",
            downloaded_as=SLUG,
            key="slug",
            page="practice-tests",
        ),
        FigureKind(
            "practice-test-bands",
            "Practice tests by band",
            "actual scores of those whose practice score lay in a printed band",
            models.PracticeTestBand,
            figures.PracticeTestBand,
            held_in="",
            read_by="the page of practice tests",
            page="practice-tests",
        ),
        FigureKind(
            "policies",
            "Policies",
            "a rule of the examining bodies",
            models.Policy,
            figures.Policy,
            held_in="policies",
            read_by="the rules for a failed attempt, and the page of benchmarks",
            downloaded_as=SLUG,
            key="slug",
            page="policies",
        ),
        FigureKind(
            "key-dates",
            "Key dates",
            "a date of an application season, with how it is known",
            models.KeyDate,
            figures.KeyDate,
            held_in="key_dates",
            read_by="the calendar",
            page="key-dates",
            added=("service",),
        ),
        FigureKind(
            "claims",
            "Claims",
            "what an article states or advises, with its standing",
            models.Claim,
            figures.Claim,
            held_in="claims",
            read_by="the profile, the advice, and the page of corrections",
            downloaded_as=SLUG,
            key="slug",
            page="advice",
        ),
        FigureKind(
            "competitiveness",
            "Competitiveness",
            "how competitive one article calls a specialty",
            models.Competitiveness,
            figures.Competitiveness,
            held_in="competitiveness",
            read_by="the page of a specialty",
            key="specialty",
        ),
        FigureKind(
            "programme-director-survey",
            "Program director survey",
            "what program directors say they look at",
            models.SurveyAnswer,
            figures.SurveyAnswer,
            held_in="survey",
            reserved=True,
            read_by="what else carries weight",
            page="survey",
        ),
        FigureKind(
            "positions",
            "Positions",
            "positions of a specialty, and how many put it first",
            models.SpecialtyPositions,
            figures.SpecialtyPositions,
            held_in="positions",
            reserved=True,
            read_by="what else programs weigh, and the pages of specialties",
        ),
        FigureKind(
            "applicants",
            "Applicants by track",
            "how many of each group ranked a track of the Match",
            models.TrackApplicants,
            figures.TrackApplicants,
            held_in="track_applicants",
            reserved=True,
            read_by="coverage as a share of people",
            page="coverage",
            anchor="applicants",
        ),
        FigureKind(
            "application-profiles",
            "Application profiles",
            "medians of ranks, research and publications of those who matched, or did not",
            models.ApplicationProfile,
            figures.ApplicationProfile,
            held_in="application_profiles",
            written_as=GROUP,
            reserved=True,
            read_by="what else programs weigh",
        ),
        FigureKind(
            "early-match-rates",
            "Early match rates",
            "match rate of a specialty with an early Match of its own",
            models.EarlyMatchRate,
            figures.EarlyMatchRate,
            held_in="early_rates",
            written_as=GROUP,
            read_by="the rates beside a result",
        ),
        FigureKind(
            "application-services",
            "Application services",
            "the service through which a specialty takes applications, and its Match",
            models.ApplicationService,
            figures.ApplicationService,
            held_in="application_services",
            read_by="the calendar",
            key="specialty",
            page="key-dates",
        ),
        FigureKind(
            "specialty-names",
            "Names of specialties",
            "a short name or another spelling of a specialty",
            models.SpecialtyName,
            figures.SpecialtyName,
            held_in="specialty_names",
            read_by="the form, the commands and the JSON",
        ),
        FigureKind(
            "house-settings",
            "House settings",
            "a number chosen by the editors of this site, and why",
            models.HouseSetting,
            figures.HouseSetting,
            held_in="settings",
            read_by="the rules that read SETTINGS",
            downloaded_as=SLUG,
            key="slug",
            page="settings",
        ),
        FigureKind(
            "projection-parameters",
            "Projection parameters",
            "a number of the projection from practice tests",
            models.ProjectionParameter,
            figures.Parameter,
            held_in="parameters",
            read_by="the projection, which reads PARAMETERS",
            written_as={"describes": "population"},
            downloaded_as=SLUG,
            key="slug",
            page="projection",
            added=("is_fitted",),
        ),
        FigureKind(
            "specialties",
            "Specialties",
            "a specialty",
            models.Specialty,
            figures.Specialty,
            held_in="specialties",
            read_by="the form",
            downloaded_as=SLUG,
            added=("is_choice", "says"),
        ),
        FigureKind(
            "sources",
            "Sources",
            "a source, and what kind of evidence it is",
            models.Source,
            figures.Source,
            held_in="sources",
            read_by="every step of a result, and the page of sources",
            downloaded_as=SLUG,
            added=("allows_copying", "replaced_by"),
        ),
    )
}

KIND_OF_TABLE: dict[Any, FigureKind] = {
    table: kind for kind in KINDS.values() for table in (kind.model, *kind.parts)
}
"""The kind of each database table."""


KIND_OF_VALUE: dict[type[Any], FigureKind] = {kind.value: kind for kind in KINDS.values()}
"""The kind of each class of values in the engine."""


def written_as(table: Any) -> Mapping[str, str]:
    """The columns of a table that fixtures and files of the admin write under another name."""
    kind = KIND_OF_TABLE.get(table)
    return kind.written_as if kind else {}


def added_to(table: Any) -> tuple[str, ...]:
    """The columns of a table that were added after the first release."""
    kind = KIND_OF_TABLE.get(table)
    return kind.added if kind else ()
