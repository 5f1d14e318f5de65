"""Each figure has its sources, the best of them first, all of its own edition."""

from typing import Any

from scores.editions.checks.faults import Faults, fault
from scores.editions.lines import Contents
from scores.engine.vocabulary import EVIDENCE_RANK


def links_stay_inside(contents: Contents) -> Faults:
    """Whatever a row refers to belongs to its own edition."""
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


CHECKS = (links_stay_inside, best_source_leads)
