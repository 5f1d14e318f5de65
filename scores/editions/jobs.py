"""The usual jobs of an editor, each as a path of steps through the admin."""

from dataclasses import dataclass
from typing import Any

from scores.models import (
    Edition,
    GroupMatchRate,
    MatchScore,
    NormPoint,
    NormTable,
    PassingStandard,
    ScoreBandMatchRate,
    Source,
    SpecialtyMatchRate,
)


@dataclass(frozen=True, slots=True)
class JobStep:
    """One step of a job in a draft, done once a row of one of the tables in `done_by` changed."""

    title: str
    says: str
    links: tuple[tuple[str, Any, str], ...] = ()
    """Each with its text, its table, and the page of the table that it leads to."""
    done_by: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    title: str
    says: str
    steps: tuple[JobStep, ...]


SOURCE = JobStep(
    "Enter the source",
    "Its title, its address and the day you read it. Skip this where the draft has it already.",
    (("Add a source", Source, "add"), ("See the sources", Source, "changelist")),
    (Source,),
)

JOBS: tuple[Job, ...] = (
    Job(
        "passing-score",
        "A new passing score",
        "An exam gets another passing score from some day on.",
        (
            SOURCE,
            JobStep(
                "Enter the passing score",
                "Exam, score, first day and source. The score before it is found by itself.",
                (("Add a passing standard", PassingStandard, "add"),),
                (PassingStandard,),
            ),
        ),
    ),
    Job(
        "norms",
        "New norms",
        "USMLE publishes percentiles for another window of exam dates, usually in summer.",
        (
            SOURCE,
            JobStep(
                "Enter the table",
                "Exam, first and last exam day, whom it describes, and source. Leave its lines to "
                "the next step.",
                (("Add a norm table", NormTable, "add"),),
                (NormTable,),
            ),
            JobStep(
                "Import its lines",
                "A file with score and percentile; exam and days are asked beside it.",
                (("Import norm points", NormPoint, "import"),),
                (NormPoint,),
            ),
        ),
    ),
    Job(
        "match-report",
        "A new Match report",
        "NRMP or another service publishes scores or rates of a Match.",
        (
            SOURCE,
            JobStep(
                "Import the scores",
                "The table as your office has it. Year, group and source are asked beside the "
                "file; the preview says how it was read.",
                (("Import match scores", MatchScore, "import"),),
                (MatchScore,),
            ),
            JobStep(
                "Import the rates, where the report has them",
                "By specialty, by score band, or of whole groups.",
                (
                    ("By specialty", SpecialtyMatchRate, "import"),
                    ("By score band", ScoreBandMatchRate, "import"),
                    ("By group", GroupMatchRate, "import"),
                ),
                (SpecialtyMatchRate, ScoreBandMatchRate, GroupMatchRate),
            ),
        ),
    ),
    Job(
        "correction",
        "A correction",
        "A figure that readers see is wrong.",
        (
            JobStep(
                "Find the row and correct it",
                "The draft lists every kind of figure. Each list is searched by what it says; the "
                "note of the row says what was wrong.",
                (
                    ("Match scores", MatchScore, "changelist"),
                    ("Passing standards", PassingStandard, "changelist"),
                    ("Sources", Source, "changelist"),
                    ("Every kind", Edition, "change"),
                ),
            ),
        ),
    ),
)


def job_named(name: str | None) -> Job | None:
    return next((job for job in JOBS if job.name == name), None)
