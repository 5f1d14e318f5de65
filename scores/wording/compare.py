"""A row of a comparison in words."""

from scores.reference.compare import Compared
from scores.wording.rows import group_named
from scores.wording.values import counted

SORTS = {
    "name": "Specialty",
    "target": "Target",
    "low": "Band from",
    "percentile": "Percentile",
    "chance": "Chance",
}

WITHIN_REACH = {
    "likely-above": "Within reach",
    "too-close": "Too close to call",
    "likely-below": "Not yet within reach",
}
"""What a verdict says of a target in a row of others."""


def based_on(row: Compared) -> str:
    """Whom the target was observed on, how many they were, and when."""
    target = row.result.target
    if target is None:
        return ""
    score = target.benchmark.row
    who = group_named(score.group, score.specialty)
    many = f"{counted(score.n)} {who}" if score.n is not None else f"{who} (how many: not stated)"
    return f"{many}, {score.cycle or 'year not stated'}"
