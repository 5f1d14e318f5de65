"""How a fact finds its words: each type of fact registers a function that words it."""

from functools import singledispatch
from typing import Any, NamedTuple


class Words(NamedTuple):
    """The title of a step and its sentences."""

    title: str
    says: str


@singledispatch
def said(facts: Any) -> Words:
    """The words for what a rule found. Raises TypeError for facts without wording."""
    raise TypeError(f"No words for {type(facts).__name__}.")
