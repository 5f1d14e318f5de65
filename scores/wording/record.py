"""A result as plain data: the facts that the engine returns, and the words that show them."""

from datetime import date
from functools import lru_cache
from typing import Any

from scores.engine import VERSION
from scores.engine.answers import Answers, Reading
from scores.engine.calendar import NoSeason
from scores.engine.context import Advice, Chance, Other
from scores.engine.edition import Edition, kept
from scores.engine.figures import MatchScore, NormTable, PassRate
from scores.engine.match.bands import center_of
from scores.engine.match.curve import Estimate
from scores.engine.match.shares import CHANCES, RULES, Match, in_percent
from scores.engine.outlook import AtScore, Goal
from scores.engine.percentiles import TIERS, Percentile, first_takers, other_tiers, percentile_in
from scores.engine.plan import Plan, percent_of
from scores.engine.practice.readings import has_model
from scores.engine.record import Record, as_data, inputs_of, written
from scores.engine.result import Result
from scores.engine.seasons import Season
from scores.engine.steps import Figure, Step
from scores.engine.verdict import Verdict
from scores.engine.vocabulary import EXAMS, GROUPS, GROUPS_ON_RECORD
from scores.engine.waiting import Later, Waiting
from scores.reference.freshness import freshness_of
from scores.reference.tables import norm_tables_of
from scores.wording.choices import AIM_TITLES
from scores.wording.context import say_advice, say_chance
from scores.wording.freshness import KINDS, caution, say_checked
from scores.wording.plan import VERDICTS
from scores.wording.rows import people, when
from scores.wording.said import said
from scores.wording.values import percentile_text
from scores.wording.verdict import (
    action_of,
    headline_of,
    say_chance_of,
    sentence_of,
    waiting_of,
)

FORM = 2
"""The layout of the record. `earlier` brings records of former layouts to this one."""

SOURCE = ("title", "publisher", "url", "published", "evidence", "note")
"""The fields of a source that a record holds."""

ABOUT = ("group", "specialty", "outcome")
"""The fields that say whom a figure of the Match describes."""


def record_of(result: Result) -> Record:
    """The whole result in strings, numbers, lists and dicts; `sources` has every source cited."""
    edition, answers = result.edition, result.answers
    unmatched, standard = result.unmatched, result.floor.standard
    told: Record = as_data(
        {
            "edition": edition.label,
            "as_of": edition.as_of,
            "engine": VERSION,
            "form": FORM,
            "day": result.day,
            "inputs": inputs_of(answers, result.today),
            "about": _about(edition, answers),
            "floor": {
                "passing_standard": standard.score,
                "effective_from": standard.effective_from,
                "safe_pass": result.floor.safe_pass,
                "reporting": standard.reporting,
            },
            "target": _target(result),
            "steps": result.steps,
            "unmatched": unmatched and unmatched.read(unmatched.center),
            "separation": result.separation,
            "others": result.others,
            "advice": result.advice,
            "chances": result.chances,
            "application": result.application,
            "projection": _projection(result),
            "plan": _plan_of(result),
            "verdict": _verdict(result.outlook.verdict),
            "goals": result.outlook.goals,
            **_match(result.outlook.match),
            "matched": result.target and result.target.benchmark.row,
            "unmatched_scores": unmatched,
            "bands": _bands(result),
            "waiting": result.outlook.waiting.rows if result.outlook.waiting else (),
            "best_date": _best_date(result.outlook.waiting),
            "seasons": result.outlook.seasons,
            "no_season": _no_season(result),
            "without_projection": result.outlook.missing,
            "standing": result.standing,
            "attempts": result.attempts,
            "freshness": _freshness(result),
        }
    )
    told["norms"] = _norms(result)
    told["pass_rates"] = _pass_rates(result.pass_rates)
    cited = sorted(cited_in(told) | _cited_for_exam(edition, answers.exam))
    told["scale"] = [_at_score(at) for at in result.outlook.scale()]
    told["sources"] = {name: _named(edition.sources[name], *SOURCE) for name in cited}
    return _of_exam(edition, answers.exam) | told


def _named(value: object, *names: str) -> Record:
    """The named attributes of a value; None for each that it lacks, or if the value is None."""
    return {name: getattr(value, name, None) for name in names}


def _about(edition: Edition, answers: Answers) -> Record:
    """The answers in words."""
    specialty = edition.specialties.get(answers.specialty)
    return {
        "exam": EXAMS[answers.exam],
        "specialty": specialty.name if specialty else "",
        "where": specialty.in_text if specialty else "",
        "match_service": specialty.match_service if specialty else "",
        "group": GROUPS.get(answers.group, ""),
        "aim": AIM_TITLES[answers.aim],
    }


