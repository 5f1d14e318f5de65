"""The words of the answer page around what a record itself says: tiles, goals, waiting, folds.

Everything is told from a record, of whatever version: what it does not hold is left out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from scores.engine.answers import JUST_PASS
from scores.engine.record import Record
from scores.engine.steps import in_points
from scores.wording.choices import AIM_TITLES
from scores.wording.context import say_group
from scores.wording.match import say_range, say_share, to_five
from scores.wording.summary import (
    aimed_at,
    floor_decides,
    may_have_passed,
    say_why,
    state_of,
    step_named,
)
from scores.wording.values import (
    counted,
    month_day,
    percentile_text,
    plain_number,
    say_day,
    say_match,
    say_rank,
    short_day,
    signed,
)
from scores.wording.verdict import say_gain
from scores.wording.why import say_chance_of


class Tile(NamedTuple):
    name: str
    value: str
    note: str


# The head, where a record has no verdict to show


def say_headline(record: Record) -> str:
    exam, floor, target = record["about"]["exam"], record["floor"], record["target"]
    if target["score"] is not None:
        return f"Aim for {target['score']}"
    if record["inputs"]["exam"] != "step2ck":
        if floor["safe_pass"] is None:
            return f"{exam} is pass or fail"
        return f"{exam}: pass with {floor['passing_standard']}, safely {floor['safe_pass']}"
    if record["inputs"]["aim"] == JUST_PASS:
        return f"Pass: {floor['passing_standard']}, safely {floor['safe_pass']}"
    return "No score to aim for is published"


def say_basis(record: Record) -> str:
    """Where a target comes from, or what stands without one."""
    floor = record["floor"]
    if record["target"]["score"] is not None:
        return say_why(record)
    if floor["safe_pass"] is None:
        return f"The passing score is {floor['passing_standard']}; reports show no score."
    return f"The passing score is {floor['passing_standard']}, the safe pass {floor['safe_pass']}."


OF_THE_MATCHED = ("scored", "no-tests", "possible", "on-pace")
"""States whose sentence tells of those who matched; the others tell of their own figures."""


SOURCE_OF = {
    **dict.fromkeys(("below-passing", "not-safe", "just-pass", "failed"), "Passing score"),
    **dict.fromkeys(("possible", "on-pace"), "Target"),
    "scored": "Middle",
}
"""What the source has, in states whose sentence tells of more than that."""


def figures_named(record: Record) -> list[Record]:
    """What the sentence on top was told from, but for our own choices."""
    benchmark, verdict = record["target"]["benchmark"], record.get("verdict")
    if benchmark and (not verdict or verdict["state"] in OF_THE_MATCHED):
        return [benchmark]
    return [each for each in verdict["figures"] if each["kind"] != "house"] if verdict else []


def say_source(record: Record, figures: list[Record]) -> str:
    """Who publishes the newest that was observed, else the newest: NRMP, 2026."""
    if not figures:
        return ""
    figure = max(figures, key=lambda each: (each["kind"] == "observed", str(each["cycle"])[:4]))
    source = record["sources"][best_source(figure, record["sources"])]
    year = str(source["published"])[:4]
    if not year.isdigit():
        year = str(figure["cycle"])[:4]
    said = f"{source['publisher']}, {year}" if year else str(source["publisher"])
    what = SOURCE_OF.get(state_of(record))
    return f"{what}: {said}" if what else said


def best_source(figure: Record, sources: Record) -> str:
    """The id of its best: an official figure or a copy of one before others, then the newest."""

    def authority(name: str) -> tuple[bool, str]:
        published = str(sources[name]["published"])
        is_official = sources[name]["evidence"] in OFFICIAL
        return is_official, published if published[:4].isdigit() else ""

    return str(max((figure["source"], *figure.get("also", ())), key=authority))


# Tiles


def tiles_of(record: Record) -> list[Tile]:
    """Target, where the tests lead or the score in hand, and how many matched with it."""
    if record["inputs"]["exam"] != "step2ck":
        return []
    state = state_of(record)
    if state in PASS_FIRST:
        passing = _of_passing(record) if state != "did-not-pass" else _of_passing_then(record)
        return [tile for tile in (passing, _of_score(record) or _of_tests(record)) if tile]
    first = _of_those_who_matched if may_have_passed(record) else _of_target
    tests = _of_falling_tests if state == "falling" else _of_tests
    tiles = [first(record), _of_score(record) or tests(record), _of_match(record)]
    return [tile for tile in tiles if tile]


PASS_FIRST = frozenset({"did-not-pass", "below-passing", "not-safe"})
"""States in which a target beyond the safe pass is not what is on top."""


def _of_passing(record: Record) -> Tile:
    floor = record["floor"]
    return Tile("Safe pass", str(floor["safe_pass"]), f"passing is {floor['passing_standard']}")


def _of_passing_then(record: Record) -> Tile:
    """What would have passed; a retake may need more, which the sentence on top says."""
    day = record["inputs"]["exam_date"]
    when = f"on {say_day(date.fromisoformat(day))}" if day else "today"
    return Tile("Passing score", str(record["floor"]["passing_standard"]), when)


def _of_those_who_matched(record: Record) -> Tile | None:
    benchmark, gap = record["target"]["benchmark"], step_named(record, "stand-in-gap")
    if benchmark is None:
        return None
    middle = benchmark["value"] + (gap["value"] or 0 if gap else 0)
    is_stand_in = record["target"]["basis"] == "stand-in"
    note = f"{benchmark['statistic']} of {counted(benchmark['n'])}" if benchmark["n"] else ""
    if is_stand_in:
        note = f"from {say_group(benchmark)}"
    return Tile("Middle of the matched", plain_number(middle), note)


def _of_target(record: Record) -> Tile:
    target = record["target"]
    if target["score"] is None:
        return _of_passing(record)
    notes = []
    if floor_decides(record):
        notes.append("the safe pass")
    elif target["basis"] == "stand-in":
        notes.append(f"from scores of {say_group(target['benchmark'])}")
    if target["percentile_text"]:
        notes.append(_percentile_of(target["percentile_text"], record))
    return Tile("Target", str(target["score"]), "; ".join(notes))


def _of_score(record: Record) -> Tile | None:
    score = record["inputs"]["actual_score"]
    if not record["standing"] or score is None:
        return None
    text = next((norms["actual"]["text"] for norms in record["norms"] if norms["actual"]), "")
    return Tile("Your score", str(score), _percentile_of(text, record) if text else "")


def _percentile_of(text: str, record: Record) -> str:
    """Of whom, where a record tells: 28th percentile of US MD students."""
    at = say_rank(text).removeprefix("at the ")
    return f"{at} percentile{' of US MD students' if record.get('scale') else ''}"


def _of_tests(record: Record) -> Tile | None:
    projection = record["projection"]
    if not projection:
        return None
    low, high = in_points(projection["low"]), in_points(projection["high"])
    level = projection.get("without_gain")
    now = "" if level is None else f"; tests {in_points(level)}"
    if projection["mean"] is None:
        return Tile("Your range", f"{low}–{high}", f"too low to forecast a score{now}")
    mean, verdict = in_points(projection["mean"]), record.get("verdict") or {}
    if verdict.get("state") == "taken":
        return Tile("Your tests pointed to", str(mean), f"80% range {low}–{high}")
    return Tile("You’re heading for", str(mean), f"80% range {low}–{high}{now}")


def _of_falling_tests(record: Record) -> Tile | None:
    """Where they are comes before where they may lead."""
    tile, projection = _of_tests(record), record["projection"]
    level = projection and projection.get("without_gain")
    if tile is None or level is None:
        return tile
    note = f"falling; projected {tile.value} ({tile.note.partition(';')[0]})"
    return Tile("Your tests", str(in_points(level)), note)


def _of_match(record: Record) -> Tile | None:
    """With the score in hand, else with the target; where there is no curve, the recorded rate."""
    match, score = record.get("match"), record["inputs"]["actual_score"]
    name, at = "at_target", record["target"]["score"]
    if record["standing"]:
        name, at = "at_score", score
    if match and match[name]:
        share, told = match[name], match["told"]
        number = to_five(share["percent"], told)
        band = say_range(share["low"], share["high"], told)
        note = "" if band == number else f"80% range {band}"
        return Tile(f"Matched with {at}", f"{number} in 100", note)
    rate = next((each for each in record["chances"] if each["scope"] == "specialty"), None)
    if rate:
        percent = f"{plain_number(rate['percent'])}%"
        return Tile("Matched, any score", percent, f"of {counted(rate['n'])} who ranked it first")
    return None


# Goals


GOAL_NOTES = {
    "pass": "few fail by chance",
    "in-range": "25% of the matched scored lower",
    "typical": "the middle of the matched",
    "strong": "75% of the matched scored lower",
}


def goal_rows(record: Record) -> list[Record]:
    """The four aims side by side; those below the safe pass are the safe pass."""
    rows = record.get("goals", ())
    safe = rows[0]["score"] if rows else None
    chosen = record["inputs"]["aim"]
    by = _moved_by(record)
    shown = [goal for goal in rows if goal["aim"] in (JUST_PASS, chosen) or goal["score"] != safe]
    return [
        goal
        | {
            "title": AIM_TITLES[goal["aim"]],
            "note": _goal_note(goal, safe, by),
            "percentile_text": _ordinal(goal["percentile"]),
            "matched": _matched(goal["match_percent"], record),
            "reach": "" if goal["p_reach"] is None else say_chance_of(goal["p_reach"]),
            "is_chosen": goal["aim"] == chosen,
        }
        for goal in shown
    ]


def _goal_note(goal: Record, safe: int | None, by: float) -> str:
    """Those that the safe pass decides stand for it; a limit keeps one end where it is."""
    if goal["aim"] == JUST_PASS:
        return GOAL_NOTES[JUST_PASS]
    if goal["score"] == safe:
        return "many matched with less: the safe pass decides"
    is_at_limit = goal["aim"] == ("strong" if by > 0 else "in-range")
    counted_in = ", with your application counted" if by and not is_at_limit else ""
    return GOAL_NOTES[goal["aim"]] + counted_in


def _moved_by(record: Record) -> float:
    """Points by which what was told of an application moves the score aimed at."""
    steps = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    values = [step["value"] for step in steps if step["value"] is not None]
    return values[-1] - values[0] if values else 0


def _matched(percent: int | None, record: Record) -> str:
    match = record.get("match")
    return to_five(percent, match["told"]) if match and percent is not None else ""


def _ordinal(percentile: int | None) -> str:
    """A whole percentile; 100 and 0 are beyond what norm tables tell."""
    return "" if percentile is None else percentile_text(Fraction(percentile))


# If you wait


def say_waiting(record: Record) -> str:
    """What later dates do to the chance of the target."""
    rows = record["waiting"]
    first, target = rows[0]["p_target"], record["target"]["score"] or record["floor"]["safe_pass"]
    if record["best_date"]:  # the verdict's action says it
        return ""
    most = max(row["p_target"] for row in rows)
    stays = f"{target} stays {'unlikely' if most < UNLIKELY else 'about as likely'}."
    says_gain = record["verdict"]["action_id"] == "keep-date"  # on top
    return stays if says_gain else f"Waiting {say_gain(most - first)}: {stays}"


UNLIKELY = 0.25
"""Under this chance a verdict is that the tests are short of the target."""


def say_seasons(record: Record) -> list[str]:
    """By when to take the exam for each season, and whether the date chosen is in time.

    Without one, that is the earliest day on which it can be taken again.
    """
    seasons, day = record.get("seasons", ()), record["inputs"]["exam_date"] or _earliest(record)
    served = [season for season in seasons if day and day <= season["last_typical"]]
    return [_say_season(each, day, is_served=each in served[1:]) for each in seasons]


def _earliest(record: Record) -> str | None:
    """The day of the next attempt, where it is limited and still to come."""
    steps = (step for step in record["attempts"] if step["rule"] == "next-attempt")
    day = next((step["value"] for step in steps), None)
    return day if day and day > record["inputs"]["today"] else None


def _say_season(season: Record, exam_date: str | None, *, is_served: bool) -> str:
    """`is_served`: an earlier season already is, by the same exam."""
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
"""What a score has to be there for, by season."""


def say_event(season: Record) -> str:
    """2027 Match: rank lists lock."""
    match = say_match(season["season"], date.fromisoformat(season["day"]))
    return f"{match.removeprefix('the ')}: {EVENTS[season['season']]}"


def waiting_rows(record: Record) -> list[Record]:
    """Each later date, for a table with a bar; `width` is percent."""
    rows, season = record.get("waiting", ()), _season_to_serve(record)
    safe = season["last_safe"] if season else ""
    return [
        row
        | {
            "day": month_day(date.fromisoformat(row["exam_date"])),
            "chance": say_chance_of(row["p_target"]),
            "width": round(100 * row["p_target"], 1),
            "is_best": row["exam_date"] == record["best_date"],
            "is_late": bool(safe) and row["exam_date"] > safe,
        }
        for row in rows
    ]


def say_late(record: Record) -> str:
    """What the later dates in the table risk; nothing where all are safe."""
    season = _season_to_serve(record)
    last = max((row["exam_date"] for row in record["waiting"]), default="")
    return "Pale: after the last safe date." if season and last > season["last_safe"] else ""


def _season_to_serve(record: Record) -> Record | None:
    """The first that the exam can serve."""
    day = record["inputs"]["exam_date"] or ""
    seasons: list[Record] = record.get("seasons", [])
    return next((each for each in seasons if each["last_typical"] >= day), None)


# What to do next


class NextStep(NamedTuple):
    title: str
    why: str


WITH_TIME = frozenset({"possible", "on-pace", "scored", "passed-low"})
"""The states in which it is no distraction to tell of the rest of an application."""

AHEAD = frozenset({"possible", "on-pace", "short", "falling", "below-passing", "not-safe"})
"""The states in which there is a date to keep or to move, and tests to decide by."""

FRESH = timedelta(days=14)
"""How near the exam the newest practice test should be."""


def next_steps(record: Record) -> list[NextStep]:
    """Besides the verdict's own action; of a record without a verdict, those that it holds."""
    if not record.get("verdict"):
        return [NextStep(says, "") for says in (record["plan"] or {}).get("next", ())]
    return _more_steps(record)


