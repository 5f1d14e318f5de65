import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from scores.engine.practice.readings import PRIORS
from scores.management.commands.project_scores import COLUMNS, projected
from scores.management.files import Table
from tests.engine.edition import read_fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_with_projection")]

REPORTS = Path(__file__).resolve().parents[1] / "fixtures" / "backtest"


def project(tmp_path, text):
    taken, out = tmp_path / "in.csv", tmp_path / "out.csv"
    taken.write_text(text, "utf-8")
    call_command("project_scores", taken, out, stdout=StringIO())
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_project_scores_writes_one_row_for_each_report(tmp_path):
    rows = project(
        tmp_path,
        "report_id,test,score,unit,days_before_exam\n"
        "a,nbme14,248,score,1\n"
        "b,free120,80.5,percent,\n"
        "a,uwsa2,253,score,10\n",
    )

    assert [row["report_id"] for row in rows] == ["a", "b"]
    assert list(rows[0]) == list(COLUMNS)
    assert all(float(row["low"]) < float(row["mean"]) < float(row["high"]) for row in rows)


def test_project_scores_ignores_readings_after_the_exam(tmp_path):
    head = "report_id,test,score,unit,days_before_exam\na,nbme14,248,score,1\n"

    assert project(tmp_path, head + "a,nbme16,290,score,-1\n") == project(tmp_path, head)


def test_project_scores_names_bad_rows_and_writes_nothing(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("kept")

    with pytest.raises(CommandError) as refused:
        project(
            tmp_path,
            "report_id,test,score,unit,days_before_exam\n"
            "a,nbme14,248,score,1\n"
            "\n"
            "b,nbme99,248,score,1\n"
            "c,nbme14,301,score,\n"
            "d,nbme14,250,score,,,more\n",
        )

    says = str(refused.value)
    assert [line for line in (4, 5, 6) if f"Line {line}: " in says] == [4, 5, 6]
    assert "Line 2" not in says
    assert out.read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_project_scores_stays_on_the_scale():
    row = told("report_id,test,score,unit,days_before_exam\na,nbme13,1,score,30\n")["a"]

    assert float(row["low"]) == 1


def test_project_scores_refuses_two_years_of_one_report(tmp_path):
    head = "report_id,test,score,exam_year\n"

    with pytest.raises(CommandError, match="Line 4: a has a different actual score or year above"):
        project(tmp_path, head + "a,nbme14,248,\na,nbme13,240,2025\na,uwsa2,250,2026\n")


def test_project_scores_names_a_report_without_a_test_before_the_exam(tmp_path):
    with pytest.raises(CommandError, match="Line 2: a has no practice test before the exam"):
        project(tmp_path, "report_id,test,score,unit,days_before_exam\na,nbme14,248,score,-3\n")


@pytest.mark.parametrize("text", ["", "report_id,score\na,248\n"])
def test_project_scores_refuses_a_file_without_its_columns(tmp_path, text):
    with pytest.raises(CommandError):
        project(tmp_path, text)


def test_backtest_refuses_another_kind_of_file(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match="not have the columns"):
        call_command("backtest", other, stdout=StringIO())


def test_fit_projection_prints_what_the_edition_holds():
    out = StringIO()

    call_command("fit_projection", stdout=out)

    lines = out.getvalue().splitlines()
    assert "456 reports" in lines[0]
    for line in lines[2:]:
        _, fitted, held = line.split()
        assert float(fitted) == pytest.approx(float(held), rel=0.15)


# By the projection of edition 2026.2


def told(text, prior="examinees", year=None):
    rows = list(enumerate(csv.DictReader(StringIO(text)), start=2))
    found = projected(Table(tuple(rows[0][1]), tuple(rows)), read_fixture("2026.2"), prior, year)
    return {row[0]: dict(zip(COLUMNS[1:], row[1:], strict=True)) for row in found}


FEW = """report_id,test,score,unit,days_before_exam
level,nbme14,248,score,30
weak,nbme13,203,score,30
near,nbme14,229,score,10
level,uwsa2,253,score,11
falling,nbme09,262,score,56
falling,nbme12,252,score,25
falling,nbme15,242,score,10
"""


def test_project_scores_tells_level_trend_and_state():
    rows = told(FEW)

    assert rows["level"] == {
        "mean": "257.0",
        "low": "245.3",
        "high": "268.7",
        "without_gain": "248.1",
        "trend": "unknown",
        "state": "ok",
    }
    assert [rows[name]["state"] for name in ("weak", "near", "falling")] == [
        "below-passing",
        "not-safe",
        "falling",
    ]
    assert rows["falling"]["trend"] == "falling"


def test_project_scores_tells_no_point_of_weak_tests_but_of_posters():
    assert (told(FEW)["weak"]["mean"], told(FEW)["weak"]["low"]) == ("", "191.0")
    assert float(told(FEW, "posters")["weak"]["mean"]) > 220


def test_project_scores_has_priors_of_its_own_for_imgs_and_earlier_years():
    means = {prior: float(told(FEW, prior)["level"]["mean"]) for prior in PRIORS}
    survey = "report_id,test,score,exam_year\na,nbme07,240,2018\n"

    assert means["img"] < means["examinees"] < means["posters"]
    assert told(survey) == told(survey.replace(",2018", ",").replace("2018", ""), year=2018)
    assert told(survey) != told(survey.replace("2018", "2026"))


def test_check_chances_prints_every_band_beside_its_curve(capsys):
    call_command("check_chances")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Score bands of 2020-2024")
    assert lines[2].split() == ["all", "89", "64023", "2.44", "-0.51", "70%", "87%"]
    assert [line.split()[0] for line in lines[3:8]] == ["210", "220", "230", "240", "250"]
    assert "The 10 furthest off" in lines
    assert any("orthopaedic-surgery" in line and "against" in line for line in lines)


def test_check_chances_says_that_an_edition_has_none():
    with pytest.raises(CommandError, match=r"Edition 2026\.1 has no chance of matching to check\."):
        call_command("check_chances", edition="2026.1")
