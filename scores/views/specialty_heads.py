"""The group and order in which specialties are shown, as links that work without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from scores.engine.vocabulary import GROUPS
from scores.wording.values import sentence_case

SORTS = {"name": "Specialty", "target": "Target", "rate": "Matched", "positions": "Positions"}
SORTS_OF_ALL = {"name": "Specialty", **GROUPS, "positions": "Positions"}
"""With all groups side by side, each group has a column of targets."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column to sort by; `order` is empty unless the table is sorted by it."""

    id: str
    title: str
    address: str
    order: str

    @property
    def is_numeric(self) -> bool:
        return self.id != "name"


@dataclass(frozen=True, slots=True)
class Filter:
    title: str
    address: str
    is_chosen: bool


def sorts_of(group: str) -> dict[str, str]:
    return SORTS if group else SORTS_OF_ALL


def heads_of(request: HttpRequest, group: str, sort: str) -> Iterator[Head]:
    for name, title in sorts_of(group).items():
        order = "ascending" if name == "name" else "descending"
        address = _address(request, group, name)
        yield Head(name, sentence_case(title), address, order if name == sort else "")


def filters_of(request: HttpRequest, group: str, sort: str) -> Iterator[Filter]:
    """A link to all groups, then one to each; they keep the order if its column remains."""
    for name, title in {"": "All groups", **GROUPS}.items():
        kept = sort if sort in sorts_of(name) else ""
        yield Filter(sentence_case(title), _address(request, name, kept), name == group)


def _address(request: HttpRequest, group: str, sort: str) -> str:
    query = QueryDict(mutable=True)
    asked = {"edition": request.GET.get("edition", ""), "group": group}
    if sort != "name":
        asked["sort"] = sort
    query.update({name: value for name, value in asked.items() if value})
    return f"{request.path}?{query.urlencode()}".removesuffix("?")
