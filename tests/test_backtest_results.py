"""The backtest as it is published: what stands on the page and in the docs is what a run gives."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from scores.views.backtest import RESULTS

REPORTS = sorted(RESULTS.parent.glob("*.csv"))
DOCS = Path(__file__).parents[1] / "docs" / "projection.md"


@pytest.fixture
def written(edition_2026, tmp_path):
    out, path = StringIO(), tmp_path / "results.json"
    call_command("backtest", *REPORTS, "--write", path, stdout=out)
    return out.getvalue(), path.read_text("utf-8")


@pytest.mark.slow
def test_a_fresh_run_gives_the_published_results_to_the_digit(written):
    said, results = written

    assert results == RESULTS.read_text("utf-8")
    assert said.strip() in DOCS.read_text("utf-8")


def test_the_method_shows_every_row_with_the_bias_of_the_sample(client, edition_2026):
    page = client.get("/method/").content.decode()

    for digits in ("6.026", "6.729", "5.592", "5.910", "5.955", "5.925", "−19.80", "83.8%"):
        assert digits in page
    assert "Volunteers score high." in page
    assert "nobody failed" in page
    assert "What the rule for weak students costs" in page


def test_the_method_tells_every_parameter_with_its_source(client, edition_2026):
    page = client.get("/method/").content.decode()

    for parameter in edition_2026.parameters.values():
        assert parameter.describes.split(";")[0].split("“")[0].split('"')[0] in page, parameter.slug


def test_an_edition_without_projection_has_a_method_without_it(client, edition_2025):
    page = client.get("/method/", {"edition": "2025.1"})

    assert page.status_code == 200
    assert ("The projection" in page.content.decode()) == bool(edition_2025.parameters)