def _target(result: Result) -> Record:
    """Without a target, `basis` is “none” and everything else is None."""
    target = result.target
    standing, benchmark = target and target.standing, target and target.benchmark
    at = standing and standing.here
    return {
        **_named(target, "score", "low", "high"),
        "basis": result.basis,
        "without_factors": target and target.without_factors,
        "percentile": at and at.rounded,
        "percentile_text": at and percentile_text(at.value),
        "percentile_interpolated": at and at.is_interpolated,
        "percentile_low": standing and standing.low.rounded,
        "percentile_high": standing and standing.high.rounded,
        "percentile_population": at and at.table.population,
        "tier": target and target.tier and TIERS[target.tier.slug],
        "rung": benchmark and benchmark.rung.id,
        "benchmark": benchmark and benchmark.row.read(benchmark.row.center),
        "is_small": target and target.is_small,
    }


@written.register
def _(step: Step) -> Record:
    words = said(step.facts)
    return {
        "rule": step.rule,
        "title": words.title,
        "value": as_data(step.value),
        "unit": step.unit,
        "low": as_data(step.low),
        "high": as_data(step.high),
        "kind": step.kind,
        "says": words.says,
        "figures": as_data(step.figures),
    }


@written.register(Figure)
@lru_cache(maxsize=4096)
def _(figure: Figure) -> Record:
    """Cached, as most results share their figures. Callers must not change what it returns."""
    row = figure.row
    about = {name: getattr(row, name) for name in ABOUT if hasattr(row, name)}
    return about | {
        "value": as_data(figure.value),
        "statistic": figure.statistic + (f" at {figure.at}" if figure.at is not None else ""),
        "kind": row.kind,
        "source": figure.source,
        "also": list(figure.also),
        "n": figure.n,
        "cycle": row.dated,
        "of": people(row),
        "when": when(row),
    }


@written.register
def _(other: Other) -> Any:
    row = other.row
    return as_data(other.figure) | {
        "group": row.group,
        "group_name": GROUPS_ON_RECORD[row.group],
        "approximate": row.approximate,
        "use": row.use,
        "caution": row.caution,
        "target": other.target,
    }


@written.register
def _(advice: Advice) -> Record:
    return {
        "claim": advice.claim.slug,
        **_named(advice, "low", "high"),
        "says": say_advice(advice),
        **_named(advice.claim, "text", "resolution"),
        "source": advice.claim.sources[0],
        "figures": as_data(advice.figures),
    }


@written.register
def _(chance: Chance) -> Record:
    return {
        "scope": chance.scope,
        "percent": as_data(chance.percent),
        "n": chance.n,
        "unstable": chance.unstable_n is not None,
        "says": say_chance(chance),
        "figure": as_data(chance.figure),
    }


def _norms(result: Result) -> list[Record]:
    """Every norm table of the exam, newest first, with the percentiles of target and score in hand.

    Only the newest has its points.
    """
    target, answers = result.target, result.answers
    actual = answers.actual_score if result.standing else None
    tables = norm_tables_of(result.edition, answers.exam)
    norms: list[Record] = [
        {
            "from": as_data(table.window_from),
            "to": as_data(table.window_to),
            "population": table.population,
            "n": table.n,
            "source": table.sources[0],
            "target": target and as_data(percentile_in(table, target.score)),
            "actual": actual and as_data(percentile_in(table, actual)),
        }
        for table in tables
    ]
    if norms:
        norms[0]["points"] = _points(tables[0])
    return norms


@lru_cache(maxsize=16)
def _points(table: NormTable) -> list[list[int]]:
    return [list(point) for point in table.points]


@lru_cache(maxsize=64)
def _pass_rates(rows: tuple[PassRate, ...]) -> list[Record]:
    return [as_data(row.read("percent")) | _named(row, "examinees", "attempt") for row in rows]


@kept
def _of_exam(edition: Edition, exam: str) -> Record:
    """The parts of a record that are the same for every result of an exam."""
    takers = first_takers(edition, exam)
    record: Record = as_data(
        {
            "distribution": [takers.read(name) for name in ("mean", "sd") if takers],
            "tiers": tuple(other_tiers(edition, exam)),
            "weights": [
                as_data(row.read("value"))
                | _named(row, "factor", "measure", "importance", "is_percent", "note")
                for row in edition.survey
            ],
        }
    )
    return record


