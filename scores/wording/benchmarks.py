"""The main fact of each benchmark page, in one line. None where an edition has no such figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scores.engine import figures
from scores.engine.edition import Edition
from scores.engine.vocabulary import EXAMS, GROUPS, SERVICES
from scores.reference import tables
from scores.reference.coverage import count_by_basis, coverage_of, shares_of
from scores.wording.values import counted, plain, say_day

EXAM = "step2ck"
"""The exam that match scores are about."""

ENDS = ("us-md-senior", "non-us-img")
"""The two groups that a line compares: those that differ most."""


MEASURES = {
    "per cent endorsing for interview": "Whom to interview",
    "percent citing for interview": "Whom to interview",
    "per cent citing when reviewing applications": "How to read applications",
    "percent citing when ranking": "How to rank applicants",
    "rank among factors for interview": "Rank among the factors for an interview",
    "importance": "Importance, 1 to 5",
    "percent of programs answering": "How many programs answered",
}
"""The question of a survey, by the name of its measure in an edition."""


@dataclass(frozen=True, slots=True)
class Fact:
    says: str
    cited: tuple[figures.Row, ...] = ()


def passing_score(edition: Edition, today: date) -> Fact | None:
    for standard in tables.standards_of(edition, today).get(EXAM, ()):
        if standard.is_in_force:
            row = standard.row
            says = f"{EXAMS[EXAM]}: {row.score} since {say_day(row.effective_from)}"
            return Fact(says, (row,))
    return None


def norms(edition: Edition, today: date) -> Fact | None:
    for row in tables.distributions_of(edition):
        says = f"{EXAMS[row.exam]}, {row.period}: mean {row.mean}, standard deviation {row.sd}"
        return Fact(says, (row,))
    return None


def precision(edition: Edition, today: date) -> Fact | None:
    for row in tables.precisions_of(edition):
        if (row.exam, row.statistic) == (EXAM, "SEM"):
            return Fact(
                f"{EXAMS[EXAM]}: a standard error of measurement of {row.points} points", (row,)
            )
    return None


def coverage(edition: Edition, today: date) -> Fact | None:
    shares = {share.group: share for share in shares_of(edition) if share.people}
    if shares.keys() >= set(ENDS):
        parts = [f"{plain(shares[at].percent('observed'))}% of {GROUPS[at]}" for at in ENDS]
        says = f"Observed scores serve {parts[0]} and {parts[1]}"
        return Fact(says, edition.track_applicants[:1])
    rows = coverage_of(edition)
    observed, cells = count_by_basis(rows)["observed"], sum(len(row) for row in rows)
    return Fact(f"Observed: {observed} of {cells} combinations of specialty and group")


def match_rates(edition: Edition, today: date) -> Fact | None:
    newest = _newest(edition.group_rates)
    rates = {row.group: row for row in newest}
    if not rates.keys() >= set(ENDS):
        return None
    parts = [f"{plain(rates[group].percent)}% of {GROUPS[group]}" for group in ENDS]
    says = f"{newest[0].cycle}: {parts[0]} matched, {parts[1]}"
    return Fact(says, tuple(rates[group] for group in ENDS))


def pass_rates(edition: Edition, today: date) -> Fact | None:
    rows = _newest(row for row in edition.pass_rates if row.exam == EXAM)
    rates = {row.examinees: row for row in rows if row.attempt == "first"}
    named = [rates[of] for of in ("US MD", "Non-US") if of in rates]
    if not named:
        return None
    who = {"US MD": "US MD examinees", "Non-US": "examinees of schools outside the US"}
    says = " and ".join(f"{row.percent}% of {who[row.examinees]}" for row in named)
    return Fact(f"{EXAMS[EXAM]}, {named[0].year}, first try: {says} passed", tuple(named))


def practice_tests(edition: Edition, today: date) -> Fact | None:
    tests = edition.practice_tests.values()
    known = [test for test in tests if test.offset is not None]
    says = f"{len(tests)} tests; for {len(known)} we know how far they read from {EXAMS[EXAM]}"
    return Fact(says) if tests else None


def survey(edition: Edition, today: date) -> Fact | None:
    rows = [row for row in edition.survey if row.is_percent and "Step 2 CK score" in row.factor]
    for row in sorted(rows, key=lambda row: row.year, reverse=True):
        says = (
            f"{row.year}: {row.value}% of program directors cite the Step 2 CK score for interviews"
        )
        return Fact(says, (row,))
    for row in edition.survey:
        if row.is_percent:
            return Fact(f"{row.year}: {row.factor}, {row.value}%", (row,))
    return None


def policies(edition: Edition, today: date) -> Fact | None:
    row = edition.policies.get("attempt-limit")
    if row is None or row.number is None:
        return Fact(f"{len(edition.policies)} rules") if edition.policies else None
    return Fact(f"No more than {row.number} attempts per Step", (row,))


def key_dates(edition: Edition, today: date) -> Fact | None:
    ahead = [row for row in edition.key_dates if row.day >= today]
    for row in sorted(ahead, key=lambda row: row.day):
        service = SERVICES.get(row.service, "")
        basis = "" if row.basis == "announced" else DATE_BASES.get(row.basis, row.basis)
        about = ", ".join(filter(None, [service, basis]))
        says = f"Next: {say_day(row.day)}, {row.event}" + (f": {about}" if about else "")
        return Fact(says, (row,))
    return Fact("No date ahead is on record") if edition.key_dates else None


DATE_BASES = {"secondary": "reported by others"}
"""How a date is known, for ids that readers would not understand."""


def advice(edition: Edition, today: date) -> Fact | None:
    tiers = [row for row in tables.tiers_of(edition) if row.exam == EXAM]
    lows = [row.low for row in tiers if row.low is not None]
    if not lows:
        return None
    says = f"“Good” scores of {EXAMS[EXAM]} start anywhere from {plain(min(lows))}"
    ends = [row for row in tiers if row.low in (min(lows), max(lows))]
    return Fact(f"{says} to {plain(max(lows))}", tuple(ends))


def settings(edition: Edition, today: date) -> Fact | None:
    row = edition.settings.get("min_n")
    if row is None:
        return None
    many = len(edition.settings)
    says = f"{many} numbers we chose; for example, figures of fewer than {plain(row.value)} people"
    return Fact(f"{says} do not count", (row,))


def projection(edition: Edition, today: date) -> Fact | None:
    rows = edition.parameters.values()
    if not rows:
        return None
    observed = sum(row.kind == "observed" for row in rows)
    says = f"{counted(len(rows))} numbers behind a projection, {observed} of them observed"
    return Fact(says)


def _newest[Dated: (figures.GroupMatchRate, figures.PassRate)](
    rows: Iterable[Dated],
) -> list[Dated]:
    rows = list(rows)
    return [row for row in rows if row.dated == max(row.dated for row in rows)]
