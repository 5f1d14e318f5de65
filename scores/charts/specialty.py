"""The chart of one specialty: its figures as rows on one scale of scores.

Places are percent of the width across, so that letters keep their size on every screen, and pixels
down.
"""

from collections.abc import Iterable

from scores.charts.scale import MARGIN, Scale, Shape, in_tens
from scores.engine.edition import Edition
from scores.engine.figures import MatchScore, PassingStandard
from scores.engine.vocabulary import GROUPS_ON_RECORD
from scores.reference.specialty_profile import SpecialtyProfile

ROW = 40
"""Height of one row."""

LABEL = 19
"""Height of a row's label, which no line crosses."""

NEAR_EDGE = 20
"""Percent of the width from an edge where centered words could be cut off on a phone."""

TOP = 24
"""Height of the space above the rows."""

FOOT = 28
"""Height of the numbers below the scale."""

SHORT = {"us-senior-unspecified": "US, MD or DO not stated", "unspecified": "Group not stated"}
"""Shorter names, which fit on a phone."""


def draw_specialty(edition: Edition, profile: SpecialtyProfile, standard: PassingStandard) -> Shape:
    """Every figure with enough people, in the order of groups, the newest cycle first.

    All specialties of an edition have the same scale, which includes the passing score.
    """
    low, high = in_tens([standard.score, *_scores(edition.match_scores)])
    scale = Scale(low, high, MARGIN, 100 - MARGIN)
    drawn = [
        scored.row for group in profile.groups for scored in group.scores if not scored.is_too_few
    ]
    bottom = TOP + ROW * len(drawn)
    return Shape(
        rows=[_row(edition, scale, row, TOP + ROW * at) for at, row in enumerate(drawn)],
        ticks=scale.ticks(10),
        pass_mark=_pass_mark(scale, standard),
        lines_from=TOP + LABEL,
        dashes=f"{ROW - LABEL} {LABEL}",
        height=bottom + FOOT,
        bottom=bottom,
    )


def _pass_mark(scale: Scale, standard: PassingStandard) -> Shape:
    """The line of the passing score; near an edge, its text runs inward."""
    at = scale.at(standard.score)
    anchor = "start" if at < NEAR_EDGE else "end" if at > 100 - NEAR_EDGE else "middle"
    return Shape(at=at, text=str(standard.score), anchor=anchor)


def _scores(rows: Iterable[MatchScore]) -> Iterable[int]:
    values = (value for row in rows for value in (row.q1, row.median, row.q3, row.mean))
    return (value for value in values if value is not None)


def _row(edition: Edition, scale: Scale, row: MatchScore, top: int) -> Shape:
    """A dot at the center, and a line between the quartiles if both are known."""
    evidence = edition.sources[row.sources[0]].evidence
    return Shape(
        label=_label(row),
        y_label=top + 14,
        y=top + 27,
        center=scale.at(row.center_value),
        quartiles=None if row.q1 is None or row.q3 is None else scale.bar(row.q1, row.q3),
        outcome=row.outcome,
        kind="advice" if evidence == "advice" else row.kind,
    )


def _label(row: MatchScore) -> str:
    about = "about " if row.approximate else ""
    who = SHORT.get(row.group, GROUPS_ON_RECORD[row.group])
    when = row.cycle or "no year"
    use = " (doubtful)" if row.use == "doubtful" else ""
    return f"{who[0].upper()}{who[1:]}, {when}: {row.outcome}, {about}{row.center_value}{use}"
