"""Checks the HTML of every page type and of what htmx fetches with the Nu Html Checker (vnu)."""

import json
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from .line import Line
from .programs import run
from .site import Site

WHOLE = '<!doctype html><html lang="en-US"><meta charset="utf-8">{}'
"""Makes a page of a fragment, whose own title goes into the head."""

AROUND = '<title>The page around it</title><h1>The page around it</h1><form id="goal-form"></form>'
FRAMED = f"{WHOLE.format('<title>Admin</title>')}{{}}"
"""Makes a page of our part of an admin page, without the frame that Django adds."""

JAR = "node_modules/vnu-jar/build/dist/vnu.jar"


def lines(site: Site, folder: Path) -> Iterator[Line]:
    names = {}
    for number, (name, html) in enumerate(documents(site)):
        path = folder / f"{number:03}.html"
        path.write_text(html, encoding="utf-8")
        names[path.name] = name
    found = [each for each in messages(folder) if not is_of_django(each, names)]
    yield Line(
        f"vnu, messages on {len(names)} pages and fragments", f"{len(found)}", "0", not found
    )
    for message in found:
        name = names[message["url"].rpartition("/")[2]]
        extract = message.get("extract", "").replace("\n", " ").replace("|", "\\|")
        yield Line(f"vnu: {name}", f"{message['message']} `{extract}`", "none", holds=False)


OF_DJANGO = (
    "The first “option” element in a “select” element with a “required” attribute",
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden",
)
"""Messages about Django's own forms in the admin: required choices, and labels of hidden fields."""


def is_of_django(message: dict[str, str], names: dict[str, str]) -> bool:
    from tests.page_types import STAFF

    name = names[message["url"].rpartition("/")[2]]
    return name in STAFF and message["message"].startswith(OF_DJANGO)


def documents(site: Site) -> Iterator[tuple[str, str]]:
    for page in site.pages:
        html = fetch(site, page.address, Cookie=site.cookie(page))
        framed = re.search(r'<main id="content-start".*</main>', html, re.DOTALL)
        yield page.name, FRAMED.format(framed[0]) if framed else html
    for page in site.pages:
        if page.address.startswith("/goal/?"):
            fragment = fetch(site, page.address, **{"HX-Request": "true"})
            yield f"fragment of {page.name}", WHOLE.format(f"{AROUND}{untitled(fragment)}")
            folds = fetch(site, f"{page.address}&show=all")
            yield f"{page.name}, with its folds open", folds


def untitled(fragment: str) -> str:
    return re.sub("<title>.*?</title>", "", fragment)


def fetch(site: Site, path: str, **headers: str) -> str:
    request = Request(f"{site.address}{path}", headers=headers)
    trusted = ssl.create_default_context(cafile=site.certificate)
    try:
        with urlopen(request, context=trusted) as response:
            return response.read().decode()
    except HTTPError as error:
        return error.read().decode()


def messages(folder: Path) -> list[dict[str, str]]:
    command = ("java", "-jar", JAR, "--format", "json", "--exit-zero-always", "--stdout")
    return json.loads(run(*command, str(folder)))["messages"]
