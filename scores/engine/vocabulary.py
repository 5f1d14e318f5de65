"""The terms of the field, spelled once for the engine, the tables and the pages.

Rules use the ids; the names are for readers.
"""

from typing import Literal

Kind = Literal["observed", "rule", "advice", "house", "fitted"]

KINDS: dict[str, str] = {
    "observed": "observed",
    "rule": "rule",
    "advice": "advice",
    "house": "house setting",
    "fitted": "fitted by us on reports",
}

EXAMS: dict[str, str] = {"step2ck": "Step 2 CK", "step3": "Step 3", "step1": "Step 1"}

GROUPS: dict[str, str] = {
    "us-md-senior": "US MD seniors",
    "us-do-senior": "US DO seniors",
    "us-img": "US IMGs",
    "non-us-img": "non-US IMGs",
}
"""Applicant groups a student can belong to."""

GROUPS_ON_RECORD: dict[str, str] = GROUPS | {
    "us-senior-unspecified": "US seniors, MD or DO not stated",
    "unspecified": "applicants, group not stated",
}
"""Groups a recorded figure can describe; some sources do not state the group."""

GROUPS_OF_EARLY_MATCHES: dict[str, str] = GROUPS | {
    "img": "US and non-US IMGs",
    "all": "all applicants",
}
"""Groups a match rate of an early Match can describe."""

OTHER_IMG_GROUP = {"us-img": "non-us-img", "non-us-img": "us-img"}
IMG_GROUPS = frozenset(OTHER_IMG_GROUP)
SENIOR_GROUPS = frozenset(GROUPS) - IMG_GROUPS

EXAMINEES: dict[str, str] = {
    "us-md-senior": "US MD",
    "us-do-senior": "US DO",
    "us-img": "Non-US",
    "non-us-img": "Non-US",
}
"""The examinee group that pass rates use for each applicant group."""

EVIDENCE: dict[str, str] = {
    "official": "official",
    "official-transcribed": "transcription of official figures",
    "peer-reviewed": "peer-reviewed",
    "secondary": "secondary",
    "vendor": "vendor",
    "crowd": "self-reported by volunteers",
    "advice": "advice",
    "house": "house",
}
"""Kinds of evidence, best first. Advice and house settings are never a benchmark."""

EVIDENCE_RANK: dict[str, int] = {evidence: rank for rank, evidence in enumerate(EVIDENCE)}
NEVER_A_BENCHMARK = frozenset({"advice", "house"})

USES: dict[str, str] = {
    "benchmark": "benchmark",
    "beside": "shown beside, never a target",
    "chance": "for the chance of matching only",
    "doubtful": "doubtful, shown with its caution",
}
"""How the rules may use a recorded score."""

STATISTICS: dict[str, str] = {
    "q1": "first quartile",
    "median": "median",
    "q3": "third quartile",
    "mean": "mean",
    "sd": "standard deviation",
}

STANDINGS: dict[str, str] = {
    "current": "still right",
    "superseded": "outlived",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "advice": "advice",
}

SERVICES: dict[str, str] = {
    "eras": "ERAS",
    "residencycas": "ResidencyCAS",
    "sf-match": "SF Match",
    "nrmp": "Main Residency Match (NRMP)",
    "sau": "Urology Match (SAU)",
}
"""Services that take applications or run a Match."""

REVIEW = "programs-may-review"

EVENTS: dict[str, str] = {
    "season opens": "season-opens",
    "applicants may submit": "applicants-may-submit",
    "programmes may review": REVIEW,
    "programs may review": REVIEW,
    "application deadline": "application-deadline",
    "rank order lists lock": "rank-lists-lock",
    "Match Week": "match-week",
    "Match Day": "match-day",
    "SOAP": "soap",
    "season ends": "season-ends",
}
"""Ids of the events of a season, by the name an edition records."""

PERCENT_MEASURES = frozenset(
    {
        "per cent endorsing for interview",
        "per cent citing when reviewing applications",
        "percent citing for interview",
        "percent citing when ranking",
        "percent of programs answering",
    }
)
"""Survey measures in percent, by the name an edition records."""

TOPIC_EXAMS: dict[str, str] = {"tier": "step2ck", "step3-score": "step3"}
"""The exam of each topic whose claims call a score good."""

CLAIM_EXAMS: dict[str, str] = {"step3-230": "step3"}
"""The exam of each claim that editions up to 2026.1 record under another exam's topic."""

LOWEST_SCORE = 1
HIGHEST_SCORE = 300
"""Ends of the three-digit USMLE scale (claim `scale`, and every norm table)."""
