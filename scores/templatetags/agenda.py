"""Tags for the start page of the admin and the pages of review."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from scores.editions.agenda import Agenda
from scores.editions.checks import Fault
from scores.editions.jobs import JOBS, Job
from scores.editions.review import Review
from scores.models import CONTENT, Edition

register = template.Library()


@register.simple_tag
def agenda() -> Agenda:
    return Agenda(at=timezone.now())


@register.simple_tag
def editors_jobs() -> tuple[Job, ...]:
    return JOBS


ADDRESSES = {str(model._meta.verbose_name): model._meta.model_name for model in (*CONTENT, Edition)}  # type: ignore[attr-defined]


@register.simple_tag
def row_address(fault: Fault) -> str:
    """The address of the admin form for the row with a fault; empty where there is no such row."""
    name = ADDRESSES.get(fault.table)
    return reverse(f"admin:scores_{name}_change", args=[fault.pk]) if name and fault.pk else ""


@register.simple_tag(takes_context=True)
def user_may_approve(context: Context, review: Review) -> bool:
    return review.may_approve(context["request"].user)
