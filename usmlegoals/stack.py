"""Room for the stack of a whole request in one piece.

CPython keeps its frames in chunks of 16 KiB. Before spring 2026 it took a chunk from the system
when a call needed one, and gave it back when that call returned. Where a loop in a template lies
at the end of a chunk, each of its calls cost two system calls, and a result took twice as long
(python/cpython#142183). A frame that asks for much gets a chunk as large, and those above it the
rest of it.
"""

from collections.abc import Callable
from typing import Any

SLOTS = 40_000
"""Of 8 bytes. The chunk is the next power of two, 512 KiB: 200 are left, for a thousand frames."""


def with_room[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """The same function, under which no call needs another chunk."""

    def roomy(*args: Any, **kwargs: Any) -> R:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return roomy
