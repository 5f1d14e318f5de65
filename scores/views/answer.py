"""A record as the answer page shows it: the verdict, its reasons, what to do, then the rest.

Everything comes from the record, so a goal kept years ago is shown as it was. Whatever a record
lacks, or its owner hides, is left out. The folds can be fetched one by one.
"""

from functools import cache, partial
from typing import Any

from scores.charts.percentile_curve import curve_of
from scores.charts.readings import NARROW, course_of
from scores.charts.scale import Shape
from scores.charts.score_picture import score_picture_of
from scores.charts.strip import strip_of
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.views.citations import Citations, Cite
from scores.views.context import beside_page, norms_with
from scores.views.ledger import ledger
from scores.wording import answer
from scores.wording.cautions import cautions_of
from scores.wording.match import ASSOCIATION
from scores.wording.next_steps import next_steps
from scores.wording.picture import say_band_recorded
from scores.wording.projection import say_move, say_pair, say_score
from scores.wording.reasons import reasons_of
from scores.wording.summary import (
    has_target,
    say_result,
    say_share,
    say_step,
    state_of,
)
from scores.wording.take import NOTHING_AGREED, Agreed, days_of, letter_of, say_goal
from scores.wording.tiles import tiles_of
from scores.wording.waiting import LATE, say_seasons, say_waiting, waiting_rows

FOLDS = ("take", "scores", "steps", "others", "rest", "sources")
"""The ids of the parts that are fetched when they are opened."""

ASKED_AT = {
    "enter-test-date": "exam_date",
    "choose-date": "exam_date",
    "add-tests": "tests",
    "enter-score": "situation",
}
"""The form field that an action asks the student to fill in, by the id of the action."""

LOW_STATES = frozenset({"below-passing", "did-not-pass", "not-safe", "falling"})
"""Verdicts that the page marks as bad news."""


def answer_page(record: Record, agreed: Agreed = NOTHING_AGREED) -> Record:
    """All that the templates of an answer need besides the record, in the order of the page.

    `fold` is a function that makes what the folds hold, once it is needed.
    """
    citations = Citations(record["sources"])
    cite = citations.within("source", is_brief=True)
    verdict = record.get("verdict")
    page: Record = {
        "says": say_result(record),
        "named": f"{say_goal(record)} Edition {record['edition']}",
        "head": _head(record, cite),
        "asks": ASKED_AT.get(verdict["action_id"]) if verdict else None,
        "is_low": verdict is not None and verdict["state"] in LOW_STATES,
        "cautions": cautions_of(record),
        "tiles": tiles_of(record),
        "picture": score_picture_of(record),
        "no_match": record.get("no_match"),
        "association": ASSOCIATION,
        "goals": [] if _is_over(record) else answer.goal_rows(record),
        "has_matched": any(goal["match_percent"] is not None for goal in record.get("goals", ())),
        "waiting": _waiting(record),
        "seasons": _seasons(record, cite),
        "no_season": record.get("no_season"),
        "next": next_steps(record),
        "has_target": has_target(record),
        "in_hand": [*ledger(_in_hand(record), record, cite), *_recorded(record, cite)],
        "retake": ledger(_of_retake(record), record, cite),
        "tests": _tests(record, cite),
        "reasons": [(each, cite(*each.figures)) for each in reasons_of(record)],
        "percentile": _percentile(record, cite),
        "limits": answer.limits_of(record),
    }
    page["cards"] = citations.of("source")
    page["folds"] = {
        "steps": answer.say_steps(record),
        "others": answer.say_others(record) if record["others"] or record["advice"] else "",
        "rest": answer.say_rest(record),
        "sources": answer.say_sources(record),
    }
    page["fold"] = cache(partial(_folded, record, citations, page["picture"], agreed))
    return page


def _folded(record: Record, citations: Citations, picture: Shape | None, agreed: Agreed) -> Record:
    """The content of the folds, with the cards of the sources that each of them cites."""
    steps, beside = citations.within("steps"), citations.within("others")
    rest = citations.within("rest")
    separation = record["separation"]
    folds = {
        "steps": ledger(record["steps"], record, steps),
        "projection": ledger((record["projection"] or {}).get("steps", []), record, steps),
        "plan": ledger((record["plan"] or {}).get("steps", []), record, steps),
        "match": ledger(answer.match_steps(record), record, steps),
        "separation": separation and separation | {"marks": steps(*separation["figures"])},
        "norms": norms_with("actual" if record["standing"] else "target", record, steps),
        "picture": picture,
        "strip": strip_of(record),
        "curve": curve_of(record) if record["floor"]["reporting"] != "pass-fail" else None,
        **beside_page(record, beside, rest),
        "sources": citations.listed(),
        "take": {
            "letter": letter_of(record, agreed),
            "days": days_of(record, agreed.look_again),
        },
    }
    return folds | {"cards": {place: citations.of(place) for place in ("steps", "others", "rest")}}