@written.register
def _(standing: Percentile) -> Record:
    return {
        "value": standing.rounded,
        "text": percentile_text(standing.value),
        "interpolated": standing.is_interpolated,
    }


def _plan_of(result: Result) -> Any:
    """The plan, with the verdict's action as what to do next; None without a plan or a verdict."""
    ahead = result.outlook
    if ahead.plan is None or ahead.verdict is None:
        return None
    return as_data(ahead.plan) | {"next": [action_of(ahead.verdict.facts)]}


def _no_season(result: Result) -> str:
    """A sentence where no coming review date is recorded; empty otherwise, or if none is needed."""
    edition, answers = result.edition, result.answers
    specialty = edition.specialties.get(answers.specialty)
    is_ahead = answers.exam == "step2ck" and answers.situation != "scored"
    is_known = any(season.id == "next" for season in result.outlook.seasons)
    if specialty is None or not is_ahead or is_known:
        return ""
    return said(NoSeason(specialty, edition.application_service(specialty.slug))).says


def _verdict(step: Step | None) -> Record | None:
    """The ids of the verdict's state and action, and the words for both."""
    if step is None:
        return None
    facts: Verdict = step.facts
    return {
        "state": facts.state,
        "headline": headline_of(facts),
        "says": sentence_of(facts),
        "action_id": facts.action,
        "action": action_of(facts),
        "last_date": facts.last,
        "waiting": waiting_of(facts),
        "figures": step.figures,
    }


@written.register
def _(goal: Goal) -> Record:
    at = goal.at
    return {
        "aim": goal.aim,
        "score": at.score,
        "percentile": at.percentile and at.percentile.rounded,
        "match_percent": at.share and in_percent(at.share.chance),
        "p_reach": _chance(at.p_reach),
    }


def _at_score(at: AtScore) -> list[Any]:
    """Score, percentile, [percent matched, low, high] and chance of reach.

    A list, to keep it short: a record has one for each score.
    """
    text, shares = _told(at.percentile, at.share)
    reach = None if at.p_reach is None else _chance(at.p_reach)
    return [at.score, text, shares and [*shares], reach]


@lru_cache(maxsize=4096)
def _told(
    percentile: Percentile | None, share: Estimate | None
) -> tuple[str | None, tuple[int, ...] | None]:
    """A percentile as text and a share with its band, in percent; cached, as records share them."""
    ends = (share.chance, share.low, share.high) if share else ()
    text = None if percentile is None else percentile_text(percentile.value)
    return text, tuple(map(in_percent, ends)) or None


@written.register
def _(row: MatchScore) -> Record:
    """The center and, where recorded, the quartiles of those who matched or did not."""
    return {
        **_named(row, *ABOUT, "cycle", "n", "q1", "q3"),
        "statistic": row.center,
        "center": row.center_value,
        "source": row.sources[0],
        "also": list(row.sources[1:]),
    }


def _bands(result: Result) -> list[Record]:
    """The share who matched in each recorded score band; empty for an edition without a model."""
    edition, answers = result.edition, result.answers
    if not has_model(edition):
        return []
    cell = (answers.specialty, answers.group)
    return [
        as_data(band.read("percent"))
        | _named(band, "low", "high")
        | {
            "center": _round(center_of(edition, band)),
            "is_pale": band.n < edition.setting("chance_bands_n"),
        }
        for band in edition.band_rates
        if (band.specialty, band.group) == cell
        and band.percent is not None
        and edition.is_enough(band.n)
    ]


@written.register
def _(later: Later) -> Record:
    return {
        "exam_date": as_data(later.exam_date),
        "p_target": _chance(later.p_target),
        "match_percent": later.share and in_percent(later.share.chance),
        "serves": later.serves,
    }


def _match(match: Match | None) -> Record:
    """`match` is the chance of matching in whole percent; without a curve, `no_match` says why."""
    curve = match.curve if match else None
    if match is None or curve is None:
        return {"match": None, "no_match": match and match.steps[0]}
    told: Record = {
        **{name: match.estimate(name) for name in RULES},
        "rate": match.rate and {"percent": match.rate.percent, "n": match.rate.ranked_first},
        "score_for": {
            str(chance): curve.score_for(chance / 100, match.standard) for chance in CHANCES
        },
        "curve": [[score, *as_data(found).values()] for score, found in match.listed()],
        "basis": "several-cycles" if len(curve.pairs) > 1 else "one-cycle",
        "confidence": "low" if curve.is_low else "small" if curve.is_small else "good",
        "told": curve.told,
        "figures": curve.figures,
        "steps": match.steps,
    }
    return {"match": told, "no_match": None}


