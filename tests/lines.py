"""Counts lines of Python at a revision: `python -m tests.lines [REVISION]`, by default HEAD.

Lines with code and docstrings count; blank lines, comments and migrations do not.
"""

import subprocess
import sys
import tokenize
from collections import Counter

NO_CODE = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def git(*arguments):
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


def count(source):
    lines = set()
    for token in tokenize.generate_tokens(iter(source.splitlines(keepends=True)).__next__):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines)


def counts_at(revision):
    """The lines of each folder; the app is counted by its subfolders."""
    counts = Counter()
    for path in git("ls-tree", "-r", "--name-only", revision).splitlines():
        if path.endswith(".py") and "/migrations/" not in path:
            top, *below = path.split("/")
            folder = f"{top}/{below[0]}" if top == "scores" and len(below) > 1 else top
            counts[folder] += count(git("show", f"{revision}:{path}"))
    return counts


if __name__ == "__main__":
    counts = counts_at(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
    for folder, lines in counts.most_common():
        print(f"{lines:7,} {folder}")
    site = sum(lines for folder, lines in counts.items() if folder != "tests")
    print(f"{site:7,} without tests, {counts.total():,} with them")