def _more_steps(record: Record) -> list[NextStep]:
    inputs, verdict = record["inputs"], record["verdict"]
    steps = []
    if inputs["exam"] == "step2ck" and inputs["situation"] == "failed":
        steps += _test_again(record)
    if inputs["exam"] == "step2ck" and inputs["situation"] == "planning":
        if inputs["exam_date"] and record["projection"] and verdict["state"] in AHEAD:
            title = "Agree on the score that would make you move the date"
            steps.append(NextStep(title, _when(record)))
        steps += _test_again(record)
    share = _share_at(record)
    if share and verdict["state"] in WITH_TIME:
        steps.append(
            NextStep(
                "Put time into the rest of your application",
                f"With {share[0]}, {share[1]} matched: letters, grades and interviews count too.",
            )
        )
    return steps


def _when(record: Record) -> str:
    floor = record["floor"]
    says = "With your advisor, before your next test"
    if record["verdict"]["state"] in PASS_FIRST:
        return f"{says}: under {floor['safe_pass']}, passing is not safe."
    return f"{says}."


def _test_again(record: Record) -> list[NextStep]:
    """Where the newest will be old on exam day, where none is known, or they seem to fall."""
    projection, exam, verdict = (
        record["projection"],
        record["inputs"]["exam_date"],
        record["verdict"],
    )
    if not exam or verdict["action_id"] == "test-again":
        return []
    if verdict["state"] == "falling":
        return [NextStep(ONCE_MORE, "It shows better whether your scores really fall.")]
    when = date.fromisoformat(exam) - FRESH
    if when <= date.fromisoformat(record["inputs"]["today"]):
        return []
    if not projection:
        why = WITH_TIME_LEFT
        if verdict["state"] == "failed":
            why = f"Under {record['floor']['safe_pass']}, passing is not safe: move the date."
        return [NextStep(f"Take a full practice test around {say_day(when)}", why)]
    title = f"Take one more full practice test around {say_day(when)}"
    days = [reading["taken"] for reading in projection["readings"] if reading["taken"]]
    if not days:
        return [NextStep(title, "")]
    newest = date.fromisoformat(max(days))
    if newest >= when:
        return []
    return [
        NextStep(title, f"Your newest is from {short_day(newest)}; one near the exam counts most.")
    ]


