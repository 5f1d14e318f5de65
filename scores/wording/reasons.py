"""Why the target is what it is, in a few rows."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from scores.engine.record import Record
from scores.wording.answer import GOAL_NOTES
from scores.wording.choices import AIM_TITLES
from scores.wording.summary import (
    aimed_at,
    floor_decides,
    has_target,
    may_have_passed,
    state_of,
    step_named,
)
from scores.wording.values import (
    counted,
    plain_number,
    signed,
)


class Reason(NamedTuple):
    says: str
    note: str
    score: str
    figures: list[Record]


def reasons_of(record: Record) -> list[Reason]:
    """Rows on those who matched, on what moves their score or else the unmatched, and the floor."""
    rows = []
    target, unmatched = record["target"], record["unmatched"]
    benchmark = target["benchmark"]
    if benchmark:
        what = "range, widened" if target["basis"] == "stand-in" else "middle 50%"
        rows.append(_reason(benchmark, f"{what}: {target['low']}–{target['high']}"))
    gap = step_named(record, "stand-in-gap")
    if gap and gap["value"]:
        whose = f"{record['about']['group']}, compared with them"
        rows.append(Reason(whose, gap["figures"][0]["cycle"], signed(gap["value"]), gap["figures"]))
    of_aim, of_factors = [*_reason_of_the_aim(record)], [*_reasons_of_factors(record)]
    rows += of_aim + of_factors
    if unmatched and benchmark and not (of_aim or of_factors):
        many = f"n\N{NO-BREAK SPACE}{counted(unmatched['n'])}" if unmatched["n"] else ""
        rows.append(_reason(unmatched, many))
    if may_have_passed(record) or state_of(record) == "did-not-pass":
        return rows
    if (gap or of_factors) and target["score"] is not None and not floor_decides(record):
        rows.append(Reason("Together, rounded up: your target", "", str(target["score"]), []))
    return [*rows, *_reason_of_passing(record)]


def _reason_of_the_aim(record: Record) -> Iterator[Reason]:
    """A row on the aim, where it is not the middle of those who matched."""
    aim, step = record["inputs"]["aim"], step_named(record, "aim")
    if step and step["value"] is not None and aim in ("in-range", "strong"):
        says = f"{AIM_TITLES[aim]}: {GOAL_NOTES[aim]}"
        yield Reason(says, "", plain_number(step["value"]), step["figures"])


def _reasons_of_factors(record: Record) -> Iterator[Reason]:
    """A row for each application factor, with the points that it adds."""
    steps = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    for before, step in pairwise(steps):
        by = signed(round(step["value"] - before["value"], 1))
        yield Reason(step["title"], "advice; we chose the size", by, step["figures"])


def _reason_of_passing(record: Record) -> Iterator[Reason]:
    floor, step = record["floor"], step_named(record, "safe-pass")
    if floor["safe_pass"] is None or step is None:
        return
    note = f"{floor['passing_standard']} to pass, plus measurement error"
    aimed = aimed_at(record)
    if has_target(record) and aimed and floor_decides(record):
        note += f"; more than {plain_number(aimed['value'])}, so it is your target"
    yield Reason(
        "Safe pass, the lowest target given", note, str(floor["safe_pass"]), step["figures"]
    )


def _reason(figure: Record, note: str) -> Reason:
    says = f"{figure['statistic']} of {figure['of']}, {figure['cycle'] or 'year not stated'}"
    return Reason(f"{says[0].upper()}{says[1:]}", note, plain_number(figure["value"]), [figure])
