"""How a fact finds its words: each kind of fact registers the function that says it."""

from functools import singledispatch
from typing import Any, NamedTuple


class Words(NamedTuple):
    """The title of a step and its sentences."""

    title: str
    says: str


@singledispatch
def said(facts: Any) -> Words:
    """The words of what a rule found. Raises TypeError for facts that nothing says."""
    raise TypeError(f"No words for {type(facts).__name__}.")
