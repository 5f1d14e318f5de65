"""A result as plain data: the facts that the engine returns, and the words they are shown with."""

from collections.abc import Mapping

from scores.engine import VERSION
from scores.engine.answers import Answers, Reading
from scores.engine.context import Advice, Chance, Other
from scores.engine.edition import Edition
from scores.engine.figures import PassRate, PracticeTest
from scores.engine.percentiles import TIER_NAMES, Percentile, other_tiers, percentile_in
from scores.engine.plan import Delay, Plan, percent_of
from scores.engine.record import Record, day_text, inputs_of, number
from scores.engine.result import Result, Target
from scores.engine.steps import Figure, Step
from scores.engine.vocabulary import EXAMS, GROUPS, GROUPS_ON_RECORD
from scores.reference.freshness import freshness_of
from scores.wording.choices import AIM_TITLES
from scores.wording.context import say_advice, say_chance
from scores.wording.freshness import KINDS, caution, say_checked
from scores.wording.plan import VERDICTS, say_next
from scores.wording.rows import people, when
from scores.wording.said import said
from scores.wording.values import percentile_text

FORM = 2
"""Of the record: how it is laid out, which `earlier` knows the former ones of."""


def record_of(result: Result) -> Record:
    """The whole result in strings, numbers, lists and dicts; every source cited is in `sources`."""
    edition, answers = result.edition, result.answers
    record: Record = {
        "edition": edition.label,
        "as_of": edition.as_of.isoformat(),
        "engine": VERSION,
        "form": FORM,
        "day": result.day.isoformat(),
        "inputs": inputs_of(answers, result.today),
        "about": _about(edition, answers),
        "floor": {
            "passing_standard": result.floor.standard.score,
            "effective_from": result.floor.standard.effective_from.isoformat(),
            "safe_pass": result.floor.safe_pass,
            "reporting": result.floor.standard.reporting,
        },
        "target": _target(result.target),
        "steps": [_step(step) for step in result.steps],
        "unmatched": result.unmatched and _figure(result.unmatched.read(result.unmatched.center)),
        "separation": result.separation and _step(result.separation),
        "others": [_other(other) for other in result.others],
        "advice": [_advice(advice) for advice in result.advice],
        "chances": [_chance(chance) for chance in result.chances],
        "norms": _norms(result),
        "distribution": _distribution(edition, answers.exam),
        "tiers": [_step(step) for step in other_tiers(edition, answers.exam)],
        "pass_rates": [_pass_rate(row) for row in result.pass_rates],
        "weights": _weights(edition),
        "projection": _projection(result),
        "plan": result.plan and _plan(result.plan),
        "standing": [_step(step) for step in result.standing],
        "attempts": [_step(step) for step in result.attempts],
        "freshness": _freshness(result),
    }
    record["sources"] = _sources(edition, record)
    return record


def _freshness(result: Result) -> Record:
    """When the figures behind the steps were last checked, on the day of the result."""
    figures = [figure for step in result.steps for figure in step.figures]
    freshness = freshness_of(result.edition, figures, result.today)
    return {
        "oldest": freshness.oldest.isoformat(),
        "newest": freshness.newest.isoformat(),
        "overdue": [
            {"kind": KINDS[kind], "due": due.isoformat()} for kind, due in freshness.overdue
        ],
        "says": say_checked(freshness),
        "caution": caution(freshness),
    }


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


def _target(target: Target | None) -> Record:
    if target is None:
        return dict.fromkeys(_TARGET_KEYS) | {"basis": "none"}
    standing, row = target.percentile, target.benchmark.row
    return {
        "score": target.score,
        "low": target.low,
        "high": target.high,
        "basis": target.benchmark.basis,
        "without_factors": target.without_factors,
        "percentile": standing and standing.rounded,
        "percentile_text": standing and percentile_text(standing.value),
        "percentile_interpolated": standing and standing.is_interpolated,
        "percentile_low": target.percentile_low,
        "percentile_high": target.percentile_high,
        "percentile_population": standing and standing.table.population,
        "tier": target.tier and TIER_NAMES[target.tier.slug],
        "rung": target.benchmark.rung.id,
        "benchmark": _figure(row.read(row.center)),
        "is_small": target.is_small,
    }


_TARGET_KEYS = (
    "score",
    "low",
    "high",
    "basis",
    "without_factors",
    "percentile",
    "percentile_text",
    "percentile_interpolated",
    "percentile_low",
    "percentile_high",
    "percentile_population",
    "tier",
    "rung",
    "benchmark",
    "is_small",
)


def _step(step: Step) -> Record:
    words = said(step.facts)
    return {
        "rule": step.rule,
        "title": words.title,
        "value": step.value if isinstance(step.value, str) else number(step.value),
        "unit": step.unit,
        "low": number(step.low),
        "high": number(step.high),
        "kind": step.kind,
        "says": words.says,
        "figures": [_figure(figure) for figure in step.figures],
    }


def _figure(figure: Figure) -> Record:
    value, row = figure.value, figure.row
    statistic = figure.statistic if figure.at is None else f"{figure.statistic} at {figure.at}"
    about = {name: getattr(row, name) for name in ABOUT if hasattr(row, name)}
    return about | {
        "value": value if isinstance(value, str) else number(value),
        "statistic": statistic,
        "kind": figure.kind,
        "source": figure.source,
        "also": list(figure.also),
        "n": figure.n,
        "cycle": figure.cycle,
        "of": people(row),
        "when": when(row),
    }


ABOUT = ("group", "specialty", "outcome")
"""What tells whom a figure of the Match describes."""


def _other(other: Other) -> Record:
    row = other.row
    return _figure(other.figure) | {
        "group": row.group,
        "group_name": GROUPS_ON_RECORD[row.group],
        "approximate": row.approximate,
        "target": other.target,
    }


