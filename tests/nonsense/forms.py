"""Reads the forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    target: str
    method: str = "GET"
    has_files: bool = False
    fields: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[Form]()
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in found}
        if tag == "form":
            target = urljoin(self.page, given.get("action") or self.page).partition("#")[0]
            method = given.get("method", "get").upper()
            self.form = Form(target, method, "multipart" in given.get("enctype", ""))
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and self.select and "selected" in given:
            self.form.fields.append((self.select, given.get("value", "")))
        elif given.get("name"):
            self._note(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        assert self.form is not None
        kind = given.get("type", "")
        if kind == "file":
            self.form.files.append(given["name"])
        elif tag in ("input", "button", "textarea"):
            self.form.fields.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""


def forms_in(page: str, target: str) -> list[Form]:
    reader = _Reader(target)
    reader.feed(page)
    return reader.forms
