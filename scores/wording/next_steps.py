"""The next steps, in addition to the action of the verdict."""

from datetime import date, timedelta
from typing import NamedTuple

from scores.engine.record import Record
from scores.wording.answer import goal_rows
from scores.wording.match import say_share
from scores.wording.summary import (
    PASS_FIRST,
)
from scores.wording.values import (
    say_day,
    short_day,
)
from scores.wording.waiting import season_to_serve


class NextStep(NamedTuple):
    title: str
    why: str


WITH_TIME = frozenset({"possible", "on-pace", "scored", "passed-low"})
"""States in which advice on the rest of the application does not distract."""

AHEAD = frozenset({"possible", "on-pace", "short", "falling", "below-passing", "not-safe"})
"""States in which there may be an exam date to keep or move, and tests to decide by."""

FRESH = timedelta(days=14)
"""How long before the exam the newest practice test should be taken."""


def next_steps(record: Record) -> list[NextStep]:
    """The steps in addition to the verdict's action; without a verdict, those the record holds."""
    if not record.get("verdict"):
        return [NextStep(says, "") for says in (record["plan"] or {}).get("next", ())]
    return _more_steps(record)


def _more_steps(record: Record) -> list[NextStep]:
    inputs, verdict = record["inputs"], record["verdict"]
    steps = []
    if inputs["exam"] == "step2ck" and inputs["situation"] == "failed":
        steps += _test_again(record)
    if inputs["exam"] == "step2ck" and inputs["situation"] == "planning":
        if inputs["exam_date"] and record["projection"] and verdict["state"] in AHEAD:
            steps.append(_decide(record))
        steps += _test_again(record)
    if verdict["state"] == "did-not-pass":
        steps.append(NextStep(WHEN_AGAIN, "It then says how many are left, and from which day."))
    share = _share_at(record)
    if share and verdict["state"] in WITH_TIME:
        steps.append(
            NextStep(
                "Put time into the rest of your application",
                f"With {share[0]}, {share[1]} matched: letters, grades and interviews count too.",
            )
        )
    return steps


WHEN_AGAIN = "Choose Failed in the form, and enter the dates of your attempts"


def _decide(record: Record) -> NextStep:
    """A decision to make with an advisor before the next test."""
    if record["verdict"]["state"] in PASS_FIRST:
        safe = record["floor"]["safe_pass"]
        why = f"Your tests are not safely over passing: another one should reach {safe} first."
        return NextStep("Decide with your advisor whether to move the date", why)
    if record["verdict"]["action_id"] == "other-goal":
        within = [goal for goal in goal_rows(record) if (goal["p_reach"] or 0) >= EVEN]
        why = f"{within[-1]['score']} has a chance of {within[-1]['reach']}." if within else ""
        return NextStep("Talk over another goal, or a much later date", why)
    title = "Agree on the score that would make you move the date"
    return NextStep(title, "With your advisor, before your next test.")


EVEN = 0.5
"""A chance from which a goal is at least as likely reached as missed."""


def _test_again(record: Record) -> list[NextStep]:
    """A step to test again: the newest test will be old by exam day, none counts, or they fall."""
    projection, exam, verdict = (
        record["projection"],
        record["inputs"]["exam_date"],
        record["verdict"],
    )
    if not exam or verdict["action_id"] == "test-again":
        return []
    if verdict["state"] == "falling":
        return [NextStep(ONCE_MORE, "It shows better whether your scores really fall.")]
    when = _day_to_test(record)
    if when is None:
        return []
    if not projection:
        why = WITH_TIME_LEFT
        if verdict["state"] == "failed":
            why = f"Under {record['floor']['safe_pass']}, passing is not safe: move the date."
        return [NextStep(f"Take a full practice test around {say_day(when)}", why)]
    title = f"Take one more full practice test around {say_day(when)}"
    days = [reading["taken"] for reading in projection["readings"] if reading["taken"]]
    if not days:
        return [NextStep(title, "")]
    newest = date.fromisoformat(max(days))
    if newest >= when:
        return []
    return [
        NextStep(title, f"Your newest is from {short_day(newest)}; one near the exam counts most.")
    ]


def _day_to_test(record: Record) -> date | None:
    """FRESH before the exam or an earlier last safe date to come; None once that day is past."""
    inputs, season = record["inputs"], season_to_serve(record)
    today = date.fromisoformat(inputs["today"])
    exam = date.fromisoformat(inputs["exam_date"])
    safe = date.fromisoformat(season["last_safe"]) if season else exam
    when = (min(exam, safe) if safe > today else exam) - FRESH
    return when if when > today else None


WITH_TIME_LEFT = "It shows where you stand while you can still move the date."
ONCE_MORE = "Take another full practice test before you decide"


def _share_at(record: Record) -> tuple[int, str] | None:
    match, inputs = record.get("match"), record["inputs"]
    if not match:
        return None
    name = "at_score" if record["standing"] else "at_target"
    score = inputs["actual_score"] if record["standing"] else record["target"]["score"]
    return (score, say_share(match[name]["percent"], match["told"])) if match[name] else None
