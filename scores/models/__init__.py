"""The tables. An edition holds figures; every figure names its edition and its source."""

from .editions import Edition, Release
from .exams import (
    NormPoint,
    NormTable,
    PassingStandard,
    PassRate,
    Policy,
    ScoreDistribution,
    ScorePrecision,
)
from .figures import Figure, Source, Specialty
from .goals import Capability, Goal, Response, Revision, Throttle
from .match import (
    Competitiveness,
    GroupMatchRate,
    KeyDate,
    MatchScore,
    ScoreBandMatchRate,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from .people import RecoveryCodes
from .practice import PracticeTest, PracticeTestBand
from .review import Edit, Event, Publication
from .statements import Claim, HouseSetting, ProjectionParameter

CONTENT: tuple[type, ...] = (
    Source,
    Specialty,
    HouseSetting,
    ProjectionParameter,
    PassingStandard,
    NormTable,
    NormPoint,
    ScoreDistribution,
    ScorePrecision,
    MatchScore,
    ScoreBandMatchRate,
    SpecialtyMatchRate,
    GroupMatchRate,
    PassRate,
    PracticeTest,
    PracticeTestBand,
    Policy,
    KeyDate,
    Claim,
    SurveyAnswer,
    Competitiveness,
)
"""Every table an edition is made of, each after those it refers to."""

__all__ = [
    "CONTENT",
    "Capability",
    "Claim",
    "Competitiveness",
    "Edit",
    "Edition",
    "Event",
    "Figure",
    "Goal",
    "GroupMatchRate",
    "HouseSetting",
    "KeyDate",
    "MatchScore",
    "NormPoint",
    "NormTable",
    "PassRate",
    "PassingStandard",
    "Policy",
    "PracticeTest",
    "PracticeTestBand",
    "ProjectionParameter",
    "Publication",
    "RecoveryCodes",
    "Release",
    "Response",
    "Revision",
    "ScoreBandMatchRate",
    "ScoreDistribution",
    "ScorePrecision",
    "Source",
    "Specialty",
    "SpecialtyMatchRate",
    "SurveyAnswer",
    "Throttle",
]
