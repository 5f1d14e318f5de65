"""Tags on reviews: the current user's ticks and waiting reviews, and rows to verify."""

from typing import Any

from django import template
from django.template import Context

from scores.editions.agenda import Agenda
from scores.editions.looked import Looked
from scores.editions.review import Review
from scores.editions.verifying import Verified, rows_to_verify
from scores.models import Tick
from scores.reference.moved import MovedResults, moved_results

register = template.Library()


@register.simple_tag(takes_context=True)
def tick_of_user(context: Context, looked: Looked[Any]) -> Tick | None:
    return looked.by(context["request"].user)


@register.simple_tag(takes_context=True)
def waiting_for_user(context: Context, agenda: Agenda) -> list[dict[str, Any]]:
    """The reviews that wait for the current user, as reviewer or as author."""
    user = context["request"].user
    found = [(_waits_for(user, review), review) for review in agenda.reviews]
    return [{"what": what, "review": review} for what, review in found if what]


def _waits_for(user: Any, review: Review) -> str:
    if review.asked == user and not review.is_approved:
        return "review"
    if review.author == user and review.sent_back:
        return "sent-back"
    return "approved" if review.author == user and review.is_approved else ""


@register.simple_tag
def verify(review: Review, page: Any) -> list[Verified]:
    return rows_to_verify(review.comparison.draft, page)


@register.simple_tag
def moved(review: Review) -> MovedResults:
    return moved_results(review.effects)
