"""Reads a page for a test: its text, ids, internal links and form fields."""

import re
from html.parser import HTMLParser

import pytest

TERM = re.compile(r'<button[^>]* class="term"[^>]*>([^<]*)</button>')
"""An explained term, which is still a word of its sentence."""


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def get(client):
    """The goal page for a query."""

    def get(query, **headers):
        response = client.get(f"/goal/?{query}", headers=headers)
        assert response.status_code == 200
        return Page(response)

    return get


class Page(HTMLParser):
    def __init__(self, response):
        super().__init__()
        self.ids, self.targets, self.fields = [], [], {}
        self.source = response.content.decode()
        self.text = ""
        self.feed(TERM.sub(r"\1", self.source))
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href", "").startswith("#"):
            self.targets.append(given["href"][1:])
        if (
            tag == "input"
            and "name" in given
            and (given.get("type") not in ("radio", "checkbox") or "checked" in given)
        ):
            self.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data):
        self.text += f"{data} "
