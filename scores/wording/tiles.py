"""The tiles under a verdict: the target, where the tests lead, how many matched with it."""

from datetime import date
from typing import NamedTuple

from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.context import say_group
from scores.wording.match import say_range, to_five
from scores.wording.summary import (
    PASS_FIRST,
    floor_decides,
    may_have_passed,
    state_of,
    step_named,
)
from scores.wording.values import (
    counted,
    plain_number,
    say_day,
    say_rank,
)


class Tile(NamedTuple):
    name: str
    value: str
    note: str


def tiles_of(record: Record) -> list[Tile]:
    """Target, score in hand or projection, and how many matched; none for other exams."""
    if record["inputs"]["exam"] != "step2ck":
        return []
    state = state_of(record)
    if state in PASS_FIRST:
        passing = _of_passing(record) if state != "did-not-pass" else _of_passing_then(record)
        return [tile for tile in (passing, _of_score(record) or _of_tests(record)) if tile]
    first = _of_those_who_matched if may_have_passed(record) else _of_target
    tests = _of_falling_tests if state == "falling" else _of_tests
    tiles = [first(record), _of_score(record) or tests(record), _of_match(record)]
    return [tile for tile in tiles if tile]


def _of_passing(record: Record) -> Tile:
    floor = record["floor"]
    return Tile("Safe pass", str(floor["safe_pass"]), f"passing is {floor['passing_standard']}")


def _of_passing_then(record: Record) -> Tile:
    """The passing score on the exam date; the sentence on top says if a retake needs more."""
    day = record["inputs"]["exam_date"]
    when = f"on {say_day(date.fromisoformat(day))}" if day else "today"
    return Tile("Passing score", str(record["floor"]["passing_standard"]), when)


def _of_those_who_matched(record: Record) -> Tile | None:
    benchmark, gap = record["target"]["benchmark"], step_named(record, "stand-in-gap")
    if benchmark is None:
        return None
    middle = benchmark["value"] + (gap["value"] or 0 if gap else 0)
    is_stand_in = record["target"]["basis"] == "stand-in"
    note = f"{benchmark['statistic']} of {counted(benchmark['n'])}" if benchmark["n"] else ""
    if is_stand_in:
        note = f"from {say_group(benchmark)}"
    return Tile("Middle of the matched", plain_number(middle), note)


def _of_target(record: Record) -> Tile:
    target = record["target"]
    if target["score"] is None:
        return _of_passing(record)
    notes = []
    if floor_decides(record):
        notes.append("the safe pass")
    elif target["basis"] == "stand-in":
        notes.append(f"from scores of {say_group(target['benchmark'])}")
    if target["percentile_text"]:
        notes.append(_percentile_of(target["percentile_text"], record))
    return Tile("Target", str(target["score"]), "; ".join(notes))


def _of_score(record: Record) -> Tile | None:
    score = record["inputs"]["actual_score"]
    if not record["standing"] or score is None:
        return None
    text = next((norms["actual"]["text"] for norms in record["norms"] if norms["actual"]), "")
    return Tile("Your score", str(score), _percentile_of(text, record) if text else "")


def _percentile_of(text: str, record: Record) -> str:
    """As in: 28th percentile of US MD students. Older records do not name the people."""
    at = say_rank(text).removeprefix("at the ")
    return f"{at} percentile{' of US MD students' if record.get('scale') else ''}"


def _of_tests(record: Record) -> Tile | None:
    projection = record["projection"]
    if not projection:
        return None
    low, high = in_points(projection["low"]), in_points(projection["high"])
    level = projection.get("without_gain")
    now = "" if level is None else f"; tests {in_points(level)}"
    if projection["mean"] is None:
        return Tile("Your range", f"{low}–{high}", f"too low to forecast a score{now}")
    mean, verdict = in_points(projection["mean"]), record.get("verdict") or {}
    if verdict.get("state") == "taken":
        return Tile("Your tests pointed to", str(mean), f"80% range {low}–{high}")
    return Tile("You’re heading for", str(mean), f"80% range {low}–{high}{now}")


def _of_falling_tests(record: Record) -> Tile | None:
    """The level of falling tests, with the projection in the note."""
    tile, projection = _of_tests(record), record["projection"]
    level = projection and projection.get("without_gain")
    if tile is None or level is None:
        return tile
    note = f"falling; projected {tile.value} ({tile.note.partition(';')[0]})"
    return Tile("Your tests", str(in_points(level)), note)


def _of_match(record: Record) -> Tile | None:
    """How many matched with the score in hand, else with the target.

    Without an estimate, the recorded match rate of the specialty.
    """
    match, score = record.get("match"), record["inputs"]["actual_score"]
    name, at = "at_target", record["target"]["score"]
    if record["standing"]:
        name, at = "at_score", score
    if match and match[name]:
        share, told = match[name], match["told"]
        number = to_five(share["percent"], told)
        band = say_range(share["low"], share["high"], told)
        note = "" if band == number else f"80% range {band}"
        return Tile(f"Matched with {at}", f"{number} in 100", note)
    rate = next((each for each in record["chances"] if each["scope"] == "specialty"), None)
    if rate:
        percent = f"{plain_number(rate['percent'])}%"
        return Tile("Matched, any score", percent, f"of {counted(rate['n'])} who ranked it first")
    return None