WITH_TIME_LEFT = "It tells where you stand while you can still move the date."
ONCE_MORE = "Take another full practice test before you decide"


def _share_at(record: Record) -> tuple[int, str] | None:
    match, inputs = record.get("match"), record["inputs"]
    if not match:
        return None
    name = "at_score" if record["standing"] else "at_target"
    score = inputs["actual_score"] if record["standing"] else record["target"]["score"]
    return (score, say_share(match[name]["percent"], match["told"])) if match[name] else None


# Why, in three rows


class Reason(NamedTuple):
    says: str
    note: str
    score: str
    figures: list[Record]


def reasons_of(record: Record) -> list[Reason]:
    """Those who matched and what moves their score, or those who did not; the safe pass."""
    rows = []
    target, unmatched = record["target"], record["unmatched"]
    benchmark = target["benchmark"]
    if benchmark:
        what = "range, widened" if target["basis"] == "stand-in" else "middle 50%"
        rows.append(_reason(benchmark, f"{what}: {target['low']}–{target['high']}"))
    gap = step_named(record, "stand-in-gap")
    if gap and gap["value"]:
        whose = f"{record['about']['group']}, compared with them"
        rows.append(Reason(whose, gap["figures"][0]["cycle"], signed(gap["value"]), gap["figures"]))
    of_aim, of_factors = [*_reason_of_the_aim(record)], [*_reasons_of_factors(record)]
    rows += of_aim + of_factors
    if unmatched and benchmark and not (of_aim or of_factors):
        many = f"n\N{NO-BREAK SPACE}{counted(unmatched['n'])}" if unmatched["n"] else ""
        rows.append(_reason(unmatched, many))
    if may_have_passed(record):
        return rows
    if (gap or of_factors) and target["score"] is not None and not floor_decides(record):
        rows.append(Reason("Together, rounded up: your target", "", str(target["score"]), []))
    return [*rows, *_reason_of_passing(record)]


