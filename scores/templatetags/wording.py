"""Filters that put facts of the engine and of records into words."""

from datetime import date

from django import template

from scores.engine.percentiles import Percentile
from scores.engine.steps import in_points
from scores.wording import values
from scores.wording.benchmarks import MEASURES
from scores.wording.choices import AIM_TITLES
from scores.wording.effect import say_effect, say_when
from scores.wording.existing_score import say_percentile
from scores.wording.freshness import KINDS, say_usual
from scores.wording.said import said

register = template.Library()

register.filter("words_of", lambda step: said(step.facts))
register.filter("aim_title", lambda aim: AIM_TITLES[aim])
register.filter("upkeep_kinds", lambda kinds: ", ".join(KINDS[kind] for kind in kinds))
register.filter("usual_times", say_usual)
register.filter("measured", lambda measure: MEASURES.get(measure, measure))
register.filter("exam_days", say_when)
register.filter("effect_says", say_effect)
register.filter("signed_points", values.signed)
register.filter("in_points", in_points)
register.filter("in_percent", lambda share: in_points(100 * share))


@register.filter
def iso_day(text: str) -> str:
    """An ISO day of a record, as in December 21, 2026."""
    return values.say_day(date.fromisoformat(text))


@register.filter
def short_day(text: str) -> str:
    return values.short_day(date.fromisoformat(text))


@register.filter
def month_day(text: str) -> str:
    """Dec 21."""
    return values.month_day(date.fromisoformat(text))


@register.filter
def percentile(standing: Percentile | None) -> str:
    return say_percentile(standing) if standing else "–"


@register.filter
def band(row: object) -> str:
    """The scores from `low` to `high` of a row."""
    return values.band_text(getattr(row, "low", None), getattr(row, "high", None))
