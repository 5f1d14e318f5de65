"""Garbage that goes early, so that a worker stays as small as what it needs.

Python collects cycles in full only once they are a quarter of all that lives. A form of the admin
leaves megabytes of them, and what they once took is seldom given back: workers grew by a third.
"""

import gc

THRESHOLDS = (2_000, 5, 2)
"""Objects made, then young and middle collections, until the next older one: in full after some
20,000 objects, where by default it would be 200,000."""


def collect_early() -> None:
    """Call it once all is loaded and before the workers part: of that, nothing becomes garbage.

    It is passed over from then on: a full collection is quick, and workers share its pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
