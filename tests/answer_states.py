"""An address for every state of an answer, with dates relative to today."""

from datetime import UTC, datetime, timedelta

TODAY = datetime.now(UTC).date()


def day(after: int) -> str:
    return (TODAY + timedelta(days=after)).isoformat()


def tests(*taken: tuple[str, int, int]) -> str:
    """The part of a query with these tests: id, score, and days since it was taken."""
    rows = [f"test={test}&score={score}&taken={day(-ago)}" for test, score, ago in taken]
    return "".join(f"&{row}" for row in rows)


IM = "/goal/?specialty=internal-medicine&group=non-us-img"
THREE = tests(("nbme13", 244, 25), ("nbme14", 247, 14), ("uwsa2", 256, 4))
FALLING = tests(
    *(("nbme09", 262, 46), ("nbme10", 259, 35), ("nbme11", 256, 25), ("nbme12", 252, 15)),
    *(("nbme13", 249, 11), ("nbme14", 245, 5), ("nbme15", 242, 1)),
)

ANSWERS = {
    "possible": f"{IM}&exam_date={day(20)}{THREE}",
    "on-pace": f"/goal/?specialty=family-medicine&group=us-md-senior&exam_date={day(20)}{THREE}",
    "short": f"{IM}&aim=strong&exam_date={day(20)}{tests(('nbme13', 236, 12), ('uwsa1', 240, 5))}",
    "falling": f"/goal/?specialty=internal-medicine&group=us-md-senior&exam_date={day(9)}{FALLING}",
    "below-passing": f"/goal/?specialty=family-medicine&group=us-img&exam_date={day(20)}"
    f"{tests(('nbme13', 203, 10), ('uwsa1', 209, 0))}",
    "not-safe": f"{IM}&exam_date={day(20)}{tests(('nbme13', 222, 10), ('uwsa1', 228, 3))}",
    "no-tests": f"/goal/?specialty=dermatology&group=us-md-senior&exam_date={day(60)}",
    "hole": f"/goal/?specialty=urology&group=us-md-senior&exam_date={day(60)}",
    "just-pass": f"/goal/?aim=pass&exam_date={day(20)}{THREE}",
    "scored": "/goal/?specialty=orthopaedic-surgery&group=us-do-senior&situation=scored"
    f"&actual_score=243&exam_date={day(-90)}",
    "passed-low": "/goal/?specialty=family-medicine&group=us-img&situation=scored"
    f"&actual_score=222&exam_date={day(-60)}",
    "did-not-pass": f"{IM}&situation=scored&actual_score=205&exam_date={day(-60)}",
    "date-needed": "/goal/?specialty=family-medicine&group=us-img&situation=scored"
    "&actual_score=212",
    "failed": "/goal/?specialty=family-medicine&group=us-img&situation=failed&actual_score=209"
    f"&attempt_date={day(-120)}&exam_date={day(120)}",
    "taken": f"{IM}&exam_date={day(-5)}{tests(('nbme14', 247, 14))}",
    "step3": "/goal/?exam=step3&group=non-us-img",
    "step1": "/goal/?exam=step1&group=us-img",
}
