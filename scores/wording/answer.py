"""The words of the answer page around what a record itself says: tiles, goals, waiting, folds.

Everything is told from a record, of whatever version: what it does not hold is left out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from scores.engine.answers import JUST_PASS
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.choices import AIM_TITLES
from scores.wording.context import say_group
from scores.wording.match import say_range, say_share, to_five
from scores.wording.summary import aimed_at, floor_decides, may_have_passed, say_why, step_named
from scores.wording.values import (
    counted,
    month_day,
    percentile_text,
    plain_number,
    say_day,
    short_day,
    signed,
)
from scores.wording.verdict import LEAST_GAIN, SEASONS, say_points_of_chance
from scores.wording.why import say_chance_of


class Tile(NamedTuple):
    name: str
    value: str
    note: str


# The head, where a record has no verdict to show


def say_headline(record: Record) -> str:
    exam, floor, target = record["about"]["exam"], record["floor"], record["target"]
    if target["score"] is not None:
        return f"Aim for {target['score']}"
    if record["inputs"]["exam"] != "step2ck":
        if floor["safe_pass"] is None:
            return f"{exam} is pass or fail"
        return f"{exam}: pass with {floor['passing_standard']}, safely {floor['safe_pass']}"
    if record["inputs"]["aim"] == JUST_PASS:
        return f"Pass: {floor['passing_standard']}, safely {floor['safe_pass']}"
    return "No score to aim for is published"


def say_basis(record: Record) -> str:
    """Where a target comes from, or what stands without one."""
    floor = record["floor"]
    if record["target"]["score"] is not None:
        return say_why(record)
    if floor["safe_pass"] is None:
        return f"The passing score is {floor['passing_standard']}; reports show no score."
    return f"The passing score is {floor['passing_standard']}, the safe pass {floor['safe_pass']}."


OF_THE_MATCHED = ("scored", "no-tests", "falling", "short", "possible", "on-pace")
"""States whose sentence tells of those who matched; the others tell of their own figures."""


def figures_named(record: Record) -> list[Record]:
    """What the sentence on top was told from, but for our own choices."""
    benchmark, verdict = record["target"]["benchmark"], record.get("verdict")
    if benchmark and (not verdict or verdict["state"] in OF_THE_MATCHED):
        return [benchmark]
    return [each for each in verdict["figures"] if each["kind"] != "house"] if verdict else []


def say_source(record: Record, figures: list[Record]) -> str:
    """Who publishes the newest that was observed, else the newest: NRMP, 2026."""
    if not figures:
        return ""
    figure = max(figures, key=lambda each: (each["kind"] == "observed", str(each["cycle"])[:4]))
    publisher = record["sources"][figure["source"]]["publisher"]
    year = str(figure["cycle"])[:4]
    return f"{publisher}, {year}" if year else str(publisher)


# Tiles


def tiles_of(record: Record) -> list[Tile]:
    """Target, where the tests lead or the score in hand, and how many matched with it."""
    if record["inputs"]["exam"] != "step2ck":
        return []
    first = _of_those_who_matched if may_have_passed(record) else _of_target
    tiles = [first(record), _of_score(record) or _of_tests(record), _of_match(record)]
    return [tile for tile in tiles if tile]


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
    target, floor = record["target"], record["floor"]
    if target["score"] is None:
        return Tile("Safe pass", str(floor["safe_pass"]), f"passing is {floor['passing_standard']}")
    notes = []
    if target["percentile_text"]:
        whose = " of US MD students" if record.get("scale") else ""
        notes.append(f"{target['percentile_text']} percentile{whose}")
    if floor_decides(record):
        notes.append("the safe pass")
    elif target["basis"] == "stand-in":
        notes.append(f"from {say_group(target['benchmark'])}")
    return Tile("Target", str(target["score"]), "; ".join(notes))


def _of_score(record: Record) -> Tile | None:
    score = record["inputs"]["actual_score"]
    if not record["standing"] or score is None:
        return None
    text = next((norms["actual"]["text"] for norms in record["norms"] if norms["actual"]), "")
    return Tile("Your score", str(score), f"{text} percentile" if text else "")


def _of_tests(record: Record) -> Tile | None:
    projection = record["projection"]
    if not projection:
        return None
    low, high = in_points(projection["low"]), in_points(projection["high"])
    level = projection.get("without_gain")
    now = "" if level is None else f"; tests {in_points(level)}"
    if projection["mean"] is None:
        return Tile("Your range", f"{low}–{high}", f"too weak to forecast a score{now}")
    mean = in_points(projection["mean"])
    return Tile("You’re heading for", str(mean), f"80% range {low}–{high}{now}")


def _of_match(record: Record) -> Tile | None:
    """With the score in hand, else with the target; where there is no curve, the recorded rate."""
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


# Goals


GOAL_NOTES = {
    "pass": "safely",
    "in-range": "25% of the matched scored lower",
    "typical": "the middle of the matched",
    "strong": "75% of the matched scored lower",
}


def goal_rows(record: Record) -> list[Record]:
    """The four aims side by side; those below the safe pass are the safe pass."""
    rows = record.get("goals", ())
    safe = rows[0]["score"] if rows else None
    chosen = record["inputs"]["aim"]
    shown = [goal for goal in rows if goal["aim"] in (JUST_PASS, chosen) or goal["score"] != safe]
    return [
        goal
        | {
            "title": AIM_TITLES[goal["aim"]],
            "note": _goal_note(goal, safe),
            "percentile_text": _ordinal(goal["percentile"]),
            "matched": _matched(goal["match_percent"], record),
            "reach": "" if goal["p_reach"] is None else say_chance_of(goal["p_reach"]),
            "is_chosen": goal["aim"] == chosen,
        }
        for goal in shown
    ]


def _goal_note(goal: Record, safe: int | None) -> str:
    if goal["aim"] != JUST_PASS and goal["score"] == safe:
        return "the matched scored lower: the safe pass decides"
    return GOAL_NOTES[goal["aim"]]


def _matched(percent: int | None, record: Record) -> str:
    match = record.get("match")
    return to_five(percent, match["told"]) if match and percent is not None else ""


def _ordinal(percentile: int | None) -> str:
    """A whole percentile; 100 and 0 are beyond what norm tables tell."""
    return "" if percentile is None else percentile_text(Fraction(percentile))


# If you wait


def say_waiting(record: Record) -> str:
    """What later dates do to the chance of the target."""
    rows = record["waiting"]
    first, target = rows[0]["p_target"], record["target"]["score"] or record["floor"]["safe_pass"]
    if record["best_date"]:  # the verdict's action says it
        return ""
    gain = max(row["p_target"] for row in rows) - first
    adds = "nothing" if gain < LEAST_GAIN else f"at most {say_points_of_chance(gain)}"
    return f"Waiting adds {adds}: {target} stays about as likely."


def say_season(season: Record, exam_date: str | None) -> str:
    """By when to take the exam for a season, and whether the date chosen is in time."""
    day, safe = (date.fromisoformat(season[name]) for name in ("day", "last_safe"))
    basis = "" if season["basis"] == "announced" else f" ({season['basis']})"
    last = say_day(date.fromisoformat(season["last_typical"]))
    says = (
        f"{SEASONS[season['season']]} on {say_day(day)}{basis}: take the exam by {last} "
        f"({month_day(safe)} to allow {(day - safe).days // 7} weeks for the report)."
    )
    if exam_date and exam_date > season["last_typical"]:
        says += f" {short_day(date.fromisoformat(exam_date))} is too late for it."
    return says


def waiting_rows(record: Record) -> list[Record]:
    """Each later date, for a table with a bar; `width` is percent."""
    return [
        row
        | {
            "day": month_day(date.fromisoformat(row["exam_date"])),
            "chance": say_chance_of(row["p_target"]),
            "width": round(100 * row["p_target"], 1),
            "matched": _matched(row["match_percent"], record),
            "is_best": row["exam_date"] == record["best_date"],
        }
        for row in record.get("waiting", ())
    ]


# What to do next


class NextStep(NamedTuple):
    title: str
    why: str


WITH_TIME = frozenset({"possible", "on-pace", "scored", "passed-low"})
"""The states in which it is no distraction to tell of the rest of an application."""

FRESH = timedelta(days=14)
"""How near the exam the newest practice test should be."""


def next_steps(record: Record) -> list[NextStep]:
    """Besides the verdict's own action; of a record without a verdict, those that it holds."""
    if not record.get("verdict"):
        return [NextStep(says, "") for says in (record["plan"] or {}).get("next", ())]
    return _more_steps(record)


