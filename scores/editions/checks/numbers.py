"""Values have to be possible, and to agree with the others of their row."""

from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError

from scores.editions.checks.faults import Faults, fault
from scores.editions.lines import Contents
from scores.engine.vocabulary import STATISTICS
from scores.models import (
    CONTENT,
    Claim,
    HouseSetting,
    MatchScore,
    PracticeTest,
    Specialty,
    SpecialtyMatchRate,
)

MOST_PEOPLE = 500_000
"""More than have ever taken all Steps together in a year."""

HALF_A_DIGIT = Decimal("0.05")


def values_fit_their_columns(contents: Contents) -> Faults:
    """Every value fits its column: choices, lengths, URLs, and nothing required is blank."""
    for model in CONTENT:
        left_out = [field.name for field in model._meta.fields if field.is_relation]  # type: ignore[attr-defined]
        for row in contents.of(model):
            try:
                row.clean_fields(exclude=left_out)
            except ValidationError as error:
                for name, says in error.message_dict.items():
                    yield fault(row, name, " ".join(says))


def people_are_plausible(contents: Contents) -> Faults:
    for row in contents.figures:
        for name in ("n", "n_dated", "ranked_first"):
            people = getattr(row, name, None)
            if people is not None and people > MOST_PEOPLE:
                yield fault(row, name, f"{people} are more people than there are.")
        if getattr(row, "n", None) == 0 and not hasattr(row, "percent"):
            yield fault(row, "n", "A figure of nobody; leave it empty where it is not stated.")


def quartiles_in_order(contents: Contents) -> Faults:
    for row in contents.of(MatchScore):
        known = [name for name in ("q1", "median", "q3") if getattr(row, name) is not None]
        for lower, upper in pairwise(known):
            low, high = getattr(row, lower), getattr(row, upper)
            if low > high:
                yield fault(row, lower, f"{low} lies above the {STATISTICS[upper]}, {high}.")


def percent_of_counts(contents: Contents) -> Faults:
    """The printed percent follows from the two counts, to one decimal."""
    for row in contents.of(SpecialtyMatchRate):
        exact = Decimal(100 * row.matched) / row.ranked_first if row.ranked_first else Decimal(0)
        if abs(exact - row.percent) > HALF_A_DIGIT:
            counts = f"{row.matched} of {row.ranked_first}"
            yield fault(row, "percent", f"{counts} are {exact:.1f} percent, not {row.percent}.")


def fallen_claims_say_why(contents: Contents) -> Faults:
    for row in contents.of(Claim):
        if row.standing in ("superseded", "contradicted") and not row.resolution.strip():
            yield fault(row, "resolution", f"A claim that is {row.standing} needs what holds now.")


def settings_are_positive(contents: Contents) -> Faults:
    for row in contents.of(HouseSetting):
        if row.value <= 0:
            yield fault(row, "value", "A house setting is above zero.")


def names_are_unique(contents: Contents) -> Faults:
    for model in (Specialty, PracticeTest):
        seen: dict[str, str] = {}
        for row in contents.of(model):
            other = seen.setdefault(row.name.strip().casefold(), row.slug)
            if other != row.slug:
                yield fault(row, "name", f"“{row.name}” is the name of “{other}” too.")


CHECKS = (
    values_fit_their_columns,
    people_are_plausible,
    quartiles_in_order,
    percent_of_counts,
    fallen_claims_say_why,
    settings_are_positive,
    names_are_unique,
)
