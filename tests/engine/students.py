"""Students of several kinds, and what the engine tells them on November 30, 2026."""

from datetime import date, timedelta

from scores.engine.answers import Answers, Reading
from scores.engine.result import derive
from tests.engine.edition import read_fixture

TODAY = date(2026, 11, 30)
DAYS = (56, 45, 35, 25, 21, 15, 10)
SEVEN = [f"nbme{number:02}" for number in range(9, 16)]
IM_MD = {"specialty": "internal-medicine", "group": "us-md-senior"}
IM_IMG = {"specialty": "internal-medicine", "group": "non-us-img"}
FM_IMG = {"specialty": "family-medicine", "group": "us-img"}
DERM_IMG = {"specialty": "dermatology", "group": "non-us-img"}
FALLING = list(zip(SEVEN, (262, 259, 256, 252, 249, 245, 242), DAYS, strict=True))
FLAT = list(zip(SEVEN, [250] * 7, DAYS, strict=True))
ZIGZAG = list(zip(SEVEN, (262, 230, 262, 230, 262, 230, 262), DAYS, strict=True))


def ask(tests=(), in_days=None, edition=None, **answers):
    """The result for tests of (id, score, days before the exam or today)."""
    exam_date = None if in_days is None else TODAY + timedelta(days=in_days)
    readings = tuple(
        Reading(test, score, days if days is None else (exam_date or TODAY) - timedelta(days))
        for test, score, days in tests
    )
    asked = Answers(exam_date=exam_date, readings=readings, **answers)
    return derive(edition or read_fixture("2026.2"), asked, today=TODAY)


def verdict(*args, **answers):
    return ask(*args, **answers).outlook.verdict.facts


def state(*args, **answers):
    return verdict(*args, **answers).state
