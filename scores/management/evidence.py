"""The results of a backtest of the projection: by prior, by set of reports, by band."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scores.engine import VERSION
from scores.engine.edition import Edition
from scores.engine.practice.evidence import Band, Coverage, Errors, Evidence, Paired, Tested
from scores.engine.practice.readings import Model
from scores.engine.practice.reports import Report
from scores.wording.values import band_text

PRIORS = ("posters", "examinees")
"""The reports are of posters; a result is adjusted toward examinees."""

NOTE = (
    "Volunteers: they score high, hardly anyone below 225. Errors are projected minus actual. "
    "Reports the model was fitted on are projected without their own tenth of the data."
)

Sets = Mapping[str, Sequence[Report]]
"""The reports of each file by its name."""


def evidence_of(
    edition: Edition, fitted_on: tuple[Report, ...], sets: Sets, priors: Sequence[str] = PRIORS
) -> dict[str, Any]:
    """The results as plain numbers, rounded as they are printed. Raises ValueError."""
    bands = [band for test in edition.practice_tests.values() for band in test.bands]
    found = []
    for prior in priors:
        evidence = Evidence(Model.of(edition, prior), fitted_on)
        tested = {name: evidence.of(reports) for name, reports in sets.items()}
        pooled = Coverage(
            sum(each.coverage.hits for each in tested.values()),
            sum(each.coverage.n for each in tested.values()),
        )
        of_bands = evidence.on_bands(bands)
        found.append(
            {
                "prior": prior,
                "pooled": _percents(pooled),
                "medians": {
                    "n": of_bands.n,
                    "mae": round(of_bands.mean_absolute, 2),
                    "bias": _rounded(of_bands.bias),
                },
                "sets": [{"file": name} | _of_set(each) for name, each in tested.items()],
            }
        )
    return {"edition": edition.label, "engine": VERSION, "priors": found}


def _of_set(tested: Tested) -> dict[str, Any]:
    return {
        "set": tested.set,
        "rules": [_of_errors(errors) for errors in (*tested.rules, tested.projection)],
        "coverage": _percents(tested.coverage),
        "paired": [_of_pair(paired) for paired in tested.paired],
        "bands": [_of_band(band) for band in tested.bands],
    }


def _of_errors(errors: Errors) -> dict[str, Any]:
    mae, bias = round(errors.mean_absolute, 2), _rounded(errors.bias)
    return {"name": errors.name, "n": errors.n, "mae": mae, "bias": bias}


def _of_pair(paired: Paired) -> dict[str, Any]:
    ends = {name: _rounded(getattr(paired, name)) for name in ("points", "low", "high")}
    return {"name": paired.name} | ends


def _of_band(band: Band) -> dict[str, Any]:
    name = band_text(band.low, None if band.high is None else band.high - 1)
    return _of_errors(band.errors) | {"name": name, "coverage": _percents(band.coverage)[0]}


def _percents(coverage: Coverage) -> list[float]:
    return [round(100 * share, 1) for share in (coverage.share, *coverage.interval)]


def _rounded(value: float) -> float:
    return round(value, 2) + 0.0


def lines_of(results: dict[str, Any]) -> Iterator[str]:
    for found in results["priors"]:
        yield f"Adjusted toward {found['prior']}"
        for tested in found["sets"]:
            yield from ("", *_lines_of_set(tested))
        medians, pooled = found["medians"], found["pooled"]
        yield ""
        yield f"In interval, all sets: {pooled[0]}% ({pooled[1]}% to {pooled[2]}%)"
        yield (
            f"Medians of {medians['n']} people by band of practice scores: off by "
            f"{medians['mae']:.2f}, bias {medians['bias']:+.2f}"
        )
        yield ""
    yield NOTE


def _lines_of_set(tested: dict[str, Any]) -> Iterator[str]:
    yield f"{tested['file']:<30} {'n':>4} {'MAE':>6} {'bias':>7} {'in interval':>12}"
    coverage = tested["coverage"]
    for rule in tested["rules"]:
        is_ours = rule["name"] == "projection"
        share = f" {coverage[0]:>11}%" if is_ours else ""
        yield f"  {_line(rule, 28)}{share}"
    yield f"  binomial interval of that share: {coverage[1]}% to {coverage[2]}%"
    yield "  MAE minus that of a rule (95% of bootstrap means)"
    for pair in tested["paired"]:
        yield (
            f"    {pair['name']:<26} {pair['points']:+.2f} ({pair['low']:+.2f} to "
            f"{pair['high']:+.2f})"
        )
    yield "  by projected score"
    for band in tested["bands"]:
        yield f"    {_line(band, 26)} {band['coverage']:>11}%"


def _line(errors: dict[str, Any], width: int) -> str:
    name, n, mae, bias = (errors[key] for key in ("name", "n", "mae", "bias"))
    return f"{name:<{width}} {n:>4} {mae:>6.2f} {bias:>+7.2f}"
