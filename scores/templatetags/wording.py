"""Facts of the engine in words, for templates that show them straight."""

from django import template

from scores.engine.percentiles import Percentile
from scores.engine.steps import Step
from scores.reference.compare import Compared
from scores.reference.effect import Effect
from scores.wording import compare, effect, freshness
from scores.wording.choices import AIM_TITLES
from scores.wording.existing_score import say_percentile
from scores.wording.said import Words, said
from scores.wording.values import band_text, signed

register = template.Library()

NOTHING = "–"


@register.filter
def words_of(step: Step) -> Words:
    """The title of a step, and what it says."""
    return said(step.facts)


@register.filter
def percentile(standing: Percentile | None) -> str:
    return say_percentile(standing) if standing else NOTHING


@register.filter
def points_apart(points: int | None) -> str:
    return "" if points is None else signed(points)


@register.filter
def within_reach(verdict: str) -> str:
    return compare.WITHIN_REACH.get(verdict, "")


@register.filter
def based_on(row: Compared) -> str:
    return compare.based_on(row)


@register.filter
def band(row: object) -> str:
    """The scores from `low` to `high` of a row."""
    return band_text(getattr(row, "low", None), getattr(row, "high", None))


@register.filter
def exam_days(about: Effect) -> str:
    return effect.say_when(about)


@register.filter
def effect_says(about: Effect) -> str:
    return effect.say_effect(about)


@register.filter
def upkeep_kinds(kinds: tuple[str, ...]) -> str:
    return ", ".join(freshness.KINDS[kind] for kind in kinds)


@register.filter
def aim_title(aim: str) -> str:
    return AIM_TITLES[aim]
