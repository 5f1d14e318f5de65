"""The audit: checks the site, set up as in production, with programs of others.

`./run audit` needs Node, Java, openssl, nginx and Chromium, and takes some minutes. It prints one
table, and ends with an error where a line of it does not hold.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import first_view, lighthouse, markup, observatory
from .line import HEAD, Line
from .programs import install
from .site import behind_proxy, site

BEGIN, END = "<!-- written by ./run audit -->", "<!-- to here -->"
PARTS = ("markup", "observatory", "view", "lighthouse")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run audit", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="a part of it")
    parser.add_argument("--write", type=Path, help="also put the table into this page")
    options = parser.parse_args()
    install()
    print(HEAD)
    found = []
    for line in lines(options.only or PARTS):
        print(line, flush=True)
        found.append(line)
    if options.write:
        write(options.write, found)
    if not all(line.holds for line in found):
        sys.exit("run audit: not every line holds.")


def lines(parts: list[str]) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with site(folder) as running:
            if "markup" in parts:
                (folder / "html").mkdir()
                yield from markup.lines(running, folder / "html")
            if "observatory" in parts:
                yield from observatory.lines(running)
            if "view" in parts:
                with behind_proxy(running, folder) as reached:
                    yield from first_view.lines(reached)
            if "lighthouse" in parts:
                yield from lighthouse.lines(running)


def write(page: Path, found: list[Line]) -> None:
    """Writes the table between its two marks, and leaves the rest of the page as it is."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join([HEAD, *map(str, found)])
    page.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
