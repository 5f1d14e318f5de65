"""What a process keeps because it cannot change: what comes of the digests of editions."""

from collections.abc import Callable


def kept[K, V](store: dict[K, V], key: K, make: Callable[[], V], *, most: int = 8) -> V:
    """What the store has of a key, made where it is not there; what was made first goes first."""
    if key not in store:
        made = make()
        while len(store) >= most:
            store.pop(next(iter(store)))
        store[key] = made
    return store[key]
