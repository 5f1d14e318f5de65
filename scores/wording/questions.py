"""Common questions about scores, each answered from the figures of an edition.

A question is left out where the edition lacks the figures for its answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from scores.engine import figures
from scores.engine.edition import Edition
from scores.engine.vocabulary import EXAMS
from scores.reference import tables
from scores.wording.values import plain, say_day

EXAM = "step2ck"


@dataclass(frozen=True, slots=True)
class Answered:
    """`says` is the answer, and `more` adds to it. `page` names the page with the figures."""

    says: str
    more: str
    cited: tuple[figures.Row, ...]
    page: str
    link: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    asks: str
    answer: Callable[[Edition, date], Answered | None]


def answered(edition: Edition, today: date) -> Iterator[tuple[Question, Answered]]:
    for question in QUESTIONS:
        if answer := question.answer(edition, today):
            yield question, answer


ENDS = ("dermatology", "family-medicine")
"""Two specialties whose scores are far apart, the higher first."""


def _good_score(edition: Edition, today: date) -> Answered | None:
    rows = [next(iter(edition.benchmarks(name, "us-md-senior")), None) for name in ENDS]
    found = [row for row in rows if row]
    if len(found) < len(ENDS):
        return None
    high, low = (
        f"{row.center_value} in {edition.specialties[row.specialty].in_text}" for row in found
    )
    return Answered(
        f"It depends on what you apply for: US MD seniors who matched typically had {high} and "
        f"{low}.",
        "Passing is one score for everyone. A good score is one that people like you matched "
        "with: pick a specialty and a group to see it.",
        tuple(found),
        "specialties",
        "Every specialty and group",
    )


def _passing_score(edition: Edition, today: date) -> Answered | None:
    rows = [
        standard.row
        for exam in (EXAM, "step3")
        for standard in tables.standards_of(edition, today).get(exam, ())
        if standard.is_in_force
    ]
    if not rows:
        return None
    told = [f"{row.score} for {EXAMS[row.exam]}, {_since(row)}" for row in rows]
    return Answered(
        f"The passing score is {' and '.join(told)}; Step 1 is pass or fail.",
        "Articles keep quoting older ones. Aim higher than the passing score: a score is a "
        "measurement, and just at it half would fail by chance.",
        tuple(rows),
        "passing-scores",
        "Passing scores with their dates",
    )


def _since(row: figures.PassingStandard) -> str:
    return f"since {say_day(row.effective_from)}"


def _curved(edition: Edition, today: date) -> Answered | None:
    standard, rates = _in_force(edition, today), _first_takers(edition)
    if standard is None or "US MD" not in rates:
        return None
    rate = rates["US MD"]
    return Answered(
        f"No: whoever has {standard.score} or more passes, however others do; {rate.percent}% of "
        f"US MD students passed on their first try ({rate.year}).",
        "A percentile compares you with others, but it does not decide whether you pass.",
        (standard, rate),
        "norms",
        "Scores and percentiles",
    )


def _in_force(edition: Edition, today: date) -> figures.PassingStandard | None:
    standards = tables.standards_of(edition, today).get(EXAM, ())
    return next((each.row for each in standards if each.is_in_force), None)


def _report_day(edition: Edition, today: date) -> Answered | None:
    typical, safe = (edition.policies.get(name) for name in ("report-typical", "report-safe"))
    if not (typical and typical.number and safe and safe.number):
        return None
    return Answered(
        f"Mostly within {typical.number} {typical.unit} of the exam; allow {safe.number} "
        f"{safe.unit}.",
        "For the Match, count back from the day on which programs look: each result here names "
        "the last safe exam date.",
        (typical, safe),
        "key-dates",
        "Dates of the seasons",
    )


def _report(edition: Edition, today: date) -> Answered | None:
    sem = next(
        (row for row in edition.precisions if (row.exam, row.statistic) == (EXAM, "SEM")), None
    )
    if sem is None:
        return None
    rows: list[figures.Row] = [sem]
    more = (
        "The performance profile sets your areas side by side. Each rests on far fewer questions "
        "than the score, so a small difference between two areas means little: use it to choose "
        "what to study, not to predict a score."
    )
    if kept := edition.policies.get("report-availability"):
        rows.append(kept)
        more += f" Save the report: it can be opened for {kept.text}."
    return Answered(
        f"It says pass or fail, your score, and how exact it is: taken again with nothing learned, "
        f"two scores in three would differ by less than {sem.points} points.",
        more,
        tuple(rows),
        "precision",
        "How exact a score is",
    )


def _fail(edition: Edition, today: date) -> Answered | None:
    limit, a_year = (edition.policies.get(name) for name in ("attempt-limit", "attempts-a-year"))
    rates = {row.examinees: row for row in _newest(edition) if row.attempt == "repeat"}
    if not (limit and limit.number and a_year and a_year.number and "US MD" in rates):
        return None
    again = rates["US MD"]
    return Answered(
        f"You can try again: {limit.number} attempts per Step, at most {a_year.number} within 12 "
        f"months; {again.percent}% of US MD students who repeated Step 2 CK passed ({again.year}).",
        "Programs see every attempt. Enter the failed one in the form: the result then has the "
        "passing score first, the earliest date, and a target that counts the failure.",
        (limit, a_year, again),
        "policies",
        "Rules on attempts",
    )


def _imgs(edition: Edition, today: date) -> Answered | None:
    groups = ("non-us-img", "us-md-senior")
    scores = _all_specialties(edition, groups)
    by_cycle = sorted(edition.group_rates, key=lambda row: row.cycle)
    rates = {row.group: row for row in by_cycle}  # the newest of each group
    if scores is None or not rates.keys() >= set(groups):
        return None
    one, two = (scores[group] for group in groups)
    chance, other = (rates[group] for group in groups)
    return Answered(
        f"On average, no: matched non-US IMGs had {one.mean}, US MD seniors {two.mean} "
        f"({one.cycle}). But fewer match: {plain(chance.percent)}% against "
        f"{plain(other.percent)}% ({chance.cycle}).",
        "In some specialties matched IMGs scored higher, in others lower. Each result shows the "
        "figure of your own group, and says where there is none.",
        (one, two, chance, other),
        "match-rates",
        "Match rates by group",
    )


def _all_specialties(
    edition: Edition, groups: tuple[str, ...]
) -> dict[str, figures.MatchScore] | None:
    """Mean scores by group, from the newest cycle that has one for each of these groups.

    None where no cycle has them all.
    """
    rows = [
        row
        for row in edition.match_scores
        if not row.specialty and row.outcome == "matched" and row.mean is not None
    ]
    for cycle in sorted({row.cycle for row in rows}, reverse=True):
        found = {row.group: row for row in rows if row.cycle == cycle}
        if found.keys() >= set(groups):
            return found
    return None


def _prestige(edition: Edition, today: date) -> Answered | None:
    percents = [row for row in edition.survey if row.is_percent and row.importance is not None]
    year = max((row.year for row in percents), default="")
    rows = {row.factor: row for row in percents if row.year == year}
    score = next((row for factor, row in rows.items() if "Step 2 CK score" in factor), None)
    letters = next((row for factor, row in rows.items() if "Letters" in factor), None)
    if score is None or letters is None:
        return None
    return Answered(
        "No figure on record gives the scores of a single program, so no target here is for a "
        f"prestigious one; {letters.value}% of directors cite letters in the specialty for "
        f"interviews, {score.value}% the Step 2 CK score ({year}).",
        "The aim “strong” is the score that the top quarter of the matched had: the nearest "
        "there is to what sought-after programs see.",
        (letters, score),
        "survey",
        "What program directors look at",
    )


def _first_takers(edition: Edition) -> dict[str, figures.PassRate]:
    return {row.examinees: row for row in _newest(edition) if row.attempt == "first"}


def _newest(edition: Edition) -> list[figures.PassRate]:
    rows = [row for row in edition.pass_rates if row.exam == EXAM]
    return [row for row in rows if row.year == max(each.year for each in rows)]


QUESTIONS = (
    Question("good-score", "What is a good Step 2 CK score?", _good_score),
    Question("passing-score", "What is the passing score?", _passing_score),
    Question("curved", "Is the USMLE curved?", _curved),
    Question("report-day", "When do scores come?", _report_day),
    Question("score-report", "How do I read my score report?", _report),
    Question("fail", "What if I fail?", _fail),
    Question("imgs", "Do IMGs need a higher score?", _imgs),
    Question("prestige", "What about the prestige of a program?", _prestige),
)