def _is_over(record: Record) -> bool:
    """Whether the exam is taken, so that no goal is left to choose."""
    return bool(record["standing"]) or state_of(record) == "taken"


def _head(record: Record, cite: Cite) -> Record:
    """The verdict with its source; without a verdict, the target and where it comes from."""
    verdict, figures = record.get("verdict"), answer.figures_named(record)
    head = {
        "headline": answer.say_headline(record),
        "says": answer.say_basis(record),
        "source": answer.say_source(record, figures),
        "marks": cite(*figures),
        "action": "",
    }
    return head | {name: verdict[name] for name in SHOWN} if verdict else head


SHOWN = ("headline", "says", "action")
"""The parts of a verdict at the top of the page."""


def _waiting(record: Record) -> Record | None:
    """Later dates with their chances, or why there are none."""
    rows = waiting_rows(record)
    if len(rows) > 1:
        late = LATE if any(row["is_late"] for row in rows) else ""
        return {"says": say_waiting(record), "rows": rows, "late": late}
    says = (record.get("verdict") or {}).get("waiting")
    return {"says": says, "rows": []} if says else None


def _in_hand(record: Record) -> list[Record]:
    """The steps on a score in hand, without its tier, which is an article's."""
    return [step for step in record["standing"] if step["rule"] != "tier"]


def _recorded(record: Record, cite: Cite) -> list[Record]:
    """How many matched in the recorded score bands around the score in hand."""
    score = record["inputs"]["actual_score"] if record["standing"] else None
    return [
        {"says": say_band_recorded(band), "marks": cite(band)}
        for band in record.get("bands", ())
        if score and (band["low"] or 0) <= score <= (band["high"] or score)
    ]


def _of_retake(record: Record) -> list[Record]:
    """The rules on a retake; the seasons, where a record has them, cover the calendar."""
    has_seasons = bool(record.get("seasons"))
    return [step for step in record["attempts"] if not (has_seasons and step["rule"] == "calendar")]


def _seasons(record: Record, cite: Cite) -> list[Record]:
    """By when to take an exam that is not yet taken."""
    if state_of(record) == "taken":
        return []
    seasons = record.get("seasons", ())
    said = zip(seasons, say_seasons(record), strict=True)
    return [{"says": says, "marks": cite(*season["figures"])} for season, says in said]


def _tests(record: Record, cite: Cite) -> Record | None:
    """The course of the practice tests, each reading, and the steps about them."""
    projection = record["projection"]
    if not projection:
        return None
    told = [step for step in projection["steps"] if step["rule"] in ANSWERED]
    return {
        "course": course_of(record, NARROW),
        "steps": ledger(told, record, cite),
        "readings": _readings(projection),
        "disagreements": [say_pair(*pair) for pair in projection["disagreements"]],
    }


ANSWERED = ("practice-trend", "practice-scatter", "practice-projection", "practice-range")
"""The rules whose steps are shown with the tests."""


def _readings(projection: Record) -> list[Record]:
    """Each reading that counts, with the projection without it."""
    rows = []
    for reading, without in zip(projection["readings"], projection["without"], strict=True):
        row = reading | {"score_text": say_score(reading), "without": without["mean"]}
        if without["mean"] is not None:
            row["moves"] = say_move(in_points(without["mean"]) - in_points(projection["mean"]))
        rows.append(row)
    return rows


def _percentile(record: Record, cite: Cite) -> Record | None:
    """The percentile of the target and its norms; None where no target or norm is shown."""
    norms: list[dict[str, Any]] = record["norms"]
    is_told = has_target(record) or record["inputs"]["exam"] != "step2ck"
    if not norms or not is_told or record["floor"]["reporting"] == "pass-fail":
        return None
    return {
        "share": say_share(record["target"]),
        "average": say_step(record, "norms"),
        "compared": norms[0] | {"marks": cite(norms[0])},
    }
