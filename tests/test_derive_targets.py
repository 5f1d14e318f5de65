import csv

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

HEADER = "id,specialty,group,aim,exam_date,factor,test1,score1,taken1,test2,score2,taken2\n"


@pytest.fixture
def derive_targets(tmp_path):
    def derive_targets(text):
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("derive_targets", source, target, verbosity=0)
        with target.open(newline="") as file:
            return list(csv.DictReader(file))

    return derive_targets


def test_class_gets_targets_in_one_go(derive_targets, edition_with_projection):
    rows = derive_targets(
        HEADER
        + "a,dermatology,us-md-senior,typical,2027-05-01,,nbme14,248,2027-04-01,uwsa2,253,\n"
        + "b,Family Medicine,non-us-img,in-range,2027-05-01,,,,,,,\n"
        + "c,psychiatry,us-md-senior,,,failed-exam;low-class-rank,,,,,,\n"
    )

    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [row["target"] for row in rows] == ["258", "228", "256"]
    assert (rows[0]["band_low"], rows[0]["band_high"]) == ("251", "266")
    assert (rows[0]["verdict"], rows[0]["state"]) == ("too-close", "possible")
    assert rows[0]["action"].startswith(("Keep May 1, 2027", "Consider", "Take another"))
    assert (rows[0]["match_percent"], rows[1]["match_percent"]) == ("69", "54")
    assert 0 < int(rows[0]["match_percent_projected"]) < 100
    assert rows[1]["match_percent_projected"] == ""
    assert rows[1]["projection_mean"] == ""
    assert rows[2]["without_factors"] == "247"


def test_class_with_bad_rows_writes_nothing(derive_targets, tmp_path):
    with pytest.raises(CommandError) as refused:
        derive_targets(
            HEADER
            + "a,dermatology,us-md-senior,typical,,,,,,,,\n"
            + "b,urology,us-md-senior,typical,,,,,,,,\n"
            + ",dermatology,us-md-senior,typical,,,,,,,,\n"
            + "d,dermatology,us-md-senior,typical,,,nbme14,900,,,,\n"
            + "e,dermatology\n"
        )

    says = str(refused.value)
    assert "Line 3: “urology” is not a specialty on record here." in says
    assert "Line 4: The id is missing." in says
    assert "Line 5: NBME 14: enter a whole number from 1 to 300." in says
    assert "Line 6: The row has not as many values as there are columns." in says
    assert "Line 2" not in says
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\x00", "specialty\ndermatology\n"])
def test_class_in_no_shape_is_refused(derive_targets, text):
    with pytest.raises(CommandError):
        derive_targets(text)
