"""What a process keeps because it cannot change: what comes of editions, templates and files."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings


def kept[K, V](store: dict[K, V], key: K, make: Callable[[], V], *, most: int = 8) -> V:
    """What the store has of a key, made where it is not there; what was made first goes first."""
    if key not in store:
        made = make()
        while len(store) >= most:
            store.pop(next(iter(store)))
        store[key] = made
    return store[key]


def kept_unless_debugging[R](
    *, most: int | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """For what follows from its arguments, the templates and the static files.

    While somebody works on those, it is made anew each time.
    """

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        return function if settings.DEBUG else lru_cache(maxsize=most)(function)

    return decorate
