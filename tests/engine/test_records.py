"""A record says the same of the same answers, to the letter, until `VERSION` is another.

Shared goals are verified by deriving them again.
"""

import json

from scores.engine import VERSION
from tests.engine.records import DIGESTS, digests


def test_records_change_only_with_the_version():
    kept = json.loads(DIGESTS.read_text(encoding="utf-8"))
    found = digests()

    moved = [name for name, digest in found.items() if kept["digests"].get(name) != digest]
    assert (moved, kept["engine"]) == ([], VERSION), "See “Add a rule” in docs/contributing.md."
    assert kept["digests"].keys() == found.keys()
