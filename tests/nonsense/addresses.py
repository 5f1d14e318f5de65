"""Lists every address of the site from the resolver, so that new ones are included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """An address as alternating texts and names of parameters, such as ("/g/", "token", "/")."""

    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return self.parts[1::2]

    def __str__(self) -> str:
        return "".join(f"<{part}>" if place % 2 else part for place, part in enumerate(self.parts))


def every_address(resolver: URLResolver | None = None, before: str = "/") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = f"{before}{_as_route(entry.pattern)}"
        if isinstance(entry, URLResolver):
            yield from every_address(entry, pattern)
        else:
            yield Address(tuple(CONVERTER.split(pattern)))


def _as_route(pattern: Any) -> str:
    """A pattern as a route; the groups of a regular expression become parameters."""
    if isinstance(pattern, RegexPattern):
        return GROUP.sub(r"<\1>", str(pattern)).strip("^$")
    return str(pattern)
