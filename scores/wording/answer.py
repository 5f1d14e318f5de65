"""The words of the answer page that a record does not hold: its head, goals and folds.

They are made from a record of any version. Whatever an older record lacks is left out.
"""

from fractions import Fraction

from scores.engine.answers import JUST_PASS
from scores.engine.record import Record
from scores.wording.choices import AIM_TITLES
from scores.wording.match import to_five
from scores.wording.summary import (
    say_why,
    state_of,
)
from scores.wording.values import (
    percentile_text,
    plain_number,
)
from scores.wording.why import say_chance_of

# The head of the page, for records without a verdict


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
    """The source of the target; without a target, the passing score and the safe pass."""
    floor = record["floor"]
    if record["target"]["score"] is not None:
        return say_why(record)
    if floor["safe_pass"] is None:
        return f"The passing score is {floor['passing_standard']}; reports show no score."
    return f"The passing score is {floor['passing_standard']}, the safe pass {floor['safe_pass']}."


OF_THE_MATCHED = ("scored", "no-tests", "possible", "on-pace")
"""States whose sentence is about those who matched, so that the benchmark is its figure."""


SOURCE_OF = {
    **dict.fromkeys(("below-passing", "not-safe", "just-pass", "failed"), "Passing score"),
    **dict.fromkeys(("possible", "on-pace"), "Target"),
    "scored": "Middle",
}
"""The figure that the source published, in states whose sentence says more than that."""


def figures_named(record: Record) -> list[Record]:
    """The figures behind the sentence on top, without house settings."""
    benchmark, verdict = record["target"]["benchmark"], record.get("verdict")
    if benchmark and (not verdict or verdict["state"] in OF_THE_MATCHED):
        return [benchmark]
    return [each for each in verdict["figures"] if each["kind"] != "house"] if verdict else []


def say_source(record: Record, figures: list[Record]) -> str:
    """The publisher and year of the newest observed figure, else of the newest: NRMP, 2026."""
    if not figures:
        return ""
    figure = max(figures, key=lambda each: (each["kind"] == "observed", str(each["cycle"])[:4]))
    source = record["sources"][best_source(figure, record["sources"])]
    year = str(source["published"])[:4]
    if not year.isdigit():
        year = str(figure["cycle"])[:4]
    said = f"{source['publisher']}, {year}" if year else str(source["publisher"])
    what = SOURCE_OF.get(state_of(record))
    return f"{what}: {said}" if what else said


def best_source(figure: Record, sources: Record) -> str:
    """The id of the figure's best source: official or a copy of official first, then the newest."""

    def authority(name: str) -> tuple[bool, str]:
        published = str(sources[name]["published"])
        is_official = sources[name]["evidence"] in OFFICIAL
        return is_official, published if published[:4].isdigit() else ""

    return str(max((figure["source"], *figure.get("also", ())), key=authority))


# Goals


GOAL_NOTES = {
    "pass": "few fail by chance",
    "in-range": "25% of the matched scored lower",
    "typical": "the middle of the matched",
    "strong": "75% of the matched scored lower",
}


def goal_rows(record: Record) -> list[Record]:
    """The aims side by side, without those that the safe pass decides, unless chosen."""
    rows = record.get("goals", ())
    safe = rows[0]["score"] if rows else None
    chosen = record["inputs"]["aim"]
    by = _moved_by(record)
    shown = [goal for goal in rows if goal["aim"] in (JUST_PASS, chosen) or goal["score"] != safe]
    return [
        goal
        | {
            "title": AIM_TITLES[goal["aim"]],
            "note": _goal_note(goal, safe, by),
            "percentile_text": _ordinal(goal["percentile"]),
            "matched": _matched(goal["match_percent"], record),
            "reach": "" if goal["p_reach"] is None else say_chance_of(goal["p_reach"]),
            "is_chosen": goal["aim"] == chosen,
        }
        for goal in shown
    ]


def _goal_note(goal: Record, safe: int | None, by: float) -> str:
    """A line about a goal. `by` is the application's move in points, which a limit may stop."""
    if goal["aim"] == JUST_PASS:
        return GOAL_NOTES[JUST_PASS]
    if goal["score"] == safe:
        return "many matched with less: the safe pass decides"
    is_at_limit = goal["aim"] == ("strong" if by > 0 else "in-range")
    counted_in = ", with your application counted" if by and not is_at_limit else ""
    return GOAL_NOTES[goal["aim"]] + counted_in


def _moved_by(record: Record) -> float:
    """Points by which the application factors move the score aimed at."""
    steps = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    values = [step["value"] for step in steps if step["value"] is not None]
    return values[-1] - values[0] if values else 0


def _matched(percent: int | None, record: Record) -> str:
    match = record.get("match")
    return to_five(percent, match["told"]) if match and percent is not None else ""


def _ordinal(percentile: int | None) -> str:
    """A whole percentile in words: 100 reads as >99 and 0 as <1."""
    return "" if percentile is None else percentile_text(Fraction(percentile))


# Summaries of closed folds


def say_others(record: Record) -> str:
    """The range of the other figures."""
    values = [other["value"] for other in record["others"]]
    if not values:
        return "What articles advise."
    if min(values) == max(values):
        return f"One other figure says {plain_number(min(values))}."
    span = f"Scores from {plain_number(min(values))} to {plain_number(max(values))}"
    return f"{span}: other groups, years and ways of counting."


def say_rest(record: Record) -> str:
    """A match rate: of the specialty, its early Match or the group; else what the fold holds."""
    rates = [each for each in record["chances"] if each["scope"] == "specialty"]
    rates += [step for step in record.get("application", ()) if step["rule"] == "early-match-rate"]
    rates += [each for each in record["chances"] if each["scope"] == "group"]
    return str(rates[0]["says"]) if rates else "How many pass, and what counts besides the score."


def match_steps(record: Record) -> list[Record]:
    """Steps on the chance of matching: with the score in hand, else with target and projection."""
    found: list[Record] = (record.get("match") or {}).get("steps", [])
    return [step for step in found if not record["standing"] or step["rule"] == "match-score"]


def say_steps(record: Record) -> str:
    parts = (record, record["projection"], record["plan"])
    steps = sum(len(part.get("steps", ())) for part in parts if part) + len(match_steps(record))
    return f"{steps} calculation{'' if steps == 1 else 's'}, each with its figures."


OFFICIAL = ("official", "official-transcribed")


def say_sources(record: Record) -> str:
    """How many sources there are, and how many are official or copied from official figures."""
    evidence = [source["evidence"] for source in record["sources"].values()]
    official, copies = (evidence.count(name) for name in OFFICIAL)
    told = [f"{official} official" if official else "", f"{copies} copied from official figures"]
    return f"{len(evidence)} sources: {', '.join(filter(None, told))}."


def limits_of(record: Record) -> list[str]:
    """The limits of the numbers on the page, in one to three lines."""
    if record["floor"]["reporting"] == "pass-fail":
        return ["Pass rates are of groups, and not your chance."]
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
        says.append("The projection rests on people who chose to post their scores.")
    else:
        says.append("A score is a measurement: taken again, it would differ by some points.")
    return says
