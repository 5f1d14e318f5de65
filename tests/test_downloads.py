"""Downloads: whole where they may be, honest where they may not, harmless in a spreadsheet."""

import csv
import io

import pytest

from scores.editions.downloads import columns_of
from scores.editions.reader import published_edition
from scores.editions.registry import KINDS
from scores.views.downloads import csv_cell
from tests.editions import LABELS, load_edition
from tests.engine.edition import newest_label

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode())))


@pytest.fixture(params=[*LABELS, newest_label()])
def label(request, db):
    """Of an edition that is published."""
    if request.param not in LABELS:
        load_edition(request.param)
    return request.param


@pytest.mark.parametrize("kind", KINDS)
def test_csv_and_json_hold_the_same_rows(client, label, kind):
    lines = read_csv(client.get(f"/editions/{label}/{kind}.csv"))
    data = client.get(f"/editions/{label}/{kind}.json").json()

    header, rows = lines[0], lines[1:]
    if data["withheld"]["rows"]:
        (last,) = rows.pop()
        assert last.startswith(f"# {data['withheld']['rows']} rows are left out")
    assert (data["edition"], data["kind"]) == (label, kind)
    assert len(rows) == len(data["rows"])
    assert all(list(row) == header for row in data["rows"])
    assert all(len(row) == len(header) for row in rows)
    assert header == list(columns_of(published_edition(label), KINDS[kind]).values())


def test_downloads_withhold_what_its_source_or_nrmp_reserves(client, label):
    edition = published_edition(label)
    sources = edition.sources.items()
    reserving = {name for name, source in sources if source.reserves_reproduction}
    allowing = {name for name, source in sources if source.allows_copying}

    for kind, table in KINDS.items():
        data = client.get(f"/editions/{label}/{kind}.json").json()
        rows = [row for row in table.rows(edition) if hasattr(row, "sources")]
        withheld = [
            row
            for row in rows
            if reserving.intersection(row.sources)
            or (is_of_nrmp(kind, row) and not allowing.issuperset(row.sources))
        ]
        assert data["withheld"]["rows"] == len(withheld), kind
        assert not any(reserving.intersection(row.get("sources", ())) for row in data["rows"])
        titles = {edition.sources[name].title for row in withheld for name in row.sources}
        assert {source["title"] for source in data["withheld"]["sources"]} == titles


def is_of_nrmp(kind, row):
    """Whoever transcribed it; ophthalmology has a Match of its own."""
    nrmp = ("match-scores", "match-rates", "programme-director-survey")
    return kind.startswith(nrmp) and getattr(row, "specialty", "") != "ophthalmology"


def test_csv_says_in_a_header_how_much_is_withheld(client):
    response = client.get("/editions/2026.1/match-scores.csv")

    assert response["X-Rows-Withheld"] == "227"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="usmlegoals-2026.1-match-scores.csv"'
    )


def test_numbers_are_those_of_the_edition(client):
    norms = client.get("/editions/2026.1/norms.json").json()["rows"]
    settings = client.get("/editions/2026.1/house-settings.json").json()["rows"]

    point = next(row for row in norms if row["score"] == 245 and row["window_to"] == "2026-06-30")
    assert (point["percentile"], point["n"]) == (32, 67824)
    assert {row["id"]: row["value"] for row in settings}["safe_pass_z"] == 1.645


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+6 points", "'+6 points"),
        ("-4.8 to -5", "'-4.8 to -5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (-4.8, -4.8),
        (-14, -14),
        ("NBME 9", "NBME 9"),
        (["a", "b"], "a;b"),
        (["=a", "b"], "'=a;b"),
        (True, "yes"),
        (None, None),
    ],
)
def test_text_that_a_spreadsheet_takes_for_a_formula_is_made_harmless(value, cell):
    assert csv_cell(value) == cell
