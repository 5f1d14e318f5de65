"""What all figures share: an edition, a source, and a name that stays the same across editions.

The name (`identity`) is the natural key of fixtures, the key of a difference between two editions,
and unique in the database.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from scores.engine.vocabulary import EVIDENCE, GROUPS
from scores.models.editions import Edition


def follow(row: models.Model, path: str) -> Any:
    """The value at the end of a look-up path; None if a link on the way is empty."""
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name) if value is not None else None
    return value


LONGEST_PART = 60
"""The most characters of a title or sentence within the name of a row."""


def say_part(row: Any, path: str) -> str:
    """One part of the name of a row in words; empty if the value is, except for a specialty."""
    name, *rest = path.split("__")
    value = getattr(row, name)
    if rest and value is not None:
        return say_part(value, "__".join(rest))
    if rest or value in (None, ""):
        return "all specialties" if name == "specialty" else ""
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    if name == "slug":
        said = (getattr(row, each, "") for each in ("title", "name", "text"))
        return shortened(next(filter(None, said), str(value)))
    if name in ("low", "high"):
        return f"{'from' if name == 'low' else 'to'} {value}"
    labels = {} if name == "outcome" else dict(row._meta.get_field(name).flatchoices)
    return str(labels.get(value, value))


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PART else f"{text[: LONGEST_PART - 1].rstrip()}…"


class IdentityManager[M: models.Model](models.Manager[M]):
    def get_by_natural_key(self, *key: Any) -> M:
        return self.get(**dict(zip(self.model.identity, key, strict=True)))  # type: ignore[attr-defined]


class Content(models.Model):
    """A row of an edition's content, with a natural key that fixtures name it by."""

    identity: ClassVar[tuple[str, ...]] = ("edition__label", "slug")
    """Look-up paths of the natural key; the first leads to the edition's label."""

    objects: ClassVar[IdentityManager[Self]] = IdentityManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Its name in words, the specialty first."""
        paths = sorted(self.identity[1:], key=lambda path: not path.startswith("specialty"))
        return " · ".join(filter(None, (say_part(self, path) for path in paths)))

    @property
    def name_parts(self) -> tuple[str, ...]:
        """Its natural key within the edition, without empty parts."""
        return tuple(str(part) for part in self.natural_key()[1:] if part not in (None, ""))

    @property
    def described(self) -> str:
        """The text by which an editor chooses it from a list."""
        return str(self)

    def natural_key(self) -> tuple[Any, ...]:
        key = (follow(self, path) for path in self.identity)
        return tuple(
            part if isinstance(part, int | str | None) else part.isoformat() for part in key
        )


def once(name: str, *fields: str, **condition: Any) -> models.UniqueConstraint:
    """A constraint: no two rows of an edition share these values."""
    only_where = Q(**condition) if condition else None
    return models.UniqueConstraint(fields=("edition", *fields), name=name, condition=only_where)


def in_range(name: str, *fields: str, low: float = 1, high: float = 300) -> models.CheckConstraint:
    """A constraint: each field is empty or from `low` to `high`, by default a three-digit score."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(
            **{f"{field}__gte": low, f"{field}__lte": high}
        )
    named = " and ".join(field.replace("_", " ") for field in fields)
    says = f"Enter {named} from {low:g} to {high:g}."
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=says)


def percent_in_range(name: str) -> models.CheckConstraint:
    return in_range(name, "percent", low=0, high=100)


def one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": tuple(map(str, values))}),
        name=name,
        violation_error_message=f"Choose {field.replace('_', ' ')} from the list.",
    )


def group_field(choices: Mapping[str, str] = GROUPS) -> "models.CharField":
    return models.CharField("applicant group", max_length=24, choices=choices)


def specialty_field(**options: Any) -> "models.ForeignKey":
    return models.ForeignKey("Specialty", models.PROTECT, related_name="+", **options)


def percent_field(**options: Any) -> "models.DecimalField":
    return models.DecimalField(max_digits=4, decimal_places=1, **options)


class Source(Content):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sources")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published = models.CharField(max_length=60, blank=True, help_text="As far as it is known")
    evidence = models.CharField(max_length=24, choices=EVIDENCE)
    confidence = models.CharField(max_length=200, blank=True)
    reserves_reproduction = models.BooleanField(
        default=False, help_text="Its tables may be cited figure by figure, never listed whole"
    )
    passage = models.TextField(blank=True, help_text="The table or passage that was read")
    checked_on = models.DateField(
        null=True, blank=True, help_text="The day it was last looked at, if that was noted"
    )
    note = models.TextField(blank=True)
    allows_copying = models.BooleanField(
        default=False, help_text="It allows its NRMP figures to be copied; other sources do not"
    )
    replaced_by = models.SlugField(
        max_length=60,
        blank=True,
        help_text="The source that took its place: then this one is retired, and looked at no more",
    )

    class Meta:
        ordering = ("edition", "slug")
        constraints = (
            once("source_once", "slug"),
            models.CheckConstraint(
                condition=Q(evidence__in=tuple(EVIDENCE)), name="source_evidence_known"
            ),
        )

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude=exclude)
        today = timezone.now().date()
        if self.checked_on and self.checked_on > today and "checked_on" not in (exclude or ()):
            says = f"The date cannot be in the future: today is {today}."
            raise ValidationError({"checked_on": says})

    @property
    def described(self) -> str:
        parts = (self.title, self.publisher, self.published)
        return f"{' · '.join(filter(None, parts))} ({self.slug})"


MATCH_SERVICES = {
    "nrmp": "Main Residency Match (NRMP)",
    "sf-match": "SF Match",
    "sau": "Urology Match (SAU)",
}


class Specialty(Content):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="specialties")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    match_service = models.CharField(
        max_length=10, choices=MATCH_SERVICES, default="nrmp", help_text="Whose calendar applies"
    )
    is_choice = models.BooleanField(
        "can be chosen", default=True, help_text="Otherwise it is found, and says what to do"
    )
    says = models.CharField(
        max_length=200,
        blank=True,
        help_text="Why no score is published, or what to choose instead; no target is derived then",
    )

    class Meta:
        ordering = ("edition", "name")
        verbose_name_plural = "specialties"
        constraints = (
            once("specialty_once", "slug"),
            models.CheckConstraint(
                condition=Q(match_service__in=tuple(MATCH_SERVICES)), name="specialty_match_service"
            ),
        )

    @property
    def described(self) -> str:
        return f"{self.name} ({self.slug})"


class Figure(Content):
    """A row that states what a source says.

    `source` is the best source, `also` are the others that say the same. `carried_back` marks a row
    without a period of its own that was recorded after the time its edition describes.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    also = models.ManyToManyField(Source, blank=True, related_name="+")
    carried_back = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    kind: ClassVar[str] = "observed"

    class Meta:
        abstract = True
