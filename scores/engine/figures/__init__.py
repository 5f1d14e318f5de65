"""The figures of one edition as plain values: what the database holds, without the database.

Every row carries `sources` (ids, the best first), its `kind`, and can `read()` one of its values
as a `Figure`. Scores are points on the three-digit scale, rates percent, dates calendar days.
Numbers that are not whole are exact fractions.
"""

from scores.engine.figures.exams import (
    NormTable,
    PassingStandard,
    PassRate,
    Policy,
    ScoreDistribution,
    ScorePrecision,
)
from scores.engine.figures.match import (
    Competitiveness,
    GroupMatchRate,
    KeyDate,
    MatchScore,
    ScoreBandMatchRate,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from scores.engine.figures.practice import PracticeTest, PracticeTestBand
from scores.engine.figures.rows import Rhythm, Row, Source, Specialty
from scores.engine.figures.statements import Claim, HouseSetting, Parameter

__all__ = [
    "Claim",
    "Competitiveness",
    "GroupMatchRate",
    "HouseSetting",
    "KeyDate",
    "MatchScore",
    "NormTable",
    "Parameter",
    "PassRate",
    "PassingStandard",
    "Policy",
    "PracticeTest",
    "PracticeTestBand",
    "Rhythm",
    "Row",
    "ScoreBandMatchRate",
    "ScoreDistribution",
    "ScorePrecision",
    "Source",
    "Specialty",
    "SpecialtyMatchRate",
    "SurveyAnswer",
]
