"""Finds the rows of a draft that a file refers to, by id or by name as people write it."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from scores.forms.cells import near
from scores.forms.names import plain
from scores.forms.specialties import SPOKEN
from scores.models import Edition, Source, Specialty, SpecialtyName

ALL_TOGETHER = {"", "all", "all specialties", "total", "overall"}
"""What tables call the row that covers all specialties."""


class Links:
    """The rows of one table in one draft."""

    def __init__(self, model: Any, draft: Edition) -> None:
        self.model, self.draft = model, draft

    def named(self, text: str) -> Any:
        """The row that the text names; None for no row. Raises ValidationError with a sentence."""
        text = " ".join(text.split())
        is_all = text.casefold() in ALL_TOGETHER if self.model is Specialty else not text
        if is_all:
            return None
        row = self.by_slug.get(text) or self.by_name.get(words_of(text))
        if row is None:
            names = {plain(called(each)): called(each) for each in self.by_slug.values()}
            what = f"{self.model._meta.verbose_name} “{text[:60]}”"
            says = f"There is no {what} in edition {self.draft}.{near(text, names)}"
            raise ValidationError(says)
        return row

    @cached_property
    def by_slug(self) -> dict[str, Any]:
        return {row.slug: row for row in self.model.objects.filter(edition=self.draft)}

    @cached_property
    def by_name(self) -> dict[tuple[str, ...], Any]:
        """The rows by the words of each name; None for a name that two rows share."""
        named: dict[tuple[str, ...], Any] = {}
        for row in self.by_slug.values():
            for name in (row.slug, called(row)):
                key = words_of(name)
                named[key] = row if named.get(key, row) == row else None
        if self.model is Specialty:
            names = SpecialtyName.objects.filter(edition=self.draft)
            recorded = names.values_list("name", "specialty__slug")
            for name, slug in (*recorded, *SPOKEN.items()):
                named.setdefault(words_of(name), self.by_slug.get(slug))
        return named


def called(row: Any) -> str:
    return str(row.title if isinstance(row, Source) else row.name)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in order, without parentheses, so that “Surgery, General” is found."""
    plain_text = re.sub(r"\(.*?\)", "", text.casefold().replace("&", " "))
    return tuple(sorted(set(re.findall(r"\w+", plain_text)) - {"and", "of", "the"}))