@written.register
def _(estimate: Estimate) -> Record:
    return {
        "percent": in_percent(estimate.chance),
        "low": in_percent(estimate.low),
        "high": in_percent(estimate.high),
    }


def _best_date(waiting: Waiting | None) -> date | None:
    return waiting.best.exam_date if waiting and waiting.best else None


@written.register
def _(season: Season) -> Any:
    event = season.event
    return as_data(
        {
            "season": season.id,
            "event": event.event_id,
            **_named(event, "day", "basis"),
            **_named(season, "last_typical", "last_safe", "figures"),
        }
    )


def _projection(result: Result) -> Record | None:
    """None without a projection. `mean` is None for weak tests, a chance where it is not given."""
    projection, plan = result.outlook.projection, result.outlook.plan
    if projection is None:
        return None

    def shown(reading: Reading) -> Record:
        test = result.edition.practice_tests[reading.test]
        about = {"test": test.slug, "name": test.name, "unit": test.unit}
        return about | _named(reading, "score", "taken")

    ends = ("mean", "low", "high", "without_gain")
    return {
        **{name: _round(getattr(projection, name)) for name in ends},
        "level": projection.level,
        "prior": projection.forecast.prior.id,
        "trend": projection.trend.id,
        "thin": projection.is_weak,
        "p_target": plan and _chance(plan.p_target),
        "p_pass": plan and _chance(plan.p_pass),
        "verdict": plan and plan.verdict,
        "verdict_text": plan and VERDICTS[plan.verdict],
        "readings": [
            shown(part.reading)
            | {"on_scale": _round(part.placed.practice), "weight": _round(part.weight, 3)}
            for part in projection.parts
        ],
        "without": [
            shown(without.reading) | {"mean": None if projection.is_weak else _round(without.mean)}
            for without in projection.without
        ],
        "not_counted": [shown(late) for late in projection.after_exam],
        "disagreements": [],
        "steps": projection.steps,
    }


def _chance(value: float | None) -> float | None:
    """A chance in thousandths that reads as the same percent: 0.6549 as 65%, and 0.655 as 66%."""
    if value is None:
        return None
    nearest = round(value, 3)
    near = (round(nearest + step, 3) for step in (0, -0.001, 0.001))
    return next((each for each in near if say_chance_of(each) == say_chance_of(value)), nearest)


def _round(value: Any, digits: int = 1) -> float | None:
    return None if value is None else round(float(value), digits)


@written.register
def _(plan: Plan) -> Any:
    """Chances are in whole percent and never certain, as in the sentences."""
    pace, season = plan.pace, plan.season
    return as_data(
        {
            "percent_target": percent_of(plan.p_target),
            "percent_pass": None if plan.p_pass is None else percent_of(plan.p_pass),
            "pace": pace
            and {
                "start": pace.start,
                **{name: _round(getattr(pace, name)) for name in ("weeks", "now", "needed")},
            },
            "calendar": season
            and {
                "review": season.event.day,
                "basis": season.event.basis,
                **_named(season, "last_typical", "last_safe"),
                "reach": plan.reach,
            },
            "delays": plan.delays,
            "steps": plan.steps,
        }
    )


def _freshness(result: Result) -> Record:
    """When the figures behind the steps were last checked, as of the day of the result."""
    figures = [figure for step in result.steps for figure in step.figures]
    freshness = freshness_of(result.edition, figures, result.today)
    return {
        "oldest": freshness.oldest,
        "newest": freshness.newest,
        "overdue": [{"kind": KINDS[kind], "due": due} for kind, due in freshness.overdue],
        "says": say_checked(freshness),
        "caution": caution(freshness),
    }


@kept
def _cited_for_exam(edition: Edition, exam: str) -> set[str]:
    return cited_in(_of_exam(edition, exam))


def cited_in(record: Record) -> set[str]:
    """The id of every source that is named anywhere in a record."""
    names: set[str] = set()
    parts: list[Any] = [record]
    for part in parts:  # the list grows while it is read
        if type(part) is dict:
            if "source" in part:
                names |= {part["source"], *part.get("also", ())}
            parts += [each for each in part.values() if type(each) in HOLDS_MORE]
        elif type(part) is list and part and type(part[0]) is dict:  # others hold plain values
            parts += part
    return names


HOLDS_MORE = frozenset({dict, list})
