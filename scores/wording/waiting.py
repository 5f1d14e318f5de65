"""The effect of waiting: the chance of the target by exam date, and the last dates for a Match."""

from datetime import date

from scores.engine.record import Record
from scores.wording.values import (
    month_day,
    say_day,
    say_match,
    short_day,
)
from scores.wording.verdict import say_gain
from scores.wording.why import say_chance_of


def say_waiting(record: Record) -> str:
    """The effect of later dates on the chance of the target; empty if the verdict advises one."""
    rows = record["waiting"]
    first, target = rows[0]["p_target"], record["target"]["score"] or record["floor"]["safe_pass"]
    if record["best_date"]:  # the verdict's action names it
        return ""
    most = max(row["p_target"] for row in rows)
    stays = f"{target} stays {'unlikely' if most < UNLIKELY else 'about as likely'}."
    says_gain = record["verdict"]["action_id"] == "keep-date"  # the head of the page says it
    return stays if says_gain else f"Waiting {say_gain(most - first)}: {stays}"


UNLIKELY = 0.25
"""A chance below this is called unlikely."""


def say_seasons(record: Record) -> list[str]:
    """By when to take the exam for each season, and whether the exam date is in time.

    Without an exam date, the earliest day of the next attempt counts.
    """
    seasons, day = record.get("seasons", ()), record["inputs"]["exam_date"] or _earliest(record)
    served = [season for season in seasons if day and day <= season["last_typical"]]
    return [_say_season(each, day, is_served=each in served[1:]) for each in seasons]


def _earliest(record: Record) -> str | None:
    """The earliest day of the next attempt; None where it is unlimited or past."""
    steps = (step for step in record["attempts"] if step["rule"] == "next-attempt")
    day = next((step["value"] for step in steps), None)
    return day if day and day > record["inputs"]["today"] else None


def _say_season(season: Record, exam_date: str | None, *, is_served: bool) -> str:
    """`is_served` is True where the same exam already serves an earlier season."""
    day, last, safe = (
        date.fromisoformat(season[name]) for name in ("day", "last_typical", "last_safe")
    )
    basis = "" if season["basis"] == "announced" else f" ({season['basis']})"
    weeks = (day - last).days // 7
    event = f"{EVENTS[season['season']]} on {say_day(day)}{basis}"
    match = say_match(season["season"], day)
    if not exam_date:
        return (
            f"For {match}, take the exam by {say_day(safe)} to be safe ({month_day(last)} if the "
            f"report takes {weeks} weeks): {event}."
        )
    exam = short_day(date.fromisoformat(exam_date))
    slow = (day - safe).days // 7
    if exam_date > season["last_typical"]:
        return f"{exam} is too late for {match}: {event}, and a report takes {weeks} weeks."
    last_safe = f"{say_day(safe)} is the last safe date, {slow} weeks before {event}."
    if exam_date > season["last_safe"]:
        return f"{exam} is in time for {match} only if the report takes {weeks} weeks; {last_safe}"
    if is_served:
        return f"For {match}, {last_safe}"
    return f"{exam} is in time for {match}; {last_safe}"


EVENTS = {"under-way": "rank lists lock", "next": "programs can review applications"}
"""The event by which a score has to be reported, by season."""


def say_event(season: Record) -> str:
    """As in: 2027 Match: rank lists lock."""
    match = say_match(season["season"], date.fromisoformat(season["day"]))
    return f"{match.removeprefix('the ')}: {EVENTS[season['season']]}"


def waiting_rows(record: Record) -> list[Record]:
    """Each later date, for a table with bars; `width` is in percent."""
    rows, season = record.get("waiting", ()), season_to_serve(record)
    safe = season["last_safe"] if season else date.max.isoformat()
    return [
        row
        | {
            "day": month_day(date.fromisoformat(row["exam_date"])),
            "chance": say_chance_of(row["p_target"]),
            "width": round(100 * row["p_target"], 1),
            "is_best": row["exam_date"] == record["best_date"] <= safe,
            "is_late": row["exam_date"] > safe,
        }
        for row in rows
    ]


LATE = "Faint: after the last safe date."
"""The legend for faint rows of the table."""


def season_to_serve(record: Record) -> Record | None:
    """The first season that the exam can serve; None where there is none."""
    day = record["inputs"]["exam_date"] or ""
    seasons: list[Record] = record.get("seasons", [])
    return next((each for each in seasons if each["last_typical"] >= day), None)
