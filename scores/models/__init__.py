"""The tables. An edition holds figures; every figure belongs to an edition and has a source."""

from scores.models.applications import (
    ApplicationProfile,
    ApplicationService,
    EarlyMatchRate,
    SpecialtyName,
    SpecialtyPositions,
    TrackApplicants,
)
from scores.models.editions import Edition, Release
from scores.models.exams import (
    NormPoint,
    NormTable,
    PassingStandard,
    PassRate,
    Policy,
    ScoreDistribution,
    ScorePrecision,
)
from scores.models.figures import Figure, Source, Specialty
from scores.models.goals import (
    Capability,
    Goal,
    Permits,
    Response,
    Revision,
    Throttle,
    Tombstone,
)
from scores.models.match import (
    Competitiveness,
    GroupMatchRate,
    KeyDate,
    MatchScore,
    ScoreBandMatchRate,
    SpecialtyMatchRate,
    SurveyAnswer,
)
from scores.models.people import RecoveryCodes
from scores.models.practice import PracticeTest, PracticeTestBand
from scores.models.reports import Report
from scores.models.review import (
    Edit,
    EditKind,
    Event,
    EventKind,
    ExpectedValues,
    Publication,
    Tick,
)
from scores.models.statements import Claim, HouseSetting, ProjectionParameter
from scores.models.upkeep import Purge

CONTENT: tuple[type, ...] = (
    *(Source, Specialty, HouseSetting, ProjectionParameter),
    *(PassingStandard, NormTable, NormPoint, ScoreDistribution, ScorePrecision),
    *(MatchScore, ScoreBandMatchRate, SpecialtyMatchRate, GroupMatchRate, PassRate),
    *(PracticeTest, PracticeTestBand, Policy, KeyDate, Claim, SurveyAnswer, Competitiveness),
    *(SpecialtyName, ApplicationService, SpecialtyPositions),
    *(TrackApplicants, ApplicationProfile, EarlyMatchRate),
)
"""The tables of an edition's content, each after those it refers to."""
