"""Every figure has sources of its own edition, the best evidence first."""

from typing import Any

from scores.editions.checks.faults import Faults, fault
from scores.editions.lines import Contents
from scores.engine.edition import Span
from scores.engine.vocabulary import EVIDENCE_RANK
from scores.models import Source


def links_stay_inside(contents: Contents) -> Faults:
    """Everything that a row refers to belongs to its edition."""
    for row in contents.figures:
        for name in ("source", "specialty", "test"):
            linked = getattr(row, name, None)
            if linked is not None and linked.edition_id != contents.edition.pk:
                yield fault(row, name, f"“{linked.slug}” belongs to another edition.")
        for source in row.also.all():
            if source.edition_id != contents.edition.pk:
                yield fault(row, "also", f"“{source.slug}” belongs to another edition.")


def best_source_leads(contents: Contents) -> Faults:
    for row in contents.figures:
        for source in row.also.all():
            if source == row.source:
                yield fault(row, "also", f"“{source.slug}” is named twice.")
            elif _rank(source) < _rank(row.source):
                better = f"“{source.slug}” is better evidence ({source.evidence})"
                than = f"than “{row.source.slug}” ({row.source.evidence}): name it as the source."
                yield fault(row, "source", f"{better} {than}")


def _rank(source: Any) -> int:
    return EVIDENCE_RANK.get(source.evidence, len(EVIDENCE_RANK))


DATED = Span("2026.3")
"""The editions that state when each source was looked at; before, the day of the edition counts."""


def looks_are_dated(contents: Contents) -> Faults:
    """Every source states when it was looked at: the age of a figure depends on nothing else."""
    if DATED.holds(contents.edition.label):
        for source in contents.of(Source):
            if source.checked_on is None:
                yield fault(source, "checked_on", "Enter the day on which you looked at it.")


def successors_are_there(contents: Contents) -> Faults:
    """A retired source names another of its edition, and no chain of replacements is a circle."""
    follows = {source.slug: source.replaced_by for source in contents.of(Source)}
    for source in contents.of(Source):
        name, seen = source.replaced_by, {source.slug}
        while name and name in follows and name not in seen:
            seen.add(name)
            name = follows[name]
        if name in seen:
            says = "It takes its own place in the end: choose a source that is in use."
            yield fault(source, "replaced_by", says)
        elif source.replaced_by and source.replaced_by not in follows:
            says = f"There is no source “{source.replaced_by}” in this edition."
            yield fault(source, "replaced_by", says)


CHECKS = (links_stay_inside, best_source_leads, looks_are_dated, successors_are_there)
