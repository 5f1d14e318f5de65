"""Reports as offices have them: workbooks and CSV in their own words, with the errors of people."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from scores.admin.columns import Columns
from scores.admin.headers import heading_of
from scores.editions.publish import begin_edition
from scores.models import CONTENT, MatchScore, NormPoint, NormTable, PassingStandard, Source
from tests.drafts import signed_in, url
from tests.editions import load_edition
from tests.people import person

REPORT = "nrmp-do-2028"

SPECIALTIES = {
    "Anesthesiology": "anesthesiology",
    "Child Neurology": "child-neurology",
    "Dermatology": "dermatology",
    "Diagnostic Radiology": "diagnostic-radiology",
    "Emergency Medicine": "emergency-medicine",
    "Family Medicine": "family-medicine",
    "Surgery, General": "general-surgery",
    "Internal Medicine": "internal-medicine",
    "Medicine/Pediatrics": "medicine-pediatrics",
    "Interventional Radiology": "interventional-radiology",
    "Neurosurgery": "neurological-surgery",
    "Neurology": "neurology",
    "Obstetrics & Gynecology": "obstetrics-gynecology",
    "Orthopedic Surgery": "orthopaedic-surgery",
    "ENT": "otolaryngology",
    "Pathology": "pathology",
    "pediatrics": "pediatrics",
    "PM&R": "physical-medicine-rehabilitation",
    "Plastic Surgery": "plastic-surgery",
    "PSYCHIATRY": "psychiatry",
    "Radiation Oncology": "radiation-oncology",
    "Vascular Surgery": "vascular-surgery",
}
"""As a report writes them, and their ids: 22, each with a row for the matched and the others."""


def figures(place, outcome):
    """Of the specialty in that place: n, first quartile, median, third quartile, mean."""
    median = 240 + place if outcome == "matched" else 230 + place
    return (1034 - 40 * place, median - 8, median, median + 7, median - 1)


EXPECTED = {
    (slug, outcome): figures(place, outcome)
    for place, slug in enumerate(SPECIALTIES.values())
    for outcome in ("matched", "unmatched")
}


@pytest.fixture(scope="module")
def draft(around_the_module):
    """A copy of all figures, with the report as a source."""
    load_edition("2026.2")
    draft = begin_edition(by=person("alice", "editor"), at=datetime(2028, 8, 1, tzinfo=UTC))
    Source.objects.create(
        edition=draft, slug=REPORT, title="Charting Outcomes: DO Seniors 2028", evidence="official"
    )
    return draft


@pytest.fixture
def editor(draft, db):
    return signed_in("alice")


def workbook(lines):
    book, file = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def preview(editor, model, draft, name, content, *, others="keep", **for_all):
    data = {"draft": draft.pk, "others": others, "format": "0", "resource": "0"}
    data |= {f"all-{column}": value for column, value in for_all.items()}
    data["import_file"] = SimpleUploadedFile(name, content)
    return editor.post(url(model, "import"), data)


def confirm(editor, model, previewed):
    form = previewed.context["confirm_form"]
    data = {name: form[name].value() for name in form.fields}
    return editor.post(url(model, "process_import"), data, follow=True)


def arrived(draft):
    """The rows of the report in the draft: what each is of, and its figures."""
    rows = MatchScore.objects.filter(edition=draft, source__slug=REPORT)
    assert {(row.cycle, row.group, row.sd, row.use, row.note) for row in rows} <= {
        ("2028", "us-do-senior", None, "benchmark", "")
    }
    return {
        (row.specialty.slug, row.outcome): (row.n, row.q1, row.median, row.q3, row.mean)
        for row in rows.select_related("specialty")
    }


# Side by side


WIDE = [
    ["Charting Outcomes in the Match: Senior Students of US DO Medical Schools, 2028"],
    [None, "Matched", None, None, None, None, "Did Not Match", None, None, None, None, None],
    ["Specialty", *["Number", "25th percentile", "Median", "75th percentile", "Mean"] * 2, "Rank"],
    *(
        [name, *figures(place, "matched"), *figures(place, "unmatched"), place + 1]
        for place, name in enumerate(SPECIALTIES)
    ),
    ["Source: NRMP, 2028."],
]

OF_THE_REPORT = {"cycle": "2028", "applicant_group": "us-do-senior", "source": REPORT}


def test_wide_workbook_becomes_a_row_for_each_outcome(editor, draft):
    previewed = preview(editor, MatchScore, draft, "report.xlsx", workbook(WIDE), **OF_THE_REPORT)

    understood = previewed.context["form"].understood
    assert previewed.context["result"].totals["new"] == 44
    assert understood.columns[:3] == (
        ("A", "Specialty", "Specialty"),
        ("B", "Number", "N, of the matched"),
        ("C", "25th percentile", "First quartile, of the matched"),
    )
    assert understood.columns[-1] == ("L", "Rank", "")
    assert understood.notes == (
        "The header ends on line 3; of what is above it, only titles of columns count.",
        "Each line becomes one row for the matched and one for the unmatched.",
        "Not read, with a single cell: line 26.",
    )
    assert arrived(draft) == {}

    confirm(editor, MatchScore, previewed)

    assert arrived(draft) == EXPECTED


def test_headers_that_name_the_outcome_are_understood_and_empty_halves_left_out(editor, draft):
    lines = [
        [
            "specialty",
            "Matched (n)",
            "Mean Step 2 CK score, matched",
            "Unmatched n",
            "Unmatched mean",
        ],
        ["Dermatology", 34, 250, 37, 244],
        ["Pathology", "1,070", "245.0", "–", ""],
    ]

    previewed = preview(editor, MatchScore, draft, "r.xlsx", workbook(lines), **OF_THE_REPORT)
    confirm(editor, MatchScore, previewed)

    assert arrived(draft) == {
        ("dermatology", "matched"): (34, None, None, None, 250),
        ("dermatology", "unmatched"): (37, None, None, None, 244),
        ("pathology", "matched"): (1070, None, None, None, 245),
    }


TWO_LINES = [
    ["Specialty", "Matched", None, "Unmatched", None],
    [None, "n", "Mean", "n", "Mean"],
    ["Dermatology", 34, 250, 37, 244],
    ["Pathology", 70, 245, None, None],
    ["Total", 104, 247, 37, 244],
]


def test_header_over_two_lines_is_one_header_and_a_total_is_no_row(editor, draft):
    previewed = preview(editor, MatchScore, draft, "r.xlsx", workbook(TWO_LINES), **OF_THE_REPORT)
    confirm(editor, MatchScore, previewed)

    assert previewed.context["form"].understood.columns == (
        ("A", "Specialty", "Specialty"),
        ("B", "n", "N, of the matched"),
        ("C", "Mean", "Mean, of the matched"),
        ("D", "n", "N, of the unmatched"),
        ("E", "Mean", "Mean, of the unmatched"),
    )
    assert previewed.context["form"].understood.notes[2:] == (
        "Not read, a total: line 5.",
        "Left out, without a figure: line 4, unmatched.",
    )
    assert arrived(draft) == {
        ("dermatology", "matched"): (34, None, None, None, 250),
        ("dermatology", "unmatched"): (37, None, None, None, 244),
        ("pathology", "matched"): (70, None, None, None, 245),
    }


# One row a line, with the errors of people


HEADER = [
    *("Preferred specialty", "Match year", "Applicant type", "Match status", "Number"),
    *("25th percentile", "Median", "75th percentile", "Average", "Reference", "Comments", None),
]


def long_lines():
    said = {"matched": "Matched", "unmatched": "Not matched"}
    group = ("US DO seniors", "DO", "us-do-senior")
    for place, (name, slug) in enumerate(SPECIALTIES.items()):
        for outcome, words in said.items():
            n, *scores = EXPECTED[slug, outcome]
            numbers = [f"{n:,}", *map(float, scores)]
            yield [name, 2028, group[place % 3], words, *numbers, REPORT, None, None]


ERRORS = {
    6: (0, "Dermatolgy"),
    9: (8, "24O"),
    12: (6, 2440),
    15: (4, "<5"),
    18: (3, "maybe"),
    21: (5, 299),
    24: (7, "25½"),
    27: (1, "2028/29"),
    30: (9, "nrmp-do-2082"),
    33: (11, "see below"),
}
"""By line: the place of a cell that somebody got wrong, and what is in it."""

TOLD = [
    ("A6", "Specialty", "There is no specialty “Dermatolgy” in edition 2028.1."),
    ("I9", "Mean", "“24O” is not a number."),
    ("G12", "Median", "Enter q1 and median and q3 and mean from 1 to 300."),
    ("E15", "N", "“<5” is no exact number. Leave the cell empty, and say it in the note."),
    ("D18", "Outcome", "“maybe” is not in the list."),
    ("F21 and G21 and H21", "First quartile, Median, Third quartile", "Enter quartiles and median"),
    ("H24", "Third quartile", "“25½” is not a number."),
    ("B27", "Cycle", "Ensure this value has at most 4 characters (it has 7)."),
    ("J30", "Source", "There is no source “nrmp-do-2082” in edition 2028.1."),
    ("L33", "", "“see below” is in a column without a name."),
]


def with_errors():
    lines = list(long_lines())
    for line, (place, text) in ERRORS.items():
        lines[line - 2][place] = text
    return lines


def test_ten_errors_are_told_by_cell_and_the_other_rows_arrive_equal(editor, draft):
    lines = with_errors()

    previewed = preview(editor, MatchScore, draft, "do.xlsx", workbook([HEADER, *lines]))

    faults = previewed.context["result"].faults
    assert [told[:2] for told in faults] == [told[:2] for told in TOLD]
    assert all(said[2].startswith(told[2]) for said, told in zip(faults, TOLD, strict=True))
    assert "Did you mean Dermatology?" in faults[0][2]
    assert "confirm_form" not in previewed.context
    assert arrived(draft) == {}

    good = [line for number, line in enumerate(lines, start=2) if number not in ERRORS]
    again = preview(editor, MatchScore, draft, "do.xlsx", workbook([HEADER, *good]))
    confirm(editor, MatchScore, again)

    keys = [key for number, key in enumerate(EXPECTED, start=2) if number not in ERRORS]
    assert arrived(draft) == {key: EXPECTED[key] for key in keys}


def test_fault_of_many_rows_is_told_once(editor, draft):
    lines = [[*line[:9], "nrmp-do-2082"] for line in long_lines()]

    previewed = preview(editor, MatchScore, draft, "do.xlsx", workbook([HEADER[:10], *lines]))

    (told,) = previewed.context["result"].faults
    assert told[0] == ", ".join(f"J{line}" for line in range(2, 14)) + " and 32 more"


# CSV of any delimiter and encoding


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig")],
)
def test_csv_of_any_separator_and_encoding_is_read(editor, draft, separator, encoding):
    file = io.StringIO()
    lines = [*long_lines()]
    lines[0][10] = "As printed – naïve"
    csv.writer(file, delimiter=separator).writerows([HEADER, *lines])

    previewed = preview(editor, MatchScore, draft, "do.csv", file.getvalue().encode(encoding))
    confirm(editor, MatchScore, previewed)

    row = MatchScore.objects.get(edition=draft, source__slug=REPORT, note__startswith="As")
    assert row.note == "As printed – naïve"
    MatchScore.objects.filter(pk=row.pk).update(note="")
    assert arrived(draft) == EXPECTED


# Other kinds


def test_passing_score_finds_the_one_before_as_its_form_does(editor, draft):
    lines = "Exam,Passing score,In force from\n2CK,224,7/1/2031\nStep 2 CK,221,7/1/2028\n"

    previewed = preview(editor, PassingStandard, draft, "marks.csv", lines.encode(), source=REPORT)
    confirm(editor, PassingStandard, previewed)

    marks = PassingStandard.objects.filter(edition=draft, source__slug=REPORT)
    assert [(mark.score, mark.previous_score) for mark in marks] == [(221, 218), (224, 221)]
    assert str(marks[0].effective_from) == "2028-07-01"


def test_look_at_a_source_dates_the_draft_as_its_form_does(editor, draft):
    today = datetime.now(UTC).date()
    looked = f"Slug,Checked on\n{REPORT},{today:%m/%d/%Y}\n"

    confirm(editor, Source, preview(editor, Source, draft, "s.csv", looked.encode()))

    draft.refresh_from_db()
    assert draft.as_of == today


def test_ends_of_a_norm_table_are_read_as_they_are_printed(editor, draft):
    source = Source.objects.get(edition=draft, slug=REPORT)
    table = NormTable.objects.create(
        edition=draft,
        exam="step2ck",
        window_from="2025-07-01",
        window_to="2028-06-30",
        population="US MD",
        source=source,
    )
    printed = b"Step 2 CK score;Percentile rank\n300;>99\n250;48\n100;<1\n"
    window = {"exam": "step2ck", "window_from": "7/1/2025", "window_to": "June 30, 2028"}

    wrong = preview(editor, NormPoint, draft, "n.csv", printed + b"2l0;7\n", **window)
    assert wrong.context["result"].faults == [("A5", "Score", "“2l0” is not a number.")]

    confirm(editor, NormPoint, preview(editor, NormPoint, draft, "n.csv", printed, **window))

    points = table.points.values_list("score", "percentile")
    assert [*points] == [(100, 0), (250, 48), (300, 100)]


def test_rows_left_out_are_removed_within_the_report_only(editor, draft):
    wide = workbook(WIDE)
    confirm(editor, MatchScore, preview(editor, MatchScore, draft, "r.xlsx", wide, **OF_THE_REPORT))
    others = MatchScore.objects.filter(edition=draft).exclude(source__slug=REPORT).count()
    shorter = workbook(WIDE[:-2])

    previewed = preview(
        editor, MatchScore, draft, "r.xlsx", shorter, others="remove", **OF_THE_REPORT
    )

    assert len(previewed.context["result"].removed) == 2
    confirm(editor, MatchScore, previewed)
    assert len(arrived(draft)) == 42
    assert MatchScore.objects.filter(edition=draft).exclude(source__slug=REPORT).count() == others


# Templates


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_every_header_of_a_template_is_understood(model):
    columns = Columns(model)

    heading = heading_of([(1, list(columns.titles.values()))], columns)

    assert [header.column for header in heading.headers] == list(columns.names)


def test_template_is_filled_in_with_what_it_offers(editor, draft):
    response = editor.get(url(MatchScore, "template"), {"of": draft.label})
    book = load_workbook(io.BytesIO(response.content))
    rows, lists = book["Rows"], book["Lists"]
    offered = {cell.value: lists.cell(2, cell.column).value for cell in lists[1]}
    for cell in rows[1]:
        rows.cell(2, cell.column, offered.get(cell.value))
    for title, value in {"Source": REPORT, "Cycle": 2028, "Median": 247}.items():
        place = next(cell.column for cell in rows[1] if cell.value == title)
        rows.cell(2, place, value)
    file = io.BytesIO()
    book.save(file)

    confirm(editor, MatchScore, preview(editor, MatchScore, draft, "t.xlsx", file.getvalue()))

    row = MatchScore.objects.get(edition=draft, source__slug=REPORT)
    assert (row.specialty.slug, row.group, row.outcome) == (
        "anesthesiology",
        "us-md-senior",
        "matched",
    )
    assert (row.median, row.use) == (247, "benchmark")
    assert len(rows.data_validations.dataValidation) == 5
    assert [cell.value for cell in book["Columns"][2]] == [
        "Cycle",
        "The year of the Match, as 2028. Empty where the source does not say.",
        "A text.",
    ]