def _more_steps(record: Record) -> list[NextStep]:
    inputs, verdict = record["inputs"], record["verdict"]
    steps = []
    if inputs["exam"] == "step2ck" and inputs["situation"] == "planning":
        steps += _test_again(record)
        has_target = record["target"]["score"] is not None
        if inputs["exam_date"] and has_target and verdict["state"] != "taken":
            steps.append(
                NextStep(
                    "Agree on the score that would make you move the date",
                    "With your advisor, before your next test.",
                )
            )
    share = _share_at(record)
    if share and verdict["state"] in WITH_TIME:
        steps.append(
            NextStep(
                "Put time into the rest of your application",
                f"With {share[0]}, {share[1]} matched: letters, grades and interviews count too.",
            )
        )
    return steps


def _test_again(record: Record) -> list[NextStep]:
    """Where tests are known and the newest will be old on exam day."""
    projection, exam = record["projection"], record["inputs"]["exam_date"]
    if not projection or not exam or record["verdict"]["action_id"] == "test-again":
        return []
    days = [reading["taken"] for reading in projection["readings"] if reading["taken"]]
    newest = date.fromisoformat(max(days)) if days else None
    when = date.fromisoformat(exam) - FRESH
    today = date.fromisoformat(record["inputs"]["today"])
    if when <= today or (newest and newest >= when):
        return []
    why = f"Your newest is of {short_day(newest)}; the nearest counts most." if newest else ""
    return [NextStep(f"Take one more full practice test around {say_day(when)}", why)]


