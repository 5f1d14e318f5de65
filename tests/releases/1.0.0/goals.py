"""What students shared on the first release: goals of every kind, each under a name of its own."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from scores.engine.answers import EVIDENCE_TO_DECLINE, Answers, Reading
from scores.goals.redact import ALL, Shown

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
WHEN_2025_1_WAS_CURRENT = datetime(2026, 2, 1, 12, tzinfo=UTC)
NOTHING = Shown()
EVERYTHING = tuple(EVIDENCE_TO_DECLINE)

MD, DO, US_IMG, NON_US_IMG = "us-md-senior", "us-do-senior", "us-img", "non-us-img"
EXAM = date(2027, 5, 1)
NBME = Reading("nbme14", 247, date(2026, 9, 1))
LATER_NBME = Reading("nbme15", 251, date(2026, 10, 1))
FREE = Reading("free120", 78, date(2026, 10, 20))


@dataclass(frozen=True)
class Shared:
    answers: Answers
    shown: Shown = NOTHING
    edition: str = "2026.1"

    @property
    def at(self) -> datetime:
        return WHEN_2025_1_WAS_CURRENT if self.edition == "2025.1" else NOW


BEFORE = {
    "old-plain": Shared(Answers(specialty="dermatology", group=MD)),
    "old-tests": Shared(
        Answers(
            specialty="internal-medicine",
            group=DO,
            exam_date=EXAM,
            factors=("strong-grades",),
            readings=(NBME, LATER_NBME, FREE),
        ),
        ALL,
    ),
    "old-stand-in": Shared(
        Answers(
            specialty="dermatology",
            group=US_IMG,
            declined=("all-specialties",),
            readings=(Reading("uwsa2", 243),),
        ),
        Shown(projection=True),
    ),
    "old-scored": Shared(
        Answers(specialty="psychiatry", group=NON_US_IMG, situation="scored", actual_score=244),
        Shown(scores=True),
    ),
    "old-failed": Shared(
        Answers(
            specialty="pediatrics",
            group=US_IMG,
            situation="failed",
            factors=("failed-exam", "little-us-experience"),
            attempt_dates=(date(2026, 3, 1),),
        ),
        Shown(profile=True),
    ),
    "old-edition": Shared(
        Answers(
            specialty="general-surgery",
            group=MD,
            exam_date=date(2026, 8, 1),
            readings=(Reading("nbme10", 239, date(2026, 1, 10)),),
        ),
        ALL,
        edition="2025.1",
    ),
}
"""Shared while the rules had version 1.0."""

GROUPS_AND_EVIDENCE = {
    "md-observed": Shared(
        Answers(
            specialty="dermatology",
            group=MD,
            aim="strong",
            exam_date=EXAM,
            readings=(NBME, LATER_NBME, FREE),
        ),
        ALL,
    ),
    "do-observed": Shared(Answers(specialty="family-medicine", group=DO, aim="in-range")),
    "non-us-img-observed": Shared(
        Answers(specialty="internal-medicine", group=NON_US_IMG, readings=(NBME,)),
        Shown(scores=True),
    ),
    "us-img-stand-in": Shared(
        Answers(specialty="general-surgery", group=US_IMG, readings=(Reading("uwsa1", 240),)),
        Shown(projection=True),
    ),
    "do-stand-in": Shared(
        Answers(specialty="plastic-surgery", group=DO, exam_date=EXAM, readings=(NBME,)),
        Shown(projection=True, scores=True),
    ),
    "md-stand-in": Shared(
        Answers(
            specialty="preventive-medicine",
            group=MD,
            factors=("failed-exam", "low-class-rank", "little-research"),
        ),
        Shown(profile=True),
    ),
    "us-img-none": Shared(
        Answers(
            specialty="dermatology",
            group=US_IMG,
            declined=EVERYTHING,
            factors=("little-us-experience",),
            readings=(NBME, LATER_NBME),
        ),
        Shown(projection=True, profile=True),
    ),
    "non-us-img-none": Shared(
        Answers(specialty="dermatology", group=NON_US_IMG, declined=EVERYTHING),
        Shown(scores=True, profile=True),
    ),
    "do-some-declined": Shared(
        Answers(specialty="neurology", group=DO, declined=("older-cycle", "mean")), ALL
    ),
}

TESTS = {
    "after-the-exam": Shared(
        Answers(
            specialty="anesthesiology",
            group=MD,
            exam_date=date(2026, 10, 1),
            readings=(NBME, FREE, Reading("uwsa1", 255, date(2026, 11, 2))),
        ),
        ALL,
    ),
    "disagreeing": Shared(
        Answers(
            specialty="neurology",
            group=MD,
            exam_date=EXAM,
            readings=(
                Reading("nbme12", 214, date(2026, 11, 1)),
                Reading("uwsa2", 266, date(2026, 11, 8)),
            ),
        ),
        ALL,
    ),
    "low": Shared(
        Answers(
            specialty="pathology",
            group=NON_US_IMG,
            exam_date=date(2026, 12, 20),
            readings=(
                Reading("nbme13", 198, date(2026, 11, 10)),
                Reading("free120", 52, date(2026, 11, 20)),
            ),
        ),
        ALL,
    ),
    "thin": Shared(
        Answers(
            specialty="emergency-medicine",
            group=DO,
            exam_date=EXAM,
            readings=(Reading("uwsa3", 228),),
        ),
        Shown(projection=True, scores=True),
    ),
    "retired": Shared(
        Answers(
            specialty="vascular-surgery",
            group=MD,
            readings=(
                Reading("nbme06", 231, date(2026, 8, 1)),
                Reading("free120-old", 71, date(2026, 8, 9)),
                Reading("other", 240),
            ),
        ),
        Shown(projection=True, scores=True),
    ),
    "many": Shared(
        Answers(
            specialty="ophthalmology",
            group=MD,
            exam_date=date(2027, 2, 1),
            factors=("strong-research", "exceptional-letters", "strong-grades"),
            readings=tuple(
                Reading(f"nbme{9 + number % 8:02}", 230 + 2 * number, date(2026, 9, 1 + 2 * number))
                for number in range(14)
            ),
        ),
        ALL,
    ),
}

SITUATIONS = {
    "scored": Shared(
        Answers(
            specialty="orthopaedic-surgery",
            group=MD,
            situation="scored",
            actual_score=251,
            exam_date=date(2026, 9, 15),
            readings=(NBME,),
        ),
        ALL,
    ),
    "scored-below-pass": Shared(
        Answers(specialty="psychiatry", group=US_IMG, situation="scored", actual_score=209)
    ),
    "failed": Shared(
        Answers(
            specialty="psychiatry",
            group=US_IMG,
            situation="failed",
            aim="in-range",
            exam_date=date(2027, 3, 1),
            factors=("failed-exam", "little-us-experience", "exceptional-letters"),
            readings=(Reading("nbme16", 226, date(2026, 11, 15)),),
            attempt_dates=(date(2026, 3, 1), date(2026, 7, 1)),
        ),
        ALL,
    ),
    "step-1": Shared(Answers(exam="step1", exam_date=EXAM)),
    "step-1-failed": Shared(
        Answers(exam="step1", situation="failed", attempt_dates=(date(2026, 6, 1),)),
        Shown(profile=True),
    ),
    "step-3": Shared(Answers(exam="step3", group=NON_US_IMG, exam_date=EXAM)),
    "step-3-scored": Shared(
        Answers(exam="step3", situation="scored", actual_score=226), Shown(scores=True)
    ),
}

OLDER_EDITION = {
    "2025-observed": Shared(
        Answers(specialty="dermatology", group=MD, exam_date=date(2026, 7, 1)), ALL, "2025.1"
    ),
    "2025-stand-in": Shared(
        Answers(
            specialty="family-medicine",
            group=NON_US_IMG,
            exam_date=date(2026, 7, 1),
            readings=(Reading("uwsa2", 231, date(2026, 1, 20)),),
        ),
        Shown(projection=True),
        "2025.1",
    ),
    "2025-hidden": Shared(
        Answers(
            specialty="anesthesiology",
            group=NON_US_IMG,
            factors=("little-research", "little-us-experience"),
            readings=(Reading("nbme11", 241, date(2026, 1, 5)),),
        ),
        NOTHING,
        "2025.1",
    ),
}

LINKS = {
    "withdrawn": Shared(Answers(specialty="neurology", group=MD, readings=(NBME,)), ALL),
    "given-back": Shared(Answers(specialty="neurology", group=DO), ALL),
    "expired": Shared(Answers(specialty="pathology", group=MD, readings=(NBME,)), ALL),
}

RELEASE = GROUPS_AND_EVIDENCE | TESTS | SITUATIONS | OLDER_EDITION | LINKS

REVISED = {
    "old-tests": [
        {"readings": (NBME, LATER_NBME, FREE, Reading("uwsa1", 250, date(2026, 11, 20)))},
    ],
    "old-edition": [{"exam_date": EXAM}],
    "md-observed": [
        {"readings": (NBME, LATER_NBME, FREE, Reading("uwsa2", 262, date(2026, 11, 12)))},
        {"aim": "typical"},
        {"situation": "scored", "actual_score": 259},
    ],
    "do-observed": [
        {"readings": (Reading("nbme09", 229, date(2026, 10, 2)),)},
        {"specialty": "emergency-medicine"},
    ],
    "failed": [{"situation": "scored", "actual_score": 232}],
    "2025-observed": [{"exam_date": EXAM, "factors": ("little-research",)}],
}
"""What each further revision changed; all were made on edition 2026.1, by the rules of 1.1."""


def revisions_of(name: str) -> list[Answers]:
    """The answers of every revision after the first, each changed from the one before."""
    answers, found = (BEFORE | RELEASE)[name].answers, []
    for changed in REVISED.get(name, []):
        answers = replace(answers, **changed)
        found.append(answers)
    return found


ANSWERED = [
    ("old-tests", {"name": "Dr. Renée O’Hara", "agreed_target": 248, "note": "Sit it in May."}),
    ("old-tests", {"name": "Dr. Renée O’Hara", "look_again": date(2027, 2, 1)}),
    ("md-observed", {"name": "A. Advisor", "note": "Two lines:\n\n<b>not bold</b> & “quoted” 🎯"}),
    ("md-observed", {"name": "A. Advisor", "agreed_target": 262, "look_again": date(2027, 1, 15)}),
    ("2025-observed", {"name": "Wei", "agreed_target": 255}),
    ("step-1", {"name": "Tutor", "note": "Pass first."}),
    ("withdrawn", {"name": "Tutor", "note": "Kept though the links are withdrawn."}),
]
"""What advisors answered, on the newest revision."""
