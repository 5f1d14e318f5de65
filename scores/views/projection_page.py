"""The part of a result's page that rests on practice tests, a score in hand or failed attempts.

Like the rest of the page it reads the record alone. A shared record may have lost its readings, its
projection, or both: then what rests on them is not there.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from scores.charts.readings import NARROW, WIDE, course_of
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.views.citations import Citations, Cite
from scores.views.context import norms_with
from scores.views.ledger import ledger
from scores.wording.plan import DATES, LESS_THAN_A_TENTH, PLANNED, TODAY, WHO_GAINS, say_later
from scores.wording.projection import LEADS, say_move, say_pair, say_score, say_test
from scores.wording.values import tenths
from scores.wording.verdict import SEASONS, say_chance_of


def projection_page(record: Record, citations: Citations) -> Record:
    cite, cite_on_screen = citations.cite, citations.on_screen
    has_way = record["projection"] and not record.get("verdict")
    return {
        "late": _late_tests(record),
        "way": _way(record, cite_on_screen) if has_way else None,
        "outlook": _outlook(record, cite_on_screen) if record.get("verdict") else None,
        "plan": _plan(record, cite) if record["plan"] and "verdict" not in record else None,
        "in_hand": ledger(record["standing"], record, cite),
        "actual_norms": norms_with("actual", record, cite_on_screen),
        "retake": ledger(record["attempts"], record, cite),
    }


def _late_tests(record: Record) -> Record | None:
    """Readings taken after the exam, or after today where no exam date is given."""
    inputs = record["inputs"]
    late = [test for test in inputs["tests"] if test["taken"] and test["taken"] > record["day"]]
    if not late or inputs["situation"] == "scored" or inputs["exam"] != "step2ck":
        return None
    named = record["projection"]["not_counted"] if record["projection"] else []
    return {"is_all": late == inputs["tests"], "names": [say_test(each) for each in named]}


# The verdict, and what it was told from


def _outlook(record: Record, cite: Cite) -> Record:
    """What the tests say, step by step; the chance by date; the last dates that serve."""
    projection, verdict = record["projection"] or {}, record["verdict"]
    return {
        "marks": cite(*verdict["figures"]),
        "steps": ledger(projection.get("steps", []), record, cite),
        "course": course_of(record, WIDE) if projection else None,
        "narrow_course": course_of(record, NARROW) if projection else None,
        "readings": _readings(projection) if projection else [],
        "waiting": [row | {"chance": say_chance_of(row["p_target"])} for row in record["waiting"]],
        "seasons": [
            season | {"name": SEASONS[season["season"]], "marks": cite(*season["figures"])}
            for season in record["seasons"]
        ],
    }


# Where the readings lead


def _way(record: Record, cite: Cite) -> Record:
    projection = record["projection"]
    return {
        "course": course_of(record, WIDE),
        "narrow_course": course_of(record, NARROW),
        "readings": _readings(projection),
        "undated": sum(not reading["taken"] for reading in projection["readings"]),
        "disagreements": [say_pair(*pair) for pair in projection["disagreements"]],
        "steps": ledger(projection["steps"], record, cite),
        "leads": leads((step["rule"], step["value"]) for step in projection["steps"]),
    }


def leads(steps: Iterable[tuple[str, Any]]) -> SafeString:
    """From the readings to the projection, value by value."""
    told = [(rule, tenths(float(value))) for rule, value in steps if rule in LEADS]
    return SafeString(
        " ".join(LEADS[rule].format(f'<span class="number">{value}</span>') for rule, value in told)
    )


def _readings(projection: Record) -> list[Record]:
    """Each reading that counts, and what the projection is without it."""
    rows = []
    for reading, without in zip(projection["readings"], projection["without"], strict=True):
        row = reading | {"score_text": say_score(reading), "without": without["mean"]}
        if without["mean"] is not None:
            row["moves"] = say_move(in_points(without["mean"]) - in_points(projection["mean"]))
        rows.append(row)
    return rows


# The plan


def _plan(record: Record, cite: Cite) -> Record:
    plan = record["plan"]
    steps = {step["rule"]: step for step in ledger(plan["steps"], record, cite)}
    return {
        "verdict": steps["verdict"],
        "passing": steps["pass-chance"],
        "pace": plan["pace"] and _pace(plan["pace"], steps["pace"], record["target"]["score"]),
        "calendar": steps["calendar"],
        "dates": _dates(record),
        "choices": _choices(record, steps),
    }


def _pace(pace: Record, step: Record, target: int) -> Record:
    """Points a week up to the target, none where the readings are there, and what others gain."""
    is_near = not pace["needed"] and pace["now"] < target
    return {
        "weeks": pace["weeks"],
        "needed": LESS_THAN_A_TENTH if is_near else pace["needed"],
        "says": step["says"],
        "gains": list(zip(WHO_GAINS, step["figures"], strict=True)),
    }


def _dates(record: Record) -> list[tuple[str, str, str]]:
    """The days that decide whether the score comes in for the review, in order."""
    calendar, exam = record["plan"]["calendar"], record["inputs"]["exam_date"]
    if not calendar:
        return []
    tag = "" if calendar["basis"] == "announced" else calendar["basis"]
    days = [(calendar[name], DATES[name], tag) for name in ("last_safe", "last_typical", "review")]
    return sorted([*days, (exam, DATES["exam"], "")] if exam else days)


def _choices(record: Record, steps: dict[str, Record]) -> list[Record]:
    """The exam as planned and some weeks later: the chance of the target, and the price."""
    plan = record["plan"]
    planned = {
        "name": PLANNED if record["inputs"]["exam_date"] else TODAY,
        "day": record["day"],
        "percent_target": plan["percent_target"],
        "reach": plan["calendar"] and plan["calendar"]["reach"],
    }
    choices = [planned]
    for delay in plan["delays"]:
        marks = steps[f"delay-{delay['weeks']}"]["marks"]
        choices.append(delay | {"name": say_later(delay["weeks"]), "marks": marks})
    return choices