def _share_at(record: Record) -> tuple[int, str] | None:
    match, inputs = record.get("match"), record["inputs"]
    if not match:
        return None
    name = "at_score" if record["standing"] else "at_target"
    score = inputs["actual_score"] if record["standing"] else record["target"]["score"]
    return (score, say_share(match[name]["percent"], match["told"])) if match[name] else None


# Why, in three rows


class Reason(NamedTuple):
    says: str
    note: str
    score: str
    figures: list[Record]


def reasons_of(record: Record) -> list[Reason]:
    """Those who matched and what moves their score, or those who did not; the safe pass."""
    rows = []
    benchmark, unmatched = record["target"]["benchmark"], record["unmatched"]
    if benchmark:
        target = record["target"]
        what = "range used" if target["basis"] == "stand-in" else "middle 50%"
        rows.append(_reason(benchmark, f"{what}: {target['low']}–{target['high']}"))
    gap = step_named(record, "stand-in-gap")
    if gap and gap["value"]:
        whose = f"{record['about']['group']}, compared with them"
        rows.append(Reason(whose, gap["figures"][0]["cycle"], signed(gap["value"]), gap["figures"]))
    moved = [*_reason_of_the_aim(record), *_reasons_of_factors(record)]
    rows += moved
    if unmatched and benchmark and not moved:
        many = f"n {counted(unmatched['n'])}" if unmatched["n"] else ""
        rows.append(_reason(unmatched, many))
    return rows if may_have_passed(record) else [*rows, *_reason_of_passing(record)]


def _reason_of_the_aim(record: Record) -> Iterator[Reason]:
    """Where it is not the middle."""
    aim, step = record["inputs"]["aim"], step_named(record, "aim")
    if step and step["value"] is not None and aim in ("in-range", "strong"):
        says = f"{AIM_TITLES[aim]}: {GOAL_NOTES[aim]}"
        yield Reason(says, "", plain_number(step["value"]), step["figures"])


def _reasons_of_factors(record: Record) -> Iterator[Reason]:
    """What each thing that was told of an application adds."""
    steps = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    for before, step in pairwise(steps):
        by = signed(round(step["value"] - before["value"], 1))
        yield Reason(step["title"], "advice; we chose the size", by, step["figures"])


def _reason_of_passing(record: Record) -> Iterator[Reason]:
    floor, step = record["floor"], step_named(record, "safe-pass")
    if floor["safe_pass"] is None or step is None:
        return
    note = f"{floor['passing_standard']} plus measurement error"
    aimed = aimed_at(record)
    if record["target"]["score"] is not None and aimed and floor_decides(record):
        note += f"; above {plain_number(aimed['value'])}, so it is your target"
    yield Reason("Never below the safe pass", note, str(floor["safe_pass"]), step["figures"])


def _reason(figure: Record, note: str) -> Reason:
    says = f"{figure['statistic']} of {figure['of']}, {figure['cycle'] or 'year not stated'}"
    return Reason(f"{says[0].upper()}{says[1:]}", note, plain_number(figure["value"]), [figure])


# What closed folds say


def say_others(record: Record) -> str:
    """From where to where the other figures go."""
    values = [other["value"] for other in record["others"]]
    if not values:
        return "What articles advise."
    if min(values) == max(values):
        return f"One other figure says {plain_number(min(values))}."
    span = f"From {plain_number(min(values))} to {plain_number(max(values))}"
    return f"{span}: other groups, years and ways of counting."


def say_rest(record: Record) -> str:
    """The match rate of the specialty, else of the group, or what the fold holds."""
    rates = [each for each in record["chances"] if each["scope"] == "specialty"]
    rates += [step for step in record.get("application", ()) if step["rule"] == "early-match-rate"]
    rates += [each for each in record["chances"] if each["scope"] == "group"]
    return str(rates[0]["says"]) if rates else "How many pass, and what counts besides the score."


def say_steps(record: Record) -> str:
    steps = len(record["steps"])
    return f"{steps} step{'' if steps == 1 else 's'}, with the figures read."


OFFICIAL = ("official", "official-transcribed")


def say_sources(record: Record) -> str:
    """How many there are, and how many of them are official."""
    sources = record["sources"].values()
    official = sum(source["evidence"] in OFFICIAL for source in sources)
    return f"{official} of {len(sources)} sources are official figures or copies of them."


def limits_of(record: Record) -> list[str]:
    """In three lines what no number here can tell."""
    if record["inputs"]["exam"] != "step2ck":
        return ["A score is a measurement: taken again, it would differ by some points."]
    says = []
    if record["target"]["benchmark"]:
        says = [
            "Scores overlap: many matched with a lower score than the middle, and some with a "
            "higher one did not.",
            "Matched scores are of people who did well in much else: the score did not match them "
            "on its own.",
        ]
    if record["projection"]:
        says.append(
            "The projection rests on people who chose to post their scores; the typical miss is 5 "
            "to 6 points."
        )
    else:
        says.append("A score is a measurement: taken again, it would differ by some points.")
    return says
