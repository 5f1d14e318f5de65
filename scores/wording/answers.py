"""A sentence for each problem with an answer, which says what to do."""

from scores.engine.answers import Problem
from scores.engine.edition import Edition
from scores.engine.vocabulary import GROUPS, HIGHEST_SCORE, LOWEST_SCORE
from scores.wording.choices import FACTOR_TITLES
from scores.wording.values import say_day

CHOOSE_GROUP = "Choose the applicant group you belong to."
SCALE = f"a whole number from {LOWEST_SCORE} to {HIGHEST_SCORE}"

PROBLEMS: dict[str, str] = {
    "exam": "Choose Step 1, Step 2 CK or Step 3.",
    "situation": "Choose what describes you: planning, scored or failed.",
    "aim": "Choose an aim: pass safely, in range, typical or strong.",
    "score-missing": "Enter the score of your report.",
    "score-off-scale": f"Enter {SCALE}.",
    "specialty-missing": "Choose the specialty you would like to match in.",
    "specialty-no-choice": "{specialty}: {instead}.",
    "specialty-unknown": "“{value}” is not a specialty on record here. Choose one from the list.",
    "group-missing": CHOOSE_GROUP,
    "group-unknown": CHOOSE_GROUP,
    "date-out-of-range": "Enter a date from {first} to {last}.",
    "factor-unknown": "“{value}” is not a factor of this method.",
    "factor-of-later-edition": "“{factor}” counts from edition {other} on.",
    "factor-of-another-group": "“{factor}” does not apply to {group}.",
    "factors-exclude": "“{factor}” and “{other_factor}” exclude each other: choose one of them.",
    "decline-unknown": "“{value}” is not a kind of evidence that can be excluded.",
    "too-many-tests": "Enter at most {most} practice tests.",
    "test-unknown": "“{value}” is not a known practice test.",
    "percent-off-scale": "{test}: enter your percent correct, from 0 to 100.",
    "test-off-scale": f"{{test}}: enter {SCALE}.",
    "is-it-percent": "{test}: is this a percent? Enter the three-digit score, or choose a test "
    "that reports percent correct.",
    "failed-but-passed": "The passing score was {value}: this attempt passed. Choose “Have score”.",
    "attempt-twice": "Enter each attempt once, with its own date.",
    "too-many-attempts": "A Step can be attempted {most} times at most: enter those dates.",
    "attempt-ahead": "Enter only attempts that are in the past.",
}


def say_problem(problem: Problem, edition: Edition) -> str:
    test = edition.practice_tests.get(problem.value)
    specialty = edition.specialties.get(problem.value)
    return PROBLEMS[problem.id].format(
        value=problem.value[:60],
        specialty=specialty and specialty.name,
        instead=specialty and specialty.says,
        first=problem.first and say_day(problem.first),
        last=problem.last and say_day(problem.last),
        factor=FACTOR_TITLES.get(problem.value),
        other_factor=FACTOR_TITLES.get(problem.other),
        group=GROUPS.get(problem.other),
        other=problem.other,
        test=test and test.name,
        most=problem.most,
    )
