"""A result in a sentence or two, and what other modules of wording ask of a record."""

from scores.engine.answers import JUST_PASS
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.engine.vocabulary import STATISTICS
from scores.wording.values import counted, sentence_case, signed


def say_result(record: Record) -> str:
    """The result in one sentence, for its title and for screen readers."""
    exam, floor, target = record["about"]["exam"], record["floor"], record["target"]
    if verdict := record.get("verdict"):
        return str(verdict["headline"])
    if target["score"] is not None:
        by = " (stand-in)" if target["basis"] == "stand-in" else ""
        aim = f"Aim for {target['score']}{by}, band {target['low']} to {target['high']}"
        mean = record["projection"] and record["projection"]["mean"]
        return aim if mean is None else f"{aim}; heading for {in_points(mean)}"
    if record["inputs"]["aim"] == JUST_PASS:
        return f"Pass with {floor['passing_standard']}, safely {floor['safe_pass']}"
    if record["inputs"]["exam"] == "step2ck":
        return f"No observed figure; the safe pass is {floor['safe_pass']}"
    if floor["safe_pass"] is None:
        return f"{exam} reports pass or fail; its passing score is {floor['passing_standard']}"
    return f"{exam}: passing score {floor['passing_standard']}, safe pass {floor['safe_pass']}"


def say_why(record: Record) -> str:
    """The target's statistic, its people, and what moved it; empty without a benchmark."""
    benchmark, aim = record["target"]["benchmark"], step_named(record, "aim")
    if benchmark is None or aim is None:
        return ""
    statistic = STATISTICS[benchmark["statistic"]]
    is_recorded = len(aim["figures"]) == 1
    if is_recorded:
        statistic = STATISTICS[aim["figures"][0]["statistic"]]
    elif aim["value"] != benchmark["value"]:
        way = "First" if aim["value"] < benchmark["value"] else "Third"
        statistic = f"{way} quartile, estimated from the {statistic},"
    of = f"{counted(benchmark['n'])} {benchmark['of']}" if benchmark["n"] else benchmark["of"]
    said = f"{sentence_case(statistic)} of {of}, {benchmark['cycle'] or 'undated'}"
    if aim["value"] != (aimed_at(record) or aim)["value"]:
        said += ", moved by your application"
    gap = step_named(record, "stand-in-gap")
    if gap and gap["value"]:
        said += f", shifted by {signed(gap['value'])}"
    if floor_decides(record):
        said += f"; that is below the safe pass, {record['floor']['safe_pass']}, which decides"
    return f"{said}."


def say_share(target: Record) -> str:
    """How many in 100 scored lower than the target; empty where its percentile is unknown."""
    if target["percentile"] is None:
        return ""
    extremes = {100: "More than 99", 0: "Fewer than 1"}
    return extremes.get(target["percentile"], str(target["percentile"]))


def floor_decides(record: Record) -> bool:
    """Whether the safe pass is higher than the score aimed at."""
    target, aimed = step_named(record, "target"), aimed_at(record)
    return bool(target and aimed and aimed["value"] < record["floor"]["safe_pass"])


def aimed_at(record: Record) -> Record | None:
    """The last step before the floor: the last application factor, else the aim."""
    rules = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    return rules[-1] if rules else None


def may_have_passed(record: Record) -> bool:
    """Whether the score in hand passed, or may have: then no target is left to show."""
    return state_of(record) in ("scored", "passed-low", "date-needed")


def state_of(record: Record) -> str:
    """The state of the verdict; empty for a record from before verdicts."""
    return str((record.get("verdict") or {}).get("state", ""))


PASS_FIRST = frozenset({"did-not-pass", "below-passing", "not-safe"})
"""States in which passing comes first, so that no higher target is shown."""


def has_target(record: Record) -> bool:
    """Whether the record has a target to show: there is none where passing comes first."""
    is_known = record["target"]["score"] is not None
    return is_known and not may_have_passed(record) and state_of(record) not in PASS_FIRST


def step_named(record: Record, rule: str) -> Record | None:
    return next((step for step in record["steps"] if step["rule"] == rule), None)


def say_step(record: Record, rule: str) -> str:
    """The sentence of a rule's step; empty where the record has no such step."""
    step = step_named(record, rule)
    return step["says"] if step else ""
