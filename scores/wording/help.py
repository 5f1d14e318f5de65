"""The help text of each field of a figure, for the editor who fills it in.

The admin's forms show it below the field, and the templates for files beside the column.
"""

from typing import Any

OF_EVERY_ROW: dict[str, str] = {
    "edition": "The draft that the row belongs to.",
    "source": "Where the figure was read. Type a few letters of its title.",
    "also": "Other sources that say the same.",
    "carried_back": "Tick it where the figure was recorded later than the time this edition "
    "describes.",
    "note": "What a reader has to know about this figure. It is shown with it.",
    "specialty": "Type a few letters of its name.",
    "cycle": "The year of the Match, as 2028.",
    "group": "Whom the figure describes.",
    "outcome": "Whether it is of those who matched, or of those who did not.",
    "exam": "The exam that the figure is of.",
    "n": "How many people the figure is of. Empty where the source does not say.",
    "unit": "What the number counts, as points or weeks. Empty where that is plain.",
}
"""Fields that mean the same in every table, unless the table says otherwise."""

OF_RATES = {
    "ranked_first": "How many ranked this specialty first.",
    "matched": "How many of them matched in it.",
    "percent": "Percent of them who matched, with one decimal, as printed.",
    "positions": "Positions offered, by all programs. Empty where the source does not say.",
}

