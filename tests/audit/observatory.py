"""The headers and cookies of every page type, by the MDN HTTP Observatory."""

import json
from collections.abc import Iterator

from .line import Line, at_least
from .programs import run
from .site import HOST, Site

LEAST = 135


def lines(site: Site) -> Iterator[Line]:
    asked = [
        {"host": f"{HOST}:{site.port}", "path": page.address, "cookie": site.cookie(page)}
        for page in site.pages
    ]
    given = "".join(f"{json.dumps(each)}\n" for each in asked)
    trusted = str(site.certificate)
    printed = run("node", "observatory.mjs", given=given, NODE_EXTRA_CA_CERTS=trusted)
    scores = [json.loads(line) for line in printed.splitlines()]
    lowest = min(score["score"] for score in scores)
    yield at_least(f"Observatory, lowest of {len(scores)} page types", lowest, LEAST)
    for page, score in zip(site.pages, scores, strict=True):
        if score["score"] < LEAST:
            says = f"{score['score']} {', '.join(score['lost'])}"
            yield Line(f"Observatory: {page.name}", says, f"≥ {LEAST}", holds=False)
