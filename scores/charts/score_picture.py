"""The main chart of an answer: the share who matched by score, who matched, and the student.

From the top: the main score with its name; the curve of the share who matched, with its band and
the recorded score bands as dots; a row each for the student, the matched and the unmatched, with
words above the marks; the scale. Places are percent of the width across, so that letters keep their
size, and pixels down. It is computed from a record alone.
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from scores.charts.scale import Scale, Shape, polyline
from scores.engine.match.shares import EVERY
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.picture import (
    FLAGS,
    say_band_of_scores,
    say_people,
    say_reach,
    say_you,
    share_as_told,
)
from scores.wording.summary import has_target, state_of

START, END = 9, 96
"""Percent of the width where the scale begins, right of the curve's numbers, and ends."""

FLAG = 20
"""Height of the name of a main score."""

CURVE = 140
"""Height of the curve, from none matched to all."""

ROW, WORDS = 40, 20
"""Height of a row, and of the words at its top."""

FOOT = 58
"""Height of the scale's numbers and of the passing score below them."""

GAP = 8
"""Pixels between the curve and the rows."""

NEAR_EDGE = 24
"""Percent of the width from an edge where centered words could be cut off on a phone."""

LEVELS = (0, 50, 100)
"""The percents at which the curve has a line and a number."""

DOT = (2.5, 7)
"""Least and greatest radius, in pixels, of the dot of a score band."""


def score_picture_of(record: Record) -> Shape | None:
    """The chart; None if the record has no scale of scores, or nothing to draw on it."""
    readings = record.get("scale")
    if not readings:
        return None
    low, high = readings[0][0], readings[-1][0]
    told, here = list(_readings(record)), _main(record)
    scale = Scale(low, high, START, END)
    curve = list(_drawn(readings, low, high))
    bands = [_band(scale, band) for band in record["bands"] if _is_within(band, low, high)]
    flags = _flags(scale, record)
    top = FLAG + 4
    has_curve = bool(curve or bands)
    bottom = top + (CURVE if has_curve else 0)
    rows = list(_rows(scale, record, bottom + GAP))
    foot = bottom + GAP + ROW * len(rows)
    if not (has_curve or rows or flags):
        return None
    return Shape(
        low=low,
        high=high,
        start=START,
        end=END,
        flags=flags,
        top=top,
        curve=_curve(scale, curve) if curve else None,
        curve_height=CURVE,
        levels=[(top + CURVE * (100 - level) / 100, level) for level in LEVELS]
        if has_curve
        else (),
        bands=[band | {"y": top + CURVE * (100 - band["percent"]) / 100} for band in bands],
        rows=rows,
        has_people=any(row.id != "you" for row in rows),
        has_bars=any(row.bar for row in rows if row.id != "you"),
        foot=foot,
        height=foot + FOOT,
        ticks=scale.ticks(10),
        passing=_passing(scale, record),
        readings=_for_script(told, low, high),
        reading=next(each for each in told if each["score"] == here),
        listed=_listed(record["bands"]),
        has_reach=any(each["reach"] for each in told),
        table=[each for each in told if each["score"] % EVERY == 0],
    )


def _main_scores(record: Record) -> dict[str, int]:
    """The score in hand, else the target if there is one to aim at."""
    if record["standing"] and record["inputs"]["actual_score"]:
        return {"actual": record["inputs"]["actual_score"]}
    return {"target": record["target"]["score"]} if has_target(record) else {}


def _main(record: Record) -> int:
    """The score shown first: the main score, else the level of the tests, else the safe pass."""
    scores, projection = _main_scores(record), record["projection"] or {}
    level = projection.get("without_gain")
    lowest, highest = record["scale"][0][0], record["scale"][-1][0]
    here = record["floor"]["safe_pass"] if level is None else in_points(level)
    return next(iter(scores.values()), max(lowest, min(here, highest)))


def _flags(scale: Scale, record: Record) -> list[Shape]:
    """The names of the main scores; near an edge, the text runs inward."""
    flags = []
    for name, score in _main_scores(record).items():
        at = scale.at(score)
        anchor = "start" if at < NEAR_EDGE else "end" if at > 100 - NEAR_EDGE else "middle"
        flags.append(Shape(id=name, name=FLAGS[name], score=score, at=at, anchor=anchor, y=0))
    return flags