def _reason_of_the_aim(record: Record) -> Iterator[Reason]:
    """Where it is not the middle."""
    aim, step = record["inputs"]["aim"], step_named(record, "aim")
    if step and step["value"] is not None and aim in ("in-range", "strong"):
        says = f"{AIM_TITLES[aim]}: {GOAL_NOTES[aim]}"
        yield Reason(says, "", plain_number(step["value"]), step["figures"])


def _reasons_of_factors(record: Record) -> Iterator[Reason]:
    """What each thing that was told of an application adds."""
    steps = [step for step in record["steps"] if step["rule"].startswith(("aim", "factor-"))]
    for before, step in pairwise(steps):
        by = signed(round(step["value"] - before["value"], 1))
        yield Reason(step["title"], "advice; we chose the size", by, step["figures"])


def _reason_of_passing(record: Record) -> Iterator[Reason]:
    floor, step = record["floor"], step_named(record, "safe-pass")
    if floor["safe_pass"] is None or step is None:
        return
    note = f"{floor['passing_standard']} to pass, plus measurement error"
    aimed = aimed_at(record)
    if record["target"]["score"] is not None and aimed and floor_decides(record):
        note += f"; more than {plain_number(aimed['value'])}, so it is your target"
    yield Reason("At least the safe pass", note, str(floor["safe_pass"]), step["figures"])


