"""Checks the headers and cookies of every page type with the MDN HTTP Observatory."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .line import Line, at_least
from .programs import run
from .site import HOST, Site

if TYPE_CHECKING:
    from tests.page_types import PageType

LEAST = 135
LEAST_WITHOUT_SCRIPTS = 130
"""Five points are for the integrity of scripts, which error pages do not have."""


def lines(site: Site) -> Iterator[Line]:
    asked = [
        {"host": f"{HOST}:{site.port}", "path": page.address, "cookie": site.cookie(page)}
        for page in site.pages
    ]
    given = "".join(f"{json.dumps(each)}\n" for each in asked)
    trusted = str(site.certificate)
    printed = run("node", "observatory.mjs", given=given, NODE_EXTRA_CA_CERTS=trusted)
    scores = [json.loads(line) for line in printed.splitlines()]
    pairs = [*zip(site.pages, scores, strict=True)]
    alone = [score["score"] for page, score in pairs if is_alone(page)]
    lowest = min(score["score"] for page, score in pairs if not is_alone(page))
    count = len(scores) - len(alone)
    yield at_least(f"Observatory, lowest of {count} page types", lowest, LEAST)
    yield at_least("Observatory, errors without scripts", min(alone), LEAST_WITHOUT_SCRIPTS)
    for page, score in pairs:
        if score["score"] < (LEAST_WITHOUT_SCRIPTS if is_alone(page) else LEAST):
            says = f"{score['score']} {', '.join(score['lost'])}"
            yield Line(f"Observatory: {page.name}", says, f"≥ {LEAST}", holds=False)


def is_alone(page: "PageType") -> bool:
    """Whether the page is shown when something broke, and so needs no other file."""
    return page.name in ("error 500", "error 503")
