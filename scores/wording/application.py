"""Match rates, positions and profiles of a specialty: what is on record besides scores."""

from scores.engine.application import EarlyRate, Profiles
from scores.engine.figures import ApplicationProfile, SpecialtyPositions
from scores.engine.vocabulary import GROUPS, GROUPS_OF_EARLY_MATCHES, SERVICES
from scores.wording.said import Words, said
from scores.wording.values import counted, plain, sentence_case

MEDIANS = {
    "contiguous_ranks": "programs of it ranked in a row",
    "research": "research experiences",
    "publications": "publications",
    "presentations": "presentations",
}


@said.register
def _(facts: EarlyRate) -> Words:
    row = facts.row
    who = GROUPS_OF_EARLY_MATCHES[row.group]
    many = ""
    if row.ranked_first:
        of_whom = f"{counted(row.matched)} of " if row.matched else "of "
        many = f" ({of_whom}{counted(row.ranked_first)})"
    return Words(
        "Match rate",
        f"{plain(row.percent or 0)}% of {who} in {row.where} matched in {row.cycle}{many}, "
        f"through the {SERVICES[facts.service]}.",
    )


@said.register
def _(row: SpecialtyPositions) -> Words:
    return Words(
        "Positions",
        f"{counted(row.positions)} positions in {row.where} in {row.cycle}; "
        f"{counted(row.applicants)} applicants of all groups ranked it first.",
    )


@said.register
def _(facts: Profiles) -> Words:
    row = facts.matched
    says = (
        f"Medians of the {counted(row.n or 0)} {GROUPS[row.group]} who matched in {row.where} in "
        f"{row.cycle}: {_medians(row)}."
    )
    if facts.unmatched:
        says += (
            f" Of the {counted(facts.unmatched.n or 0)} who did not: {_medians(facts.unmatched)}."
        )
    return Words("Ranks and research", sentence_case(says))


def _medians(row: ApplicationProfile) -> str:
    told = [
        f"{plain(getattr(row, name))} {words}"
        for name, words in MEDIANS.items()
        if getattr(row, name) is not None
    ]
    return ", ".join(told)
