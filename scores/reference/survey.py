"""The factors that program directors say they consider, by year and question."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scores.engine.edition import Edition
from scores.engine.figures import SurveyAnswer

RESPONSE = "percent of programs answering"
"""The measure of a row with the response rate."""


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers to one question in one year, the most cited factor first."""

    year: str
    measure: str
    answers: tuple[SurveyAnswer, ...]
    response: SurveyAnswer | None
    """The response rate; None if it is not recorded, or if it is the only answer."""

    @property
    def is_percent(self) -> bool:
        return self.answers[0].is_percent

    @property
    def has_importance(self) -> bool:
        """Whether importance ratings are recorded beside the percents."""
        return self.is_percent and any(row.importance is not None for row in self.answers)


def surveys_of(edition: Edition) -> list[Survey]:
    """The newest year first; within a year, the question with the most answers first."""
    return sorted(_surveys(edition), key=lambda at: (at.year, len(at.answers)), reverse=True)


def _surveys(edition: Edition) -> Iterator[Survey]:
    responses = {row.year: row for row in edition.survey if row.measure == RESPONSE}
    questions: dict[tuple[str, str], list[SurveyAnswer]] = defaultdict(list)
    for row in edition.survey:
        if row.measure != RESPONSE:
            questions[row.year, row.measure].append(row)
    for (year, measure), rows in questions.items():
        answers = sorted(rows, key=_most_cited)
        yield Survey(year, measure, tuple(answers), responses.get(year))
    for year in responses.keys() - {year for year, _ in questions}:
        yield Survey(year, RESPONSE, (responses[year],), None)


def _most_cited(row: SurveyAnswer) -> tuple[float, str]:
    value = row.value.replace(".", "", 1)
    return (-float(row.value) if value.isdecimal() else 0, row.factor)