HELP: dict[str, dict[str, str]] = {
    "Source": {
        "slug": "A short id of letters, digits and hyphens, as nrmp-do-2028. It stays for good.",
        "title": "Its title as printed.",
        "publisher": "Who published it.",
        "url": "Its address, so that a reviewer and every reader can follow it.",
        "published": "When it was published, as far as it is known: 2028, or August 2028.",
        "evidence": "What kind of source it is. The better kind wins where two disagree.",
        "confidence": "How sure you are of what was read, where it is not plain.",
        "reserves_reproduction": "Yes where its terms of use let its tables be cited figure by "
        "figure, but never listed whole.",
        "passage": "The table or passage that was read, so that others find it.",
        "checked_on": "The day on which it was last looked at, even if nothing was new.",
        "replaced_by": "The source that took its place: then this one is retired, and never due.",
        "allows_copying": "Tick it if the source allows copying its NRMP figures.",
        "note": "What a reader has to know about this source.",
    },
    "Specialty": {
        "slug": "The id that addresses use, as family-medicine. It stays for good.",
        "name": "Its name as readers see it.",
        "match_service": "The Match it takes part in, whose calendar applies.",
        "is_choice": "Untick it where students find it, but cannot choose it.",
        "says": "Why no score is published, or what to choose instead. No target is derived then.",
    },
    "HouseSetting": {
        "slug": "The id that a rule reads it by. Only code adds a new one.",
        "value": "The number that the editors chose, above zero.",
        "why": "Why this number: it is shown to readers.",
        "source": "The source that speaks for it; “house” where it is our own choice.",
    },
    "ProjectionParameter": {
        "slug": "The id that the projection reads it by. Only code adds a new one.",
        "value": "The number, as fitted or as the source gives it.",
        "describes": "Whom it was measured on.",
        "why": "How it was found, in a sentence.",
        "is_fitted": "Tick it where this site fitted it on reports.",
    },
    "PassingStandard": {
        "exam": "The exam that it is the passing score of.",
        "score": "The new passing score, as 221.",
        "previous_score": "The passing score before it. Left empty, it is found.",
        "effective_from": "The first exam day on which it holds.",
        "reporting": "Whether the exam reports a three-digit score, or only pass or fail.",
    },
    "NormTable": {
        "window_from": "The first exam day of the people in it.",
        "window_to": "The last exam day of the people in it.",
        "population": "Who was counted, as printed above the table.",
        "n": "How many people are in it, where the source says so.",
    },
    "NormPoint": {
        "table": "The norm table that it is a line of.",
        "score": "The three-digit score of this line.",
        "percentile": "Percent who scored lower: 0 for “<1”, 100 for “>99”.",
    },
    "ScoreDistribution": {
        "period": "The years that it covers, as printed.",
        "until": "The last year of the period, as 2028.",
        "mean": "The mean of all first-takers.",
        "sd": "Their standard deviation.",
        "population": "Who was counted.",
    },
    "ScorePrecision": {
        "statistic": "Which error it is: SEM, SEE or SED.",
        "points": "Its size in points.",
        "as_of": "The time it is given for, as printed.",
    },
    "MatchScore": {
        "cycle": "The year of the Match, as 2028. Empty where the source does not say.",
        "specialty": "Empty for all specialties together.",
        "n": "How many people, with a known score if the source tells that apart.",
        "q1": "A quarter of them scored lower (25th percentile).",
        "median": "Half of them scored lower. Give a median or a mean.",
        "q3": "Three quarters of them scored lower (75th percentile).",
        "mean": "Their average. Give a median or a mean.",
        "sd": "Their standard deviation.",
        "confidence": "How sure the reading is: high, medium or low.",
        "approximate": "Tick it where the source says “about”.",
        "use": "What the rules may make of it. The note says why it is no benchmark.",
    },
    "ScoreBandMatchRate": {
        "cycles": "The years of the Match that it covers, as 2022-2024.",
        "low": "The lowest score of the band. Empty where it is open.",
        "high": "The highest score of the band. Empty where it is open.",
        "percent": "Percent of them who matched. Empty only where n is 0.",
        "n": "How many people had a score in this band.",
    },
    "SpecialtyMatchRate": OF_RATES,
    "EarlyMatchRate": OF_RATES,
    "GroupMatchRate": {
        "n": "Applicants with a certified rank order list.",
        "percent": "Percent of them who matched, with one decimal, as printed.",
    },
    "PassRate": {
        "year": "The year of the exams, as printed: 2027, or 2026-2027.",
        "examinees": "Whose rate it is, as the report calls them: US MD, US DO or Non-US.",
        "attempt": "Whether it counts all attempts, first ones or repeats.",
        "n": "How many took the exam.",
        "percent": "Percent of them who passed.",
    },
    "PracticeTest": {
        "slug": "The id that addresses and class lists use, as nbme17. It stays for good.",
        "name": "Its name as readers see it, as NBME 17.",
        "unit": "Whether it reports a three-digit score or a percent.",
        "retired": "Tick it where it is no longer sold.",
        "n": "How many people reported their score on it and on the exam.",
        "median_printed": "The median of what they scored on the test.",
        "median_actual": "The median of what they scored on the exam.",
        "offset": "Points to add to its score to read it on the scale of the exam. Empty where "
        "nobody knows.",
        "median_days": "How many days before the exam it is usually taken.",
        "n_dated": "How many of them said when they took it.",
    },
    "PracticeTestBand": {
        "test": "The practice test that it is a band of.",
        "low": "The lowest printed score of the band. Empty where it is open.",
        "high": "The highest printed score of the band. Empty where it is open.",
        "n": "How many people had a printed score in this band.",
        "median_actual": "Half of them scored lower on the exam.",
        "p25_actual": "A quarter of them scored lower on the exam.",
        "p75_actual": "Three quarters of them scored lower on the exam.",
    },
    "Policy": {
        "slug": "The id that a rule reads it by, as seven-years.",
        "name": "What the rule is about.",
        "text": "The rule, in a sentence.",
        "number": "The number in it, where one of our rules reads it.",
    },
    "KeyDate": {
        "cycle": "The season, as ERAS 2028.",
        "event": "What happens on that day, in the words of earlier seasons.",
        "day": "The day, or the first of several.",
        "last_day": "The last day, where it takes several.",
        "basis": "How the day is known: announced, reported by others, or projected from the past.",
        "service": "Whose date it is: a service that takes applications, or one that runs a Match.",
    },
    "Claim": {
        "slug": "A short id, as up-gap-year. It stays for good.",
        "topic": "What kind of claim it is, in the words of earlier ones.",
        "subject": "What it is about. Claims on one subject are compared.",
        "low": "The number it states, or the lower of two.",
        "high": "The higher number. Empty where there is one.",
        "text": "What the article says, in a sentence.",
        "as_of": "The year of the article.",
        "standing": "Whether it is still right.",
        "resolution": "What holds instead, and why. Required where it fell.",
    },
    "SurveyAnswer": {
        "year": "The year of the survey, as 2027.",
        "factor": "What the directors were asked about, as printed.",
        "measure": "What was measured, in the words of earlier surveys.",
        "value": "The number as printed.",
        "importance": "Their rating from 1 to 5, where the survey has one.",
    },
    "Competitiveness": {"level": "How competitive the article calls it."},
    "SpecialtyName": {"name": "A short name or another spelling, in lowercase."},
    "ApplicationService": {
        "application_service": "Where its applicants apply.",
        "match_service": "The Match that it takes part in.",
    },
    "SpecialtyPositions": {
        "applicants": "How many of all groups ranked it first.",
        "positions": "Positions offered, by all programs.",
    },
    "TrackApplicants": {
        "track": "The track of the Match, as printed.",
        "specialty": "The specialty it counts for. Empty where it is none of ours.",
        "us_md_senior": "US MD seniors who ranked it.",
        "us_do_senior": "US DO seniors who ranked it.",
        "us_img": "US IMGs who ranked it.",
        "non_us_img": "Non-US IMGs who ranked it.",
    },
    "ApplicationProfile": {
        "contiguous_ranks": "Median of programs ranked in a row in this specialty.",
        "research": "Median of research experiences.",
        "publications": "Median of publications. Empty where the source counts them together.",
        "presentations": "Median of abstracts, presentations and publications together.",
    },
    "Edition": {
        "label": "Year and number, as 2028.1. Readers see it.",
        "as_of": "The day of the newest look at one of its sources. It is set for you.",
        "summary": "What is new in it: readers will see it.",
    },
}
"""By table and field; it overrides OF_EVERY_ROW."""


def help_of(model: Any, field: str) -> str:
    """The help text of a field; empty where there is none yet."""
    return HELP.get(model.__name__, {}).get(field) or OF_EVERY_ROW.get(field, "")
