"""The part of a result's page that rests on practice tests, a score in hand or failed attempts.

Like the rest of the page it reads the record alone. A shared record may have lost its readings, its
projection, or both: then what rests on them is not there.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from scores.charts.readings import NARROW, WIDE, course_of
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.views.citations import Cite
from scores.views.ledger import day_of
from scores.wording.plan import (
    DATES,
    LESS_THAN_A_TENTH,
    NO_WAIT,
    PLANNED,
    REACH,
    TODAY,
    WHO_GAINS,
    say_later,
)
from scores.wording.projection import LEADS, say_move, say_pair, say_score, say_test
from scores.wording.values import short_day, signed

Show = Callable[[Record], Record]
"""A step of the record as the ledger shows it: on paper too, or on the screen alone."""


def projection_page(
    record: Record, show: Show, show_on_screen: Show, cite_on_screen: Cite
) -> dict[str, Any]:
    return {
        "uncounted": _uncounted(record),
        "way": _way(record, show_on_screen) if record["projection"] else None,
        "plan": _plan(record, show) if record["plan"] else None,
        "in_hand": {"steps": _ledger(record["standing"], record, show)},
        "actual_norms": _actual_norms(record, cite_on_screen),
        "retake": {"steps": _ledger(record["attempts"], record, show)},
    }


def _uncounted(record: Record) -> Record | None:
    """Readings taken after the exam, or after today where no exam date is given."""
    inputs, day = record["inputs"], record["day"]
    if inputs["situation"] == "scored" or inputs["exam"] != "step2ck":
        return None
    late = [each for each in inputs["tests"] if each["taken"] and each["taken"] > day]
    if not late:
        return None
    named = record["projection"]["not_counted"] if record["projection"] else []
    return {
        "count": len(late),
        "is_all": len(late) == len(inputs["tests"]),
        "names": [say_test(each) for each in named],
        "day": day_of(day),
        "has_exam_date": bool(inputs["exam_date"]),
    }


# Where the readings lead


def _way(record: Record, show: Show) -> Record:
    projection = record["projection"]
    readings = _readings(projection)
    return {
        "mean": in_points(projection["mean"]),
        "low": in_points(projection["low"]),
        "high": in_points(projection["high"]),
        "percent": round(100 * projection["level"]),
        "day": day_of(record["day"]),
        "short_day": _short_day(record["day"]),
        "course": course_of(record, WIDE),
        "narrow_course": course_of(record, NARROW),
        "readings": readings,
        "undated": sum(not reading["taken"] for reading in readings),
        "disagreements": [say_pair(*pair) for pair in projection["disagreements"]],
        "steps": _ledger(projection["steps"], record, show),
        "leads": leads((step["rule"], step["value"]) for step in projection["steps"]),
    }


def leads(steps: Iterable[tuple[str, Any]]) -> SafeString:
    """From the readings to the projection, value by value."""
    told = [(rule, f"{float(value):.1f}") for rule, value in steps if rule in LEADS]
    return SafeString(
        " ".join(LEADS[rule].format(f'<span class="number">{value}</span>') for rule, value in told)
    )


def _readings(projection: Record) -> list[Record]:
    """Each reading that counts: where it stands, its share, and what the projection is without."""
    without = list(projection["without"])
    rows = []
    for reading in projection["readings"]:
        same = next(each for each in without if _is_same(each, reading))
        without.remove(same)
        left = None if same["mean"] is None else in_points(same["mean"])
        rows.append(
            reading
            | {
                "score_text": say_score(reading),
                "taken": day_of(reading["taken"]) if reading["taken"] else "",
                "short_taken": _short_day(reading["taken"]) if reading["taken"] else "",
                "on_scale": in_points(reading["on_scale"]),
                "percent": in_points(100 * reading["weight"]),
                "without": left,
                "moves": "" if left is None else say_move(left - in_points(projection["mean"])),
            }
        )
    return rows


def _is_same(one: Record, other: Record) -> bool:
    return all(one[name] == other[name] for name in ("test", "score", "taken"))


# The plan


def _plan(record: Record, show: Show) -> Record:
    plan = record["plan"]
    steps = {step["rule"]: step for step in _ledger(plan["steps"], record, show)}
    pace = plan["pace"]
    return {
        "verdict": steps["verdict"],
        "passing": steps["pass-chance"],
        "pace": pace
        and pace
        | {
            "step": steps["pace"],
            "needed": _needed(pace, record["target"]["score"]),
            "others": _growth(steps["pace"]),
        },
        "calendar": steps["calendar"],
        "dates": _dates(record),
        "choices": _choices(record, steps),
        "next": plan["next"],
        "steps": list(steps.values()),
    }


def _needed(pace: Record, target: int) -> str:
    """Points a week up to the target; empty where the readings are there already."""
    if pace["needed"]:
        return str(pace["needed"])
    return LESS_THAN_A_TENTH if pace["now"] < target else ""


def _growth(pace: Record) -> list[Record]:
    """What half of students and a quarter of them gain in a week."""
    return [
        {"who": who, "points": f"{figure['value']:.1f}", "marks": figure["marks"]}
        for who, figure in zip(WHO_GAINS, pace["figures"], strict=True)
    ]


def _dates(record: Record) -> list[Record]:
    """The days that decide whether the score comes in for the review, in order."""
    calendar, exam = record["plan"]["calendar"], record["inputs"]["exam_date"]
    if not calendar:
        return []
    tag = "" if calendar["basis"] == "announced" else calendar["basis"]
    days = [(calendar[name], DATES[name], tag) for name in ("last_safe", "last_typical", "review")]
    if exam:
        days.append((exam, DATES["exam"], ""))
    return [
        {"iso": day, "day": day_of(day), "says": says, "tag": tag, "is_yours": day == exam}
        for day, says, tag in sorted(days)
    ]


def _choices(record: Record, steps: dict[str, Record]) -> list[Record]:
    """The exam as planned and some weeks later: the chance of the target, and the price."""
    plan = record["plan"]
    calendar, exam = plan["calendar"], record["inputs"]["exam_date"]
    planned = {
        "name": PLANNED if exam else TODAY,
        "short_day": _short_day(record["day"]),
        "percent": plan["percent_target"],
        "cost": _cost(calendar and calendar["reach"]),
        "marks": "",
    }
    later = [
        {
            "name": say_later(delay["weeks"]),
            "short_day": _short_day(delay["day"]),
            "percent": delay["percent_target"],
            "cost": _cost(delay["reach"]),
            "marks": steps[f"delay-{delay['weeks']}"]["marks"],
        }
        for delay in plan["delays"]
    ]
    return [planned, *later]


def _cost(reach: str | None) -> str:
    return REACH[reach] if reach else ""


# A score in hand, and failed attempts


def _actual_norms(record: Record, cite: Cite) -> list[Record]:
    return [
        {
            "window": f"{day_of(norms['from'])} to {day_of(norms['to'])}",
            "population": norms["population"],
            "text": norms["actual"]["text"],
            "is_interpolated": norms["actual"]["interpolated"],
            "marks": cite(norms),
        }
        for norms in record["norms"]
        if norms["actual"]
    ]


def _ledger(steps: list[Record], record: Record, show: Show) -> list[Record]:
    return [show(step) | {"value_text": _value_text(step, record)} for step in steps]


def _value_text(step: Record, record: Record) -> str:
    value, unit = step["value"], step["unit"]
    if value is None and unit == "date":
        return NO_WAIT
    if value is None:
        return f"{step['low']}–{step['high']}" if step["low"] is not None else ""
    if unit == "percent":
        return f"{value}%"
    if unit == "percentile":
        return str(next(norms["actual"]["text"] for norms in record["norms"] if norms["actual"]))
    if unit == "difference":
        return signed(value)
    if unit == "date":
        return _short_day(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _short_day(text: str) -> str:
    return short_day(date.fromisoformat(text))
