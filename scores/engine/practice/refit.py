"""Refits those parameters of the projection that reports of actual scores can determine.

As in the model, readings are fitted given the score, by means and least-squares lines. Parameters
that the reports cannot determine (growth, drift, the current forms one by one) are unchanged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import sqrt
from statistics import fmean, linear_regression, pvariance, stdev

from scores.engine.practice.readings import AVERAGE, PIVOT, RETIRED_FORMS, SURVEYED_FORMS, Model
from scores.engine.practice.reports import AVERAGES, SURVEY, Report

LEAST_ERROR = 1.0
"""The least variance of an error; a smaller one is taken for chance."""


def refit(model: Model, reports: Iterable[Report]) -> Model:
    """The model with the parameters refitted; needs reports of all three kinds."""
    known = [report for report in reports if report.actual is not None]
    survey = [report for report in known if report.set == SURVEY]
    posters = {report.person: report for report in known if report.set != SURVEY}
    values = dict(model.values)
    values |= _priors("prior_2018_mean", "prior_2018_sd", survey)
    values |= _priors("posters_mean", "posters_sd", posters.values())
    values |= _of_survey(survey)
    values |= _of_averages(values, [each for each in known if each.set == AVERAGES])
    values |= _of_free120(values, posters.values())
    return replace(model, values=values)


def actual(report: Report) -> float:
    if report.actual is None:
        raise ValueError(f"{report.id} has no actual score.")
    return report.actual


def _priors(mean: str, sd: str, reports: Iterable[Report]) -> dict[str, float]:
    scores = [actual(report) for report in reports]
    return {mean: fmean(scores), sd: stdev(scores)}


def _of_survey(reports: Sequence[Report]) -> dict[str, float]:
    """The level of each form at slope 1, the error of each kind of form, and the person error."""
    apart = {
        test: [
            PIVOT + each.score - actual(report)
            for report in reports
            for each in report.sittings
            if each.test == test
        ]
        for test in SURVEYED_FORMS
    }
    levels = {test: fmean(values) for test, values in apart.items()}
    questions = [test for test in SURVEYED_FORMS if test not in RETIRED_FORMS]
    own = {forms[0]: _within(reports, levels, forms) for forms in (RETIRED_FORMS, questions)}
    misses = [value - levels[test] for test in questions for value in apart[test]]
    return {
        **{f"level_2018_{test}": level for test, level in levels.items()},
        "error_2018_nbme": sqrt(own[RETIRED_FORMS[0]]),
        "error_2018_uwsa": sqrt(own[questions[0]]),
        "person_error_2018": _root(pvariance(misses) - own[questions[0]]),
    }


def _within(reports: Sequence[Report], levels: Mapping[str, float], forms: Sequence[str]) -> float:
    """The variance of a form's own error, from differences between two readings of one person."""
    halves = [
        (one - other) ** 2 / 2
        for report in reports
        for one, other in combinations(
            [each.score - levels[each.test] for each in report.sittings if each.test in forms], 2
        )
    ]
    return max(LEAST_ERROR, fmean(halves))


def _of_averages(values: Mapping[str, float], reports: Iterable[Report]) -> dict[str, float]:
    """The level of averages at the slope of the forms, and their error without the person error."""
    slope = values["slope"]
    at_pivot = [
        each.score - slope * (actual(report) - PIVOT)
        for report in reports
        for each in report.sittings
        if each.test == AVERAGE
    ]
    shared = (slope * values["person_error"]) ** 2
    return {"average_level": fmean(at_pivot), "average_error": _root(pvariance(at_pivot) - shared)}


def _of_free120(values: Mapping[str, float], reports: Iterable[Report]) -> dict[str, float]:
    """The least-squares line of percent on score, and the error without the person error."""
    pairs = [
        (actual(report) - PIVOT, each.score)
        for report in reports
        for each in report.sittings
        if each.test == "free120"
    ]
    slope, level = linear_regression(*zip(*pairs, strict=True))
    misses = [percent - level - slope * above for above, percent in pairs]
    shared = (slope * values["person_error"]) ** 2
    error = _root(pvariance(misses) - shared)
    return {"free120_slope": slope, "free120_level": level, "free120_error": error}


def _root(variance: float) -> float:
    return sqrt(max(LEAST_ERROR, variance))
