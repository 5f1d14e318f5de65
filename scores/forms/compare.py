"""The query of a comparison: one student, several specialties and groups."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from scores.engine.answers import Answers
from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS
from scores.forms.entries import Errors
from scores.forms.goal import GoalQuery, distinct, query_of, read_goal_query
from scores.forms.specialties import specialty_named

_NO_ANSWERS = {"edition", "sort"}
_STILL_FILLED_IN = {"rows", "remove"}


@dataclass(frozen=True)
class CompareQuery:
    """One student, and the specialties and groups to set side by side."""

    goal: GoalQuery
    chosen: tuple[str, ...]
    specialties: tuple[str, ...]
    """The specialties chosen; without any, all."""
    groups: tuple[str, ...]

    @property
    def errors(self) -> Errors:
        return self.goal.errors

    @property
    def answers(self) -> Answers:
        return self.goal.answers

    @property
    def as_asked(self) -> str:
        """The shortest query that gives this comparison again; only valid without errors."""
        pairs = [("specialty", name) for name in self.chosen]
        pairs += [("group", group) for group in self.groups]
        answers = query_of(self.answers, self.goal.typed["edition"])
        return "&".join(filter(None, [urlencode(pairs), answers]))


def read_compare_query(
    query: QueryDict, edition: Edition, today: date, *, is_under_way: bool = False
) -> CompareQuery:
    """Read the query of `/goal/`, in which `specialty` and `group` may repeat. Never raises.

    While the form is under way, a missing group is no error.
    """
    one = query.copy()
    one["specialty"] = one["group"] = ""
    one["exam"] = "step2ck"
    goal = read_goal_query(one, edition, today, is_under_way=is_under_way)
    named = distinct([specialty_named(name, edition) for name in query.getlist("specialty")])
    groups = distinct(query.getlist("group"))
    errors = goal.of_fields | {
        "specialty": _unknown(named, edition.choices),
        "group": _unknown(groups, GROUPS),
    }
    is_asked = query.keys() - _NO_ANSWERS and not query.keys() & _STILL_FILLED_IN
    if not groups and is_asked and not is_under_way:
        errors["group"] = ["Choose at least one applicant group."]
    errors = {field: says for field, says in errors.items() if says}
    chosen = tuple(name for name in edition.choices if name in named)
    specialties = chosen or tuple(edition.choices)
    groups = tuple(group for group in GROUPS if group in groups)
    return CompareQuery(replace(goal, of_fields=errors), chosen, specialties, groups)


def _unknown(values: tuple[str, ...], known: Container[str]) -> list[str]:
    unknown = [value for value in values if value not in known]
    return [f"“{value[:60]}” is not on record here." for value in unknown[:5]]
