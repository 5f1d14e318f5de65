"""The record that others see: what the owner hides is removed, and sentences that reveal it too."""

from dataclasses import asdict, dataclass
from typing import Any

from scores.engine.answers import JUST_PASS
from scores.engine.match.shares import RULES
from scores.engine.outlook import SCALE, scale_of
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.hidden import HIDDEN_PROFILE
from scores.wording.record import cited_in
from scores.wording.summary import state_of


@dataclass(frozen=True, slots=True)
class Shown:
    """What a shared goal shows besides the target and its reasons."""

    projection: bool = False
    scores: bool = False
    profile: bool = False

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of `Goal` that store it."""
        return {f"shows_{name}": is_shown for name, is_shown in asdict(self).items()}


ALL = Shown(projection=True, scores=True, profile=True)


def redacted(record: Record, shown: Shown) -> Record:
    """A copy without what is hidden. The digest of a revision covers the whole record."""
    seen: dict[str, Any] = record | {"inputs": dict(record["inputs"])}
    if not shown.projection:
        seen |= {"projection": None, "plan": None}
        _without_outlook(seen)
    if not shown.scores:
        _without_scores(seen)
    if not shown.profile:
        _without_profile(seen)
    if "scale" in seen:  # goals of the first release are shown as they always were
        if seen["scale"] and not (shown.projection and shown.scores):
            seen["scale"] = _cut(seen)
        hidden = cited_in(record) - cited_in(seen)
        sources = seen["sources"].items()
        seen["sources"] = {name: source for name, source in sources if name not in hidden}
    return seen


def _cut(seen: Record) -> list[Any]:
    """The scale without hidden figures: tests and an actual score would have made it longer."""
    projection = seen["projection"] or {}
    marks = [
        *(seen["target"]["score"], seen["inputs"]["actual_score"]),
        *(projection.get(end) for end in ("low", "high")),
    ]
    if seen["inputs"]["aim"] == JUST_PASS:
        marks.append(seen["floor"]["safe_pass"])
    there = [in_points(mark) for mark in marks if mark is not None]
    scores = scale_of(there) if there else SCALE
    return [row for row in seen["scale"] if row[0] in scores]


def _without_outlook(seen: Record) -> None:
    """Removes what follows from the practice tests. The goals stay: everyone has the same."""
    if "verdict" in seen:
        goals = [goal | {"p_reach": None} for goal in seen["goals"]]
        seen |= {"verdict": None, "waiting": [], "best_date": None, "goals": goals}
    if seen.get("scale"):
        seen["scale"] = [[*known, None] for *known, _ in seen["scale"]]
    _without_share(seen, "projected")


def _without_scores(seen: Record) -> None:
    """Removes practice scores, the actual score, and what repeats them or would reveal them."""
    seen["inputs"] |= {"tests": [], "actual_score": None}
    seen["standing"] = []
    seen["norms"] = [norm | {"actual": None} for norm in seen["norms"]]
    if seen["projection"]:
        hidden = ("readings", "without", "not_counted", "disagreements", "steps")
        seen["projection"] = seen["projection"] | {name: [] for name in hidden}
        if "without_gain" in seen["projection"]:  # with one test, it is that score
            seen["projection"]["without_gain"] = None
    if "verdict" in seen:
        seen["verdict"] = None
    if seen["inputs"]["situation"] == "scored":  # the band would reveal the score
        seen["chances"] = [each for each in seen["chances"] if each["scope"] != "score band"]
    _without_share(seen, "at_score")


def _without_share(seen: Record, name: str) -> None:
    """Removes the share of people with that score who matched: it would reveal the score."""
    if match := seen.get("match"):
        rule = RULES[name]
        steps = [step for step in match["steps"] if step["rule"] != rule]
        seen["match"] = match | {name: None, "steps": steps}


def _without_profile(seen: Record) -> None:
    """Removes factors and attempts.

    One step takes the place of all factors, as they move the target.
    """
    factors = [step for step in seen["steps"] if step["rule"].startswith("factor-")]
    seen["inputs"] |= {"factor": [], "attempt_date": []}
    seen["attempts"] = []
    if state_of(seen) in ("failed", "did-not-pass"):  # it states how many attempts are left
        seen["verdict"] = None
    if not factors:
        return
    words = {"title": HIDDEN_PROFILE.title, "says": HIDDEN_PROFILE.says}
    one = factors[-1] | words | {"rule": "factor-hidden", "figures": []}
    seen["steps"] = [
        one if step is factors[-1] else step for step in seen["steps"] if step not in factors[:-1]
    ]
