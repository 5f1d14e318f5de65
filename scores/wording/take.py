"""A result to take along: a text for an e-mail, and its days for a calendar.

Both are made from the record that the page shows, so they reveal no more than the page.
"""

from datetime import date
from typing import NamedTuple

from scores.engine.record import Record
from scores.wording.answer import say_basis, say_headline
from scores.wording.match import ASSOCIATION
from scores.wording.next_steps import FRESH
from scores.wording.summary import floor_decides, has_target, say_result
from scores.wording.tiles import tiles_of
from scores.wording.values import plain_number, say_day, say_match, short_day
from scores.wording.waiting import say_event


class Dated(NamedTuple):
    """A day for a calendar; `id` stays the same when the day moves."""

    id: str
    day: date
    title: str
    says: str


class Agreed(NamedTuple):
    """The target and the day to look again that a student and an advisor agreed on last."""

    target: int | None
    look_again: date | None


NOTHING_AGREED = Agreed(None, None)


def days_of(record: Record, look_again: date | None = None) -> list[Dated]:
    """The days to come, in order: exam, practice test, last safe dates and program reviews.

    `look_again`, the day that was agreed on, is among them where there is one.
    """
    today = date.fromisoformat(record["inputs"]["today"])
    found = [*_of_exam(record), *_of_looking_again(record, look_again), *_of_seasons(record)]
    return sorted((each for each in found if each.day >= today), key=lambda each: each.day)


def _of_exam(record: Record) -> list[Dated]:
    text, exam = record["inputs"]["exam_date"], record["about"]["exam"]
    if not text or record["inputs"]["situation"] == "scored":
        return []
    return [Dated("exam", date.fromisoformat(text), f"{exam} exam", say_goal(record))]


def _of_looking_again(record: Record, agreed: date | None) -> list[Dated]:
    found = []
    if agreed:
        title = "Look again at your USMLE goal"
        found = [Dated("look-again", agreed, title, "The day you and your advisor agreed on.")]
    exam = record["inputs"]["exam_date"]
    if exam and record["inputs"]["situation"] != "scored":
        day = date.fromisoformat(exam) - FRESH
        says = "Then check whether the exam date still works."
        found.append(Dated("practice-test", day, "Take a full practice test around now", says))
    return found


def _of_seasons(record: Record) -> list[Dated]:
    """For each season that the exam can serve, its last safe date and the day of its event."""
    seasons, exam = record.get("seasons", ()), record["inputs"]["exam_date"] or ""
    found = []
    for season in [each for each in seasons if each["last_typical"] >= exam]:
        event, last = _review(season), date.fromisoformat(season["last_safe"])
        says = f"{event.title} on {say_day(event.day)}. A later score may arrive too late."
        match = say_match(season["season"], event.day)
        title = f"Last safe USMLE exam date for {match}"
        found += [Dated(f"last-safe-{season['season']}", last, title, says), event]
    return found


def _review(season: Record) -> Dated:
    day = date.fromisoformat(season["day"])
    says = "" if season["basis"] == "announced" else f"The date is {season['basis']}."
    return Dated(f"review-{season['season']}", day, say_event(season), says)


def say_goal(record: Record) -> str:
    """The target in one line, for a calendar."""
    about, score = record["about"], record["target"]["score"]
    whose = ", ".join(filter(None, [about["specialty"], about["group"]]))
    aim = f"Target {score}" if has_target(record) else say_result(record)
    return f"{aim} ({whose})." if whose else f"{aim}."


def letter_of(record: Record, agreed: Agreed = NOTHING_AGREED) -> str:
    """The result as plain text: verdict, agreed target, numbers, tests, dates and source."""
    of_target = f"Agreed with an advisor: target {agreed.target}." if agreed.target else ""
    parts = [_subject(record), _says(record), of_target, _numbers(record), _tests(record)]
    dates = _dates(record, agreed.look_again)
    return "\n\n".join(filter(None, [*parts, dates, _sources(record)]))


def _subject(record: Record) -> str:
    about, exam = record["about"], record["inputs"]["exam_date"]
    parts = [about["exam"], about["specialty"], about["group"]]
    if exam:
        parts.append(f"exam {say_day(date.fromisoformat(exam))}")
    return f"USMLE goal: {', '.join(filter(None, parts))}."


def _says(record: Record) -> str:
    verdict = record.get("verdict")
    if not verdict:
        return f"{say_headline(record)}. {say_basis(record)}"
    headline = verdict["headline"]
    end = "" if headline.endswith("?") else "."
    return " ".join(filter(None, [f"{headline}{end}", verdict["says"], verdict["action"]]))


def _numbers(record: Record) -> str:
    told = [
        f"{tile.name}: {tile.value}{f' ({tile.note})' if tile.note else ''}"
        for tile in tiles_of(record)
    ]
    return f"{'. '.join(told)}." if told else ""


def _tests(record: Record) -> str:
    readings = (record["projection"] or {}).get("readings", ())
    told = [
        f"{reading['name']} {plain_number(reading['score'])}"
        f"{'%' if reading['unit'] == 'percent' else ''}"
        f"{f' ({short_day(_day(reading))})' if reading['taken'] else ''}"
        for reading in readings
    ]
    return f"Practice tests: {', '.join(told)}." if told else ""


def _day(reading: Record) -> date:
    return date.fromisoformat(reading["taken"])


def _dates(record: Record, look_again: date | None) -> str:
    told = [f"{say_day(each.day)}: {each.title}" for each in days_of(record, look_again)]
    return f"Dates: {'; '.join(told)}." if told else ""


def _sources(record: Record) -> str:
    benchmark, today = record["target"]["benchmark"], record["inputs"]["today"]
    is_from_it = benchmark and has_target(record) and not floor_decides(record)
    source = record["sources"][benchmark["source"]] if is_from_it else None
    basis = f" The target is from {source['publisher']}: {source['title']}." if source else ""
    caution = f" {ASSOCIATION}" if record.get("match") else ""
    return (
        f"Derived on {say_day(date.fromisoformat(today))} by usmlegoals, on the figures of "
        f"edition {record['edition']}.{basis}{caution}"
    )
