"""Cautions that a page shows before the numbers of a record."""

from scores.engine.record import Record
from scores.wording.context import say_group
from scores.wording.projection import say_test
from scores.wording.summary import say_step, step_named
from scores.wording.values import plain_number


def cautions_of(record: Record) -> list[str]:
    """The cautions of a record, the most important first."""
    says = [] if record.get("verdict") else [say_step(record, "no-score-published")]
    if record["target"]["basis"] == "stand-in":
        says.append(_of_a_stand_in(record))
    elif record["inputs"]["group"] == "us-do-senior" and record["target"]["benchmark"]:
        says.append(OF_DOS)
    if record["target"].get("is_small"):
        many = record["target"]["benchmark"]["n"]
        says.append(f"Only {many} people are behind this figure: a few more would move it.")
    target = record["target"]
    if target["score"] is not None and target["score"] != target["without_factors"]:
        counted = "your application details"
        if record["inputs"]["situation"] == "failed" and not record["inputs"]["factor"]:
            counted = "the failed attempt"
        says.append(f"Without {counted} the target is {target['without_factors']}.")
    says += _late_tests(record)
    if record.get("without_projection") == "no-model":
        says.append(f"Edition {record['edition']} has no model to project your tests with.")
    freshness = record.get("freshness")
    if freshness and freshness["caution"]:
        says.append(freshness["caution"])
    return [each for each in says if each]


OF_DOS = "These are figures of DOs who took Step 2 CK: COMLEX alone has no figure here."


def _of_a_stand_in(record: Record) -> str:
    about, whose = record["about"], say_group(record["target"]["benchmark"])
    missing = f"No usable score of {about['group']} who matched in {about['where']}"
    gap = step_named(record, "stand-in-gap")
    if gap is None or not gap["value"]:
        return f"{missing}: we use {whose} instead. {say_step(record, 'stand-in-gap')}".strip()
    way = "lowered" if gap["value"] < 0 else "raised"
    points = f"{plain_number(abs(gap['value']))} points"
    year = gap["figures"][0]["cycle"]
    return f"{missing}: we use {whose}, {way} by {points}, the gap between the two in {year}."


def _late_tests(record: Record) -> list[str]:
    """A caution on readings dated after the exam, or after today where no exam date is given."""
    inputs = record["inputs"]
    late = [test for test in inputs["tests"] if test["taken"] and test["taken"] > record["day"]]
    if not late or inputs["situation"] == "scored" or inputs["exam"] != "step2ck":
        return []
    named = record["projection"]["not_counted"] if record["projection"] else []
    who = "; ".join(say_test(each) for each in named) or "Your practice tests"
    after = "the exam" if inputs["exam_date"] else "today"
    return [f"{who}: dated after {after}, so not counted. Check the dates."]