def _drawn(readings: Sequence[Any], low: int, high: int) -> Iterator[tuple[int, list[int]]]:
    """Every fifth score and both ends; whole percents at every score would look like steps."""
    given = [(score, share) for score, _, share, _ in readings if share and low <= score <= high]
    for at, (score, share) in enumerate(given):
        if score % EVERY == 0 or at in (0, len(given) - 1):
            yield score, share


def _curve(scale: Scale, curve: Sequence[tuple[int, list[int]]]) -> Shape:
    """The curve and its band, in percent of the drawing's width and of the curve's height."""

    def line(end: int) -> list[tuple[float, float]]:
        return [(scale.at(score), 100 - share[end]) for score, share in curve]

    middle, low, high = line(0), line(1), line(2)
    return Shape(line=polyline(middle), band=polyline([*high, *reversed(low)]))


def _is_within(band: Record, low: int, high: int) -> bool:
    center: float = band["center"]
    return low <= center <= high


def _listed(bands: Sequence[Record]) -> list[tuple[str, str]]:
    """Each cycle with its recorded bands as text."""
    by_cycle: dict[str, list[str]] = {}
    for band in bands:
        by_cycle.setdefault(band["cycle"], []).append(say_band_of_scores(band))
    return [(cycle, ", ".join(says)) for cycle, says in by_cycle.items()]


def _band(scale: Scale, band: Record) -> Record:
    least, most = DOT
    return {
        "x": scale.at(band["center"]),
        "percent": float(band["value"]),
        "radius": round(min(most, least + sqrt(band["n"]) / 8), 1),
        "is_pale": band["is_pale"],
    }


def _rows(scale: Scale, record: Record, top: int) -> Iterator[Shape]:
    rows = [row for row in (_you(scale, record), *_people(scale, record)) if row]
    for line, row in enumerate(rows):
        row.y_words = top + ROW * line + 15
        row.y = top + ROW * line + WORDS + 8
        yield row


def _you(scale: Scale, record: Record) -> Shape | None:
    projection = record["projection"]
    if not projection:
        return None
    level, mean = projection.get("without_gain"), projection["mean"]
    return Shape(
        id="you",
        words=say_you(projection),
        bar=scale.bar(in_points(projection["low"]), in_points(projection["high"])),
        center=None if mean is None else scale.at(in_points(mean)),
        beside=None if level is None else scale.at(in_points(level)),
    )


def _within(row: Record | None, scale: Scale) -> Record | None:
    """The row, or None if any of its marks is outside the scale."""
    if row is None:
        return None
    marks = [row[name] for name in ("q1", "center", "q3") if row[name] is not None]
    return row if scale.low <= min(marks) and max(marks) <= scale.high else None


def _people(scale: Scale, record: Record) -> Iterator[Shape]:
    for name in ("matched", "unmatched_scores"):
        if row := _within(record[name], scale):
            has_quartiles = row["q1"] is not None and row["q3"] is not None
            yield Shape(
                id=row["outcome"],
                words=say_people(row, record["inputs"]["group"]),
                bar=scale.bar(row["q1"], row["q3"]) if has_quartiles else None,
                center=scale.at(row["center"]),
                beside=None,
            )


def _passing(scale: Scale, record: Record) -> Shape:
    """The passing score and the safe pass.

    For a score that did not pass, only the passing score of its day: a retake needs today's.
    """
    score, safe = record["floor"]["passing_standard"], record["floor"]["safe_pass"]
    safe = None if state_of(record) == "did-not-pass" else safe
    return Shape(score=score, safe=safe, bar=scale.bar(score, safe or score))


def _readings(record: Record) -> Iterator[Record]:
    for score, percentile, share, reach in record["scale"]:
        yield {
            "score": score,
            "percentile": percentile or "",
            "share": share_as_told(share, record),
            "reach": say_reach(reach),
        }


def _short(text: str) -> str:
    return text.replace("over ", ">").replace("under ", "<")


def _others(reading: Record) -> tuple[str, str]:
    return reading["percentile"], reading["reach"]


def _for_script(readings: Sequence[Record], low: int, high: int) -> str:
    """The values of each score for the script: score, share and its range, percentile, reach.

    Shares are short: > is over, < is under.
    """
    return ";".join(
        "|".join((str(each["score"]), *map(_short, each["share"]), *_others(each)))
        for each in readings
        if low <= each["score"] <= high
    )
