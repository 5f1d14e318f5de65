"""The check in the open: recorded score bands beside the curves."""

from dataclasses import replace
from pathlib import Path

import pytest

from scores.engine.match.bands import agreement, check, checked
from scores.management.commands.check_chances import lines_of
from tests.engine.edition import read_fixture

ROOT = Path(__file__).resolve().parents[2]

EDITION = read_fixture("2026.2")


def of_cycles(cycles):
    return [each for each in check(EDITION) if each.band.cycles == cycles]


def test_curves_agree_with_the_bands_as_the_method_says():
    """Worked by somebody else, from the text: 2.44 points over 89 bands, 62 of them held."""
    found = agreement(of_cycles("2020-2024"))

    assert (found.bands, found.people) == (89, 64_023)
    assert 100 * found.mean_difference == pytest.approx(2.44, abs=0.01)
    assert 100 * found.bias == pytest.approx(-0.51, abs=0.01)
    assert found.held == pytest.approx(62 / 89)


@pytest.mark.parametrize("cycles", ["2020-2024", "2026"])
def test_bands_with_their_own_error_are_held(cycles):
    found = agreement(of_cycles(cycles))

    assert 0.80 <= found.held_with_error <= (0.95 if found.bands > 20 else 1)


def test_bands_of_few_people_are_left_out():
    least = EDITION.setting("chance_bands_n")

    assert {each.band.n < least for each in check(EDITION)} == {False}
    assert any(band.n < least for band in EDITION.band_rates)


def test_worst_band_comes_first():
    apart = [abs(each.difference) for each in check(EDITION)]

    assert apart == sorted(apart, reverse=True)


def test_closed_band_is_averaged_within_its_ends():
    band = next(row for row in EDITION.band_rates if row.low and row.high)
    curve = checked(EDITION, band)

    assert band.low < curve.center < band.high


def test_open_band_is_averaged_where_the_applicants_are():
    """A band of 250 or more does not count the scores up to 300 alike."""
    band = next(row for row in EDITION.band_rates if row.low == 250 and row.high is None)

    assert 255 < checked(EDITION, band).center < 270


def test_band_without_a_curve_or_a_percent_is_not_compared():
    band = EDITION.band_rates[0]

    assert checked(EDITION, replace(band, group="us-img")) is None
    assert checked(EDITION, replace(band, percent=None)) is None


def test_editions_before_have_nothing_to_check():
    assert check(read_fixture("2026.1")) == ()


def test_docs_have_what_a_fresh_run_prints():
    assert "\n".join(lines_of(check(EDITION))) in (ROOT / "docs/chances.md").read_text("utf-8")
