import pytest

from scores.engine.practice.backtest import Backtest, bootstrap_error
from scores.engine.practice.distributions import binomial_interval, t_below, t_quantile
from scores.engine.practice.fitting import refit
from scores.engine.practice.model import forecast
from scores.engine.practice.reports import FREE120, Report, RowsRefused, read_sittings
from scores.engine.practice.scale import Model, Sitting
from tests.engine.reports import read_all, read_file

FITTED = {
    *("error_free120", "error_uwsa", "exam_day_lift", "free120_at_80", "free120_slope"),
    *("level_nbme06", "level_nbme07", "level_nbme08", "level_uwsa1", "level_uwsa2"),
}


@pytest.fixture(scope="module")
def backtest(edition):
    return Backtest(Model.of(edition), read_all(edition))


@pytest.fixture(scope="module")
def tested(edition, backtest):
    return {each.set: each for each in backtest.of(read_all(edition))}


@pytest.mark.parametrize("name", ["survey", "averages", "free120"])
def test_the_aims_of_the_method(tested, name):
    result = tested[name]
    simple = [errors for errors in result.baselines if errors.name != "regression line"]

    low, high = result.coverage.interval

    assert low < 0.8 < high
    assert all(result.projection.mean_absolute < errors.mean_absolute for errors in simple)
    assert result.to_line.points < 1.645 * result.to_line.error
    assert sum(band.errors.n for band in result.bands) == result.projection.n


def test_the_edition_holds_what_a_refit_gives(edition, backtest):
    fitted = refit(backtest.model, backtest.fitted_on).values

    changed = {name: round(value, 2) for name, value in fitted.items()}
    assert {name: changed[name] for name in FITTED} == {
        name: float(edition.parameters[name].value) for name in FITTED
    }
    assert {
        name for name, value in fitted.items() if value != backtest.model.values[name]
    } <= FITTED


def test_a_person_in_two_files_is_in_one_fold(edition):
    average = next(r for r in read_file("practice-averages-2026.csv", edition) if r.id == "p004")
    free120 = next(r for r in read_file("free120-2026.csv", edition) if r.id == "f004")

    assert average.person == free120.person
    assert average.fold == free120.fold


def test_only_a_stranger_is_projected_by_the_model_of_the_edition(backtest):
    stranger = Report("x1", FREE120, (Sitting("free120", 81.5),), 200)
    known = next(report for report in backtest.fitted_on if report.set == FREE120)

    assert backtest.forecast(stranger) == forecast(backtest.model, stranger.sittings)
    assert backtest.forecast(known) != forecast(backtest.model, known.sittings)


def test_every_bad_row_is_named_by_its_line(edition):
    good = {"report_id": "a", "test": "nbme14", "score": "248", "unit": "score"}
    rows = [
        (2, good),
        (3, good | {"test": "nbme99"}),
        (4, good | {"score": "301"}),
        (5, good | {"test": "free120", "unit": "percent", "score": "101"}),
        (6, good | {"unit": "percent"}),
        (7, good | {"days_before_exam": "soon"}),
        (8, good | {"report_id": " "}),
        (9, good | {"score": ""}),
    ]

    with pytest.raises(RowsRefused) as refused:
        read_sittings(rows, edition)

    lines = [problem.split(":")[0] for problem in refused.value.problems]
    assert lines == [f"Line {line}" for line in range(3, 10)]


def test_rows_of_one_report_are_gathered(edition):
    row = {"report_id": "a", "test": "nbme14", "score": "248", "days_before_exam": "12"}
    rows = [(2, row), (3, row | {"report_id": "b"}), (4, row | {"days_before_exam": ""})]

    first, second = read_sittings(rows, edition)

    assert first.sittings == (Sitting("nbme14", 248, 12), Sitting("nbme14", 248))
    assert second.sittings == (Sitting("nbme14", 248, 12),)


def test_the_binomial_interval_is_exact():
    low, high = binomial_interval(160, 200)

    assert (round(low, 4), round(high, 4)) == (0.7378, 0.8531)
    assert binomial_interval(0, 10) == (0, pytest.approx(0.3085, abs=1e-4))
    assert binomial_interval(10, 10) == (pytest.approx(0.6915, abs=1e-4), 1)


@pytest.mark.parametrize(("freedom", "quantile"), [(2, 1.8856), (4, 1.5332), (10, 1.3722)])
def test_students_t(freedom, quantile):
    assert t_quantile(0.9, freedom) == pytest.approx(quantile, abs=1e-4)
    assert t_below(0, freedom) == 0.5


def test_the_bootstrap_gives_the_same_digits_every_time():
    values = [float(i % 7) for i in range(100)]

    assert bootstrap_error(values) == bootstrap_error(values)
    assert bootstrap_error(values) == pytest.approx(0.2, abs=0.01)