def _advice(advice: Advice) -> Record:
    return {
        "claim": advice.claim.slug,
        "low": advice.low,
        "high": advice.high,
        "says": say_advice(advice),
        "text": advice.claim.text,
        "resolution": advice.claim.resolution,
        "source": advice.claim.sources[0],
        "figures": [_figure(figure) for figure in advice.figures],
    }


def _chance(chance: Chance) -> Record:
    return {
        "scope": chance.scope,
        "percent": number(chance.percent),
        "n": chance.n,
        "unstable": chance.is_unstable,
        "says": say_chance(chance),
        "figure": _figure(chance.figure),
    }


def _norms(result: Result) -> list[Record]:
    """Every norm table of the exam, the newest first; where target and score in hand stand."""
    exam, target = result.answers.exam, result.target
    tables = sorted(
        (table for table in result.edition.norm_tables if table.exam == exam),
        key=lambda table: table.window_to,
        reverse=True,
    )
    norms: list[Record] = [
        {
            "from": table.window_from.isoformat(),
            "to": table.window_to.isoformat(),
            "population": table.population,
            "n": table.n,
            "source": table.sources[0],
            "target": target and _percentile(percentile_in(table, target.score)),
            "actual": _percentile(percentile_in(table, result.answers.actual_score))
            if result.standing and result.answers.actual_score
            else None,
        }
        for table in tables
    ]
    if norms:
        norms[0]["points"] = [list(point) for point in tables[0].points]
    return norms


def _percentile(standing: Percentile) -> Record:
    return {
        "value": standing.rounded,
        "text": percentile_text(standing.value),
        "interpolated": standing.is_interpolated,
    }


def _distribution(edition: Edition, exam: str) -> list[Record]:
    """Mean and SD of all first-takers in the newest period recorded."""
    rows = [row for row in edition.distributions if row.exam == exam]
    newest = max(rows, key=lambda row: row.until, default=None)
    return [_figure(figure) for figure in newest.readings()] if newest else []


def _projection(result: Result) -> Record | None:
    projection, plan = result.projection, result.plan
    if projection is None:
        return None
    tests = result.edition.practice_tests
    return {
        "mean": round(projection.mean, 1),
        "low": round(projection.low, 1),
        "high": round(projection.high, 1),
        "level": projection.level,
        "thin": projection.is_thin,
        "p_target": plan and round(plan.p_target, 3),
        "p_pass": round(plan.p_pass, 3) if plan and plan.p_pass is not None else None,
        "verdict": plan and plan.verdict,
        "verdict_text": plan and VERDICTS[plan.verdict],
        "readings": [
            _reading(part.reading, tests)
            | {"on_scale": round(part.placed.scale, 1), "weight": round(part.weight, 3)}
            for part in projection.parts
        ],
        "without": [
            _reading(without.reading, tests)
            | {"mean": None if without.mean is None else round(without.mean, 1)}
            for without in projection.without
        ],
        "not_counted": [_reading(reading, tests) for reading in projection.after_exam],
        "disagreements": [
            [_reading(reading, tests) for reading in pair] for pair in projection.disagreements
        ],
        "steps": [_step(step) for step in projection.steps],
    }


def _reading(reading: Reading, tests: Mapping[str, PracticeTest]) -> Record:
    test = tests[reading.test]
    return {
        "test": test.slug,
        "name": test.name,
        "unit": test.unit,
        "score": number(reading.score),
        "taken": day_text(reading.taken),
    }


def _plan(plan: Plan) -> Record:
    """Chances here are in whole percent, never certain, as the sentences have them."""
    pace, season = plan.pace, plan.season
    return {
        "percent_target": percent_of(plan.p_target),
        "percent_pass": percent_of(plan.p_pass) if plan.p_pass is not None else None,
        "pace": pace
        and {
            "start": day_text(pace.start),
            "weeks": round(float(pace.weeks), 1),
            "now": round(pace.now, 1),
            "needed": round(float(pace.needed), 1),
        },
        "calendar": season
        and {
            "review": day_text(season.review.day),
            "basis": season.review.basis,
            "last_typical": day_text(season.last_typical),
            "last_safe": day_text(season.last_safe),
            "reach": plan.reach,
        },
        "delays": [_delay(delay) for delay in plan.delays],
        "steps": [_step(step) for step in plan.steps],
        "next": [say_next(step) for step in plan.next_steps],
    }


def _delay(delay: Delay) -> Record:
    return {
        "weeks": delay.weeks,
        "day": day_text(delay.day),
        "percent_target": percent_of(delay.p_target),
        "reach": delay.reach,
    }


def _pass_rate(row: PassRate) -> Record:
    return _figure(row.read("percent")) | {"examinees": row.examinees, "attempt": row.attempt}


def _weights(edition: Edition) -> list[Record]:
    """What program directors say they look at, the newest survey first."""
    return [
        _figure(row.read("value"))
        | {
            "factor": row.factor,
            "measure": row.measure,
            "importance": number(row.importance),
            "is_percent": row.is_percent,
        }
        for row in edition.survey
    ]


def _sources(edition: Edition, record: Record) -> Record:
    return {
        name: {
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "published": source.published,
            "evidence": source.evidence,
            "note": source.note,
        }
        for name in sorted(_cited(record))
        for source in (edition.sources[name],)
    }


def _cited(record: Record) -> set[str]:
    """Every source id named anywhere in a record."""
    names: set[str] = set()
    parts = [record]
    while parts:
        part = parts.pop()
        if "source" in part:
            names.update((part["source"], *part.get("also", ())))
        if "statistic" in part:  # a figure has no parts, and most parts are figures
            continue
        for value in part.values():
            if isinstance(value, dict):
                parts.append(value)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                parts += value
    return names
