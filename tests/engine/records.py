"""Digests of the facts of worked cases, without their words; `write` renews them."""

import hashlib
import json
import tomllib
from datetime import date, timedelta
from pathlib import Path

from scores.engine import VERSION
from scores.engine.answers import Answers, Reading
from scores.engine.record import canonical
from scores.engine.result import derive
from scores.reference.agreement import facts_of
from scores.wording.record import record_of
from tests.engine.edition import read_fixture

CASES = Path(__file__).parents[1] / "cases"
DIGESTS = CASES / "records.json"
TODAY = date(2026, 11, 22)
EXAM = date(2027, 5, 1)

ANSWERS = ("exam", "specialty", "group", "aim", "exam_date")

SITUATIONS = {
    "failed": {"situation": "failed", "attempt_dates": (date(2025, 6, 1), date(2026, 6, 1))},
    "scored": {"situation": "scored", "actual_score": 247, "exam_date": date(2026, 10, 1)},
}


def cases_in(name):
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]


def answers_of(case):
    """The answers of a case of `targets.toml`."""
    return Answers(
        **{name: case[name] for name in ANSWERS if name in case},
        factors=tuple(case.get("factors", ())),
        declined=tuple(case.get("decline", ())),
    )


def readings_of(case):
    """The practice tests of a case of `projections.toml`."""
    return tuple(
        Reading(
            each["test"],
            each["score"],
            EXAM - timedelta(days=each["days"]) if "days" in each else None,
        )
        for each in case["tests"]
    )


def asked():
    """The name of each case, the label of its edition, its answers, and its today."""
    for case in cases_in("targets.toml"):
        yield case["name"], case.get("edition", "2026.1"), answers_of(case), TODAY
    who = {"specialty": "dermatology", "group": "us-img"}
    for case in cases_in("projections.toml"):
        group = "us-img" if case.get("prior") == "img" else "us-md-senior"
        tested = Answers(
            specialty="dermatology", group=group, exam_date=EXAM, readings=readings_of(case)
        )
        yield f"Tested: {case['name']}", "2026.2", tested, EXAM
    for name, told in SITUATIONS.items():
        yield f"Situation: {name}", "2026.1", Answers(**who, **told), TODAY


def digests():
    """The first twelve digits of the digest of the facts of each case, by its name."""
    found = {}
    for name, label, answers, today in asked():
        record = record_of(derive(read_fixture(label), answers, today=today))
        found[name] = hashlib.sha256(canonical(facts_of(record)).encode()).hexdigest()[:12]
    return found


def write():
    """Writes the digests: needed once `VERSION` or the cases change."""
    found = digests()
    kept = {"engine": VERSION, "digests": found}
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    DIGESTS.write_text(f"{text}\n", encoding="utf-8")
