import csv
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

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


# As people save their class lists


COLUMNS = ["ID", "Specialty", "Group", "Exam date", "Note"]
COLUMNS += ["test1", "score1", "taken1", "test2", "score2", "taken2"]


@pytest.fixture
def workbook(tmp_path, edition_with_projection):
    """A workbook of these rows, in.xlsx; `dress` may change its sheet."""

    def workbook(*rows, dress=lambda sheet: None):
        book = Workbook()
        for row in (COLUMNS, *rows):
            book.active.append(row)
        dress(book.active)
        book.create_sheet("Other").append(["nothing", "of", "ours"])
        book.save(tmp_path / "in.xlsx")
        return tmp_path / "in.xlsx"

    return workbook


def derive(source, target):
    call_command("derive_targets", source, target, verbosity=0)
    rows = load_workbook(target).active.values
    columns = next(rows)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def refused(source, target="out.csv"):
    with pytest.raises(CommandError) as refused:
        call_command("derive_targets", source, source.with_name(target), verbosity=0)

    assert not source.with_name(target).exists()
    return str(refused.value)


def test_workbook_is_read_as_it_is_shown(workbook, tmp_path, capsys, derive_targets):
    def dress(sheet):
        sheet["A2"].number_format = "0000"
        sheet["J2"].number_format = "0%"
        sheet["F40"].font = Font(bold=True)
        sheet["Z1"].font = Font(bold=True)

    row = [
        7,
        "derm",
        "US MD",
        date(2027, 5, 1),
        "call",
        "NBME 14",
        248.0,
        datetime.combine(date(2027, 4, 1), time(9)),
    ]
    source = workbook([*row, "Free 120", 0.775, None], [], [8, "FM", "DO", "5/1/2027"], dress=dress)
    found = derive(source, tmp_path / "out.xlsx")
    text = (
        "id,specialty,group,exam_date,test1,score1,taken1,test2,score2,taken2\n"
        "0007,derm,US MD,2027-05-01,NBME 14,248,2027-04-01,Free 120,78%,\n"
    )

    assert [row["id"] for row in found] == ["0007", "8"]
    assert found[0]["projection_mean"] > 250
    columns = ("target", "projection_mean", "p_target", "headline", "match_percent")
    from_text = derive_targets(text)[0]
    assert [str(found[0][name]) for name in columns] == [from_text[name] for name in columns]
    assert "These columns were not read: note." in capsys.readouterr().out


def test_formula_is_read_by_its_value_and_refused_without_one(workbook):
    row = ["a", "derm", "US MD", "", "", "NBME 14", "=240+8"]

    assert "the formula in G2 has no value yet" in refused(workbook(row))


def test_formula_that_shows_nothing_is_blank(workbook):
    """As spreadsheets save it: with its value, here an empty text."""
    source = workbook(["a", "derm", "US MD", "", '=IF(1=1,"",1)', "NBME 14", "=240+8"])
    with ZipFile(source) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    files[sheet] = (
        files[sheet]
        .replace(b'<c r="E2"><f>', b'<c r="E2" t="str"><f>')
        .replace(b"240+8</f><v />", b"240+8</f><v>248</v>")
        .replace(b"240+8</f><v></v>", b"240+8</f><v>248</v>")
    )
    with ZipFile(source, "w") as parts:
        for name, data in files.items():
            parts.writestr(name, data)

    assert derive(source, source.with_name("out.xlsx"))[0]["without_gain"] == 248


def test_bad_rows_of_a_workbook_are_named_by_their_line(workbook):
    says = refused(
        workbook(
            ["a", "derm", "US MD"],
            [],
            ["b", "urologue X", "US MD"],
            ["", "derm", "US MD"],
            ["c", "derm", "US MD", "", "", "NBME 14", 78, None, None, None, None, "?"],
            ["d", "derm", "US MD", "", "", "NBME 14", 0.78],
            ["e", "derm", "US MD", "", "", "NBME 14", 78],
        )
    )

    assert "Line 4: “urologue X” is not a specialty on record here." in says
    assert "Line 5: The id is missing." in says
    assert "Line 6: The row has a value beyond the named columns." in says
    assert "Line 7: NBME 14: “0.78” is not a whole number." in says
    assert "Line 8: NBME 14: is this a percent?" in says
    assert "Line 2" not in says


