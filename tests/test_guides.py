"""The guides say what is so: pictures, links and examples."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from scores.engine.answers import FACTORS
from tests.pictures import FOLDER

ROOT = Path(__file__).resolve().parent.parent
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
IMAGE = re.compile(r"!\[(?P<says>[^\]]*)\]\((?P<path>[^)]+)\)")
LINK = re.compile(r"\]\((?!https?:|mailto:)(?P<path>[^)#]*)#?(?P<part>[^)]*)\)")
MOST_BYTES, MOST_BYTES_TOGETHER = 80_000, 1_000_000


def images():
    """Each picture that a guide shows: where it is, and what stands for it."""
    for guide in GUIDES:
        for found in IMAGE.finditer(guide.read_text("utf-8")):
            yield (guide.parent / found["path"]).resolve(), found["says"]


def names_of_parts(guide):
    """What leads to the headings of a guide, as repositories show them."""
    titles = re.findall(r"^#+ (.+)$", guide.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def test_every_picture_is_there_and_shown_and_told_in_words():
    shown = list(images())

    assert sorted(path for path, _ in shown) == sorted(FOLDER.glob("*"))
    assert [path.name for path, says in shown if len(says) < 20] == []


def test_every_picture_is_taken_by_a_journey():
    journeys = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_journey_*"))
    taken = re.findall(r'camera\(\s*"([^"]+)"', journeys)

    assert sorted(taken) == sorted(path.stem for path in FOLDER.glob("*"))


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*")}

    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
    assert sum(sizes.values()) <= MOST_BYTES_TOGETHER


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_link_between_guides_leads_somewhere(guide):
    for found in LINK.finditer(guide.read_text("utf-8")):
        target = (guide.parent / found["path"]).resolve() if found["path"] else guide

        assert target.exists(), found[0]
        assert not found["part"] or found["part"] in names_of_parts(target), found[0]


# The examples of the guide for advisors

ADVISORS = (ROOT / "docs/advisors.md").read_text("utf-8")


def example(first_column):
    """The rows of a CSV file in the guide."""
    [text] = re.findall(rf"```csv\n( *{first_column},.*?)```", ADVISORS, re.DOTALL)
    return "".join(line.strip() + "\n" for line in text.splitlines() if line.strip())


def rows_of(path):
    return list(csv.DictReader(StringIO(path.read_text("utf-8"))))


def test_class_of_the_guide_gets_the_targets_of_the_guide(edition_with_projection, tmp_path):
    told, made = tmp_path / "class.csv", tmp_path / "targets.csv"
    told.write_text(example("id"))

    call_command("derive_targets", told, made, verbosity=0)

    rows = rows_of(made)
    assert [row["id"] for row in rows] == ["a17", "b02"]
    for row in rows:
        band = f"{row['band_low']} to {row['band_high']}"
        cells = (row["id"], row["target"], band, row["basis"], row["without_factors"])
        assert f"| {' | '.join(cells)} | {row['percentile']} |" in ADVISORS
    projected = "{projection_mean} ({projection_low} to {projection_high}) | {p_target} | {verdict}"
    assert projected.format(**rows[0]) in ADVISORS


def test_reports_of_the_guide_are_projected(edition_with_projection, tmp_path):
    told, made = tmp_path / "tests.csv", tmp_path / "projections.csv"
    told.write_text(example("report_id"))

    call_command("project_scores", told, made, verbosity=0)

    assert [row["report_id"] for row in rows_of(made)] == ["a17"]


def test_guide_names_every_factor():
    assert [name for name in FACTORS if f"`{name}`" not in ADVISORS] == []