def _reason(figure: Record, note: str) -> Reason:
    says = f"{figure['statistic']} of {figure['of']}, {figure['cycle'] or 'year not stated'}"
    return Reason(f"{says[0].upper()}{says[1:]}", note, plain_number(figure["value"]), [figure])


# What closed folds say


def say_others(record: Record) -> str:
    """From where to where the other figures go."""
    values = [other["value"] for other in record["others"]]
    if not values:
        return "What articles advise."
    if min(values) == max(values):
        return f"One other figure says {plain_number(min(values))}."
    span = f"Scores from {plain_number(min(values))} to {plain_number(max(values))}"
    return f"{span}: other groups, years and ways of counting."


def say_rest(record: Record) -> str:
    """The match rate of the specialty, else of the group, or what the fold holds."""
    rates = [each for each in record["chances"] if each["scope"] == "specialty"]
    rates += [step for step in record.get("application", ()) if step["rule"] == "early-match-rate"]
    rates += [each for each in record["chances"] if each["scope"] == "group"]
    return str(rates[0]["says"]) if rates else "How many pass, and what counts besides the score."


def match_steps(record: Record) -> list[Record]:
    """How many matched with the score in hand, else with the target and as projected."""
    found: list[Record] = (record.get("match") or {}).get("steps", [])
    return [step for step in found if not record["standing"] or step["rule"] == "match-score"]


def say_steps(record: Record) -> str:
    parts = (record, record["projection"], record["plan"])
    steps = sum(len(part.get("steps", ())) for part in parts if part) + len(match_steps(record))
    return f"{steps} calculation{'' if steps == 1 else 's'}, each with its figures."


OFFICIAL = ("official", "official-transcribed")


def say_sources(record: Record) -> str:
    """How many there are, and how many of them are official or copies of what is."""
    evidence = [source["evidence"] for source in record["sources"].values()]
    official, copies = (evidence.count(name) for name in OFFICIAL)
    told = [f"{official} official" if official else "", f"{copies} copied from official figures"]
    return f"{len(evidence)} sources: {', '.join(filter(None, told))}."


def limits_of(record: Record) -> list[str]:
    """In three lines what no number here can tell."""
    if record["floor"]["reporting"] == "pass-fail":
        return ["Pass rates are of groups, and not your chance."]
    if record["inputs"]["exam"] != "step2ck":
        return ["A score is a measurement: taken again, it would differ by some points."]
    says = []
    if record["target"]["benchmark"]:
        says = [
            "Scores overlap: many matched with a lower score than the middle, and some with a "
            "higher one did not.",
            "Matched scores are of people who did well in much else: the score did not match them "
            "on its own.",
        ]
    if record["projection"]:
        says.append(
            "The projection rests on people who chose to post their scores; the typical miss is 5 "
            "to 6 points."
        )
    else:
        says.append("A score is a measurement: taken again, it would differ by some points.")
    return says
