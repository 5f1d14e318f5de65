"""The effect of a draft on targets, in a sentence."""

from scores.reference.effect import Effect
from scores.wording.values import say_day


def say_when(effect: Effect) -> str:
    """The exam days that an effect covers."""
    if effect.until is None:
        return f"from {say_day(effect.first)} on"
    return f"before {say_day(effect.until)}"


def say_effect(effect: Effect) -> str:
    """How many targets move on these exam days, and by how much at most."""
    when = say_when(effect)
    if not effect.moves:
        return f"No target moves for exams {when}."
    targets = [abs(move.points) for move in effect.moves if move.points]
    most = f", by {max(targets)} points at most" if targets else ""
    many = "One of" if len(effect.moves) == 1 else f"{len(effect.moves)} of"
    verb = "reads" if len(effect.moves) == 1 else "read"
    return f"{many} {effect.cells} targets {verb} differently for exams {when}{most}."
