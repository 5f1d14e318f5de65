"""The answers that several tests begin with: an exam is planned, and two tests were taken."""

from datetime import date

from scores.engine.answers import Answers, Reading

PLANNING = Answers(
    specialty="internal-medicine",
    group="non-us-img",
    exam_date=date(2027, 1, 10),
    readings=(
        Reading("nbme14", 244, date(2026, 11, 20)),
        Reading("uwsa2", 250, date(2026, 11, 25)),
    ),
)