def zipped(text):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", text)
    return file.getvalue()


OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

UNREADABLE = {
    "nothing": ("in.xlsx", b"", "damaged"),
    "other text": ("in.xlsx", b"id,specialty\n", "damaged"),
    "cut short": ("in.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
    "another zip": ("in.xlsx", zipped("<x/>"), "damaged"),
    "zip bomb": ("in.xlsx", zipped(b"0" * 21_000_000), "too large"),
    "encrypted": ("in.xlsx", OLD_WORKBOOK, "password"),
    "huge": ("in.xlsx", b"0" * 10_000_001, "larger than 10 MB"),
    "old": ("in.xls", OLD_WORKBOOK, "use XLSX or CSV"),
    "workbook named CSV": ("in.csv", zipped("<x/>"), "give its name the ending .xlsx"),
    "a column twice": ("in.csv", b"id,group,Group\na,DO,DO\n", "The column group is there twice."),
    "blank lines": ("in.csv", b"\n,,,\n", "empty"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_class_list_is_refused_in_a_sentence(tmp_path, kind):
    name, data, says = UNREADABLE[kind]
    source = tmp_path / name
    source.write_bytes(data)

    assert says in refused(source)


def test_workbook_of_another_kind_is_not_written(workbook):
    assert "use XLSX or CSV" in refused(workbook(["a", "derm", "US MD"]), "out.ods")


@pytest.mark.parametrize(
    "text",
    [
        "id;specialty;group;factor\nMüller;Family Medicine;DO;\n".encode("cp1252"),
        "id\tspecialty\tgroup\r\nMüller\tFamily Medicine\tDO\r\n".encode("utf-16"),
        "sep=;\r\nid;specialty;group\r\nMüller;Family Medicine;DO\r\n".encode(),
        "\ufeffId , Specialty, Group\nMüller,Family Medicine,DO\n,,\n".encode(),
        '"id";"specialty";"group";"factor"\n"Müller";"FM";"DO";"low-class-rank"\n'.encode(),
    ],
)
def test_csv_is_understood_as_programs_save_it(derive_targets, text):
    assert [row["id"] for row in derive_targets(text)] == ["Müller"]


@pytest.mark.parametrize("name", ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_id_never_becomes_a_formula(derive_targets, tmp_path, name):
    text = f"id\tspecialty\tgroup\n{name}\tderm\tUS MD\n"

    assert derive_targets(text)[0]["id"] == f"'{name}"

    call_command("derive_targets", tmp_path / "in.csv", tmp_path / "out.xlsx", verbosity=0)
    cell = load_workbook(tmp_path / "out.xlsx").active["A2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_id_that_is_a_number_stays_as_it_is(derive_targets):
    assert derive_targets("id,specialty,group\n-12,derm,US MD\n")[0]["id"] == "-12"


def test_class_is_read_in_the_words_of_advisors(derive_targets, edition_with_projection):
    rows = derive_targets(
        "id,specialty,group,exam_date,test1,score1,taken1,test2,score2,taken2\n"
        "a,IM,US MD,5/1/2027,NBME 14,248,4/1/2027,Free 120,78%,4/28/2027\n"
        "b,ortho,DO,5/1/2027,UWSA2,253,4/20/2027,,,\n"
        "c,derm,non-US IMG,2027-05-01,,,,,,\n"
    )

    assert [row["state"] for row in rows] == ["possible", "possible", "no-tests"]
    assert [row["target"] for row in rows] == ["254", "256", "258"]
    assert [row["without_gain"] for row in rows] == ["247.2", "248.2", ""]
