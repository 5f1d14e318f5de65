"""What is wrong with an answer: a sentence for each problem, which says what to do."""

from collections.abc import Callable

from scores.engine.answers import MOST_READINGS, Problem
from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS, HIGHEST_SCORE, LOWEST_SCORE
from scores.wording.choices import FACTOR_TITLES
from scores.wording.values import say_day

CHOOSE_GROUP = "Choose the applicant group you belong to."

PROBLEMS: dict[str, str | Callable[[Problem, Edition], str]] = {
    "exam": "Choose Step 1, Step 2 CK or Step 3.",
    "situation": "Choose what describes you: planning, scored or failed.",
    "aim": "Choose an aim: in range, typical or strong.",
    "score-missing": "Enter the score of your report.",
    "score-off-scale": f"Enter a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}.",
    "specialty-missing": "Choose the specialty you would like to match in.",
    "specialty-unknown": lambda problem, edition: (
        f"“{problem.value[:60]}” is not a specialty on record here. Choose one from the list."
    ),
    "group-missing": CHOOSE_GROUP,
    "group-unknown": CHOOSE_GROUP,
    "date-out-of-range": lambda problem, edition: (
        f"Enter a date from {say_day(problem.first)} to {say_day(problem.last)}."
        if problem.first and problem.last
        else "Enter another date."
    ),
    "factor-unknown": lambda problem, edition: (
        f"“{problem.value[:60]}” is not a factor of this method."
    ),
    "factor-of-another-group": lambda problem, edition: (
        f"“{FACTOR_TITLES[problem.value]}” does not apply to {GROUPS[problem.other]}."
    ),
    "factors-exclude": lambda problem, edition: (
        f"“{FACTOR_TITLES[problem.value]}” and “{FACTOR_TITLES[problem.other]}” exclude each "
        "other: choose one of them."
    ),
    "decline-unknown": lambda problem, edition: (
        f"“{problem.value[:60]}” is not a kind of evidence that can be excluded."
    ),
    "too-many-tests": f"Enter at most {MOST_READINGS} practice tests.",
    "test-unknown": lambda problem, edition: (
        f"“{problem.value[:60]}” is not a practice test on record here."
    ),
    "percent-off-scale": lambda problem, edition: (
        f"{_test(problem, edition)}: enter your percent correct, from 0 to 100."
    ),
    "test-off-scale": lambda problem, edition: (
        f"{_test(problem, edition)}: enter a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}."
    ),
    "attempt-twice": "Enter each attempt once, with its own date.",
    "too-many-attempts": lambda problem, edition: (
        f"A Step can be attempted {problem.most} times at most: enter those dates."
    ),
    "attempt-ahead": "Enter only attempts that are in the past.",
}


def say_problem(problem: Problem, edition: Edition) -> str:
    says = PROBLEMS[problem.id]
    return says if isinstance(says, str) else says(problem, edition)


def _test(problem: Problem, edition: Edition) -> str:
    return edition.practice_tests[problem.value].name
