"""Rows from a file into a draft: previewed, all or none, and every fault by its cell."""

import csv
import re
import time
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scores.editions.lines import content_digest, content_lines, digest_of
from scores.models import CONTENT, Edit, MatchScore, NormPoint, PassingStandard, Source
from tests.drafts import rows_of, url
from tests.editions import publish

pytestmark = pytest.mark.database

MOST_SECONDS = 60
"""Of the processor, for a file of nonsense: far more than it takes, far less than cell by cell."""


def export(editor, model, edition):
    path = model.identity[0].removesuffix("__label")
    response = editor.get(url(model, "export"), {f"{path}__id__exact": edition.pk})
    assert response.status_code == 200
    return response.content


def preview(editor, model, draft, content, others="keep"):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("rows.csv", content, content_type="text/csv")
    data = {"draft": draft.pk, "import_file": file, "others": others, "format": "0"}
    return editor.post(url(model, "import"), data | {"resource": "0"})


def confirm(editor, model, previewed):
    form = previewed.context["confirm_form"]
    data = {name: form[name].value() for name in form.fields}
    return editor.post(url(model, "process_import"), data, follow=True)


def faults(response):
    """What the page says, be it of the file or of its rows."""
    html = response.content.decode()
    found = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", "", text).split()) for text in found]
    return [
        text
        for text in said
        if re.match(r"Line|[A-Z]+[0-9]+:", text) or re.search(r"\bfile\b", text)
    ]


def totals(response):
    return {name: many for name, many in response.context["result"].totals.items() if many}


def changed(content, old, new):
    text = content.decode()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_what_is_exported_comes_back_without_a_change(editor, draft, model):
    content = export(editor, model, draft)

    previewed = preview(editor, model, draft, content, others="remove")

    many = rows_of(model, draft).count()
    assert faults(previewed) == []
    assert totals(previewed) == {"skip": many}


def test_match_scores_are_previewed_rightly(
    editor, published, draft, django_assert_max_num_queries
):
    many = MatchScore.objects.filter(edition=published).count()
    content = export(editor, MatchScore, published)
    MatchScore.objects.filter(edition=draft, cycle="2026").delete()
    MatchScore.objects.filter(edition=draft, cycle="2024").update(n=7)
    there = {row.natural_key()[1:] for row in MatchScore.objects.filter(edition=draft)}
    before = content_digest(draft)

    with django_assert_max_num_queries(40 * many):  # of each row, not of each pair of rows
        previewed = preview(editor, MatchScore, draft, content)

    added = many - len(there)
    assert totals(previewed)["new"] == added
    assert sum(totals(previewed).values()) == many
    assert content_digest(draft) == before
    assert not Edit.objects.exists()

    confirm(editor, MatchScore, previewed)

    assert MatchScore.objects.filter(edition=draft).count() == many
    assert content_digest(draft) == digest_of_copy(published, draft)
    assert Edit.objects.filter(edition=draft, what="added").count() == added


def digest_of_copy(edition, draft):
    """The digest that the draft would have, had nobody touched it."""
    old, new = f'["{edition.label}"', f'["{draft.label}"'
    unsaid, day = '"checked_on": null', f'"checked_on": "{edition.as_of}"'
    lines = (line.replace(unsaid, day) for line in content_lines(edition))
    return digest_of(draft, [line.replace(old, new) for line in lines])


def test_new_and_changed_rows_are_shown_with_their_fields(editor, draft):
    content = export(editor, PassingStandard, draft)
    line = "step2ck,2028-07-01,kaplan-2026,no,,221,218,three-digit,\n"
    content = changed(content, ",218,214,", ",219,214,").encode() + line.encode()

    previewed = preview(editor, PassingStandard, draft, content)
    done = confirm(editor, PassingStandard, previewed)

    html = previewed.content.decode()
    assert totals(previewed) == {"new": 1, "update": 1, "skip": 9}
    assert "score 218 → 219" in html
    assert "1 added, 1 changed, 0 removed" in done.content.decode()
    assert PassingStandard.objects.filter(edition=draft, score__in=(219, 221)).count() == 2
    edit = Edit.objects.get(what="changed")
    assert edit.fields == [["score", "218", "219"]]


def test_rows_that_the_file_does_not_have_stay_unless_they_are_to_go(editor, draft):
    content = export(editor, PassingStandard, draft)
    shorter = b"\n".join(content.split(b"\n")[:-2]) + b"\n"

    kept = preview(editor, PassingStandard, draft, shorter)
    removed = preview(editor, PassingStandard, draft, shorter, others="remove")
    confirm(editor, PassingStandard, removed)

    assert totals(kept) == {"skip": 9}
    assert "1 row that the file does not have" in kept.content.decode()
    assert totals(removed) == {"skip": 9, "delete": 1}
    assert PassingStandard.objects.filter(edition=draft).count() == 9


def test_row_that_others_refer_to_is_not_removed(editor, draft):
    content = export(editor, Source, draft)
    lines = [line for line in content.decode().splitlines() if not line.startswith("kaplan-2026,")]

    previewed = preview(editor, Source, draft, "\n".join(lines), others="remove")

    assert "is not in the file, and cannot be removed" in str(faults(previewed))
    assert "confirm_form" not in previewed.context


HEAD = "exam,effective_from,source,score,previous_score,reporting\n"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("step2ck,2028-07-01,kaplan-2026,high,218,", "D3: Score: “high” is not a number."),
        ("step2ck,2028-07-01,kaplan-2026,421,218,", "D3: Score: Enter score and previous"),
        ("step2ck,2028-13-01,kaplan-2026,221,218,", "B3: Effective from: “2028-13-01” is not a"),
        ("step9,2028-07-01,kaplan-2026,221,218,", "A3: Exam: “step9” is not in the list."),
        ("step2ck,2028-07-01,nobody,221,218,", "C3: Source: There is no source “nobody” in"),
        ("step1,2028-07-01,kaplan-2026,221,218,", "B3: Effective from: This row is on line 2 alr"),
        ("step2ck,2028-07-01,kaplan-2026", "D3: Score: This is empty, and has to be given."),
        ("step2ck,2028-07-01,kaplan-2026,221,218,,9", "G3: “9” is in a column without a name."),
        ("step2ck,2028-07-01,,221,218,", "C3: Source: This is empty, and has to be given."),
        ("step2ck,2028-07-01,=cmd(),221,218,", "“=cmd()” in edition"),
    ],
)
def test_one_bad_row_changes_nothing_and_is_named_by_its_line(editor, draft, rows, says):
    before = content_digest(draft)
    good = "step1,2028-07-01,kaplan-2026,199,196,pass-fail\n"

    previewed = preview(editor, PassingStandard, draft, f"{HEAD}{good}{rows}\n")

    assert says in str(faults(previewed))
    assert "confirm_form" not in previewed.context
    assert content_digest(draft) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (HEAD.encode("utf-16"), "The file has no rows below its header."),
        (b"PK\x03\x04\x00\x00", "it is a workbook: give its name the ending .xlsx."),
        ((HEAD + "step2ck,2028-07-01,x,1,1,y\n" * 100_000).encode(), "more than 1,000 rows"),
        (b"x" * 5_000_001, "The file is larger than 5 MB"),
        (HEAD.encode(), "The file has no rows below its header."),
        (b"exam,score\nstep1,5\n", "There is no column “Effective from”, by which a row is known."),
        (b"exam,effective_from,scoer\nstep1,5,1\n", "C: is “scoer” the column “Score”?"),
        (b"exam,effective_from,exam\nstep1,5,1\n", "Columns A and C are both “Exam”."),
        (b'exam,effective_from\n"step1,5\n', "unexpected end of data"),
        (b"", "empty"),
        pytest.param(
            b"," * 4_900_000, "No line of the file names a column", marks=pytest.mark.slow
        ),
        pytest.param(b"exam," * 900_000, "no column “Effective from”", marks=pytest.mark.slow),
        pytest.param(
            b"\n" * 4_900_000, "No line of the file names a column", marks=pytest.mark.slow
        ),
    ],
    ids=range(13),
)
def test_file_that_is_none_is_refused_with_a_sentence(editor, draft, content, says):
    before, began = content_digest(draft), time.process_time()

    previewed = preview(editor, PassingStandard, draft, content)

    assert previewed.status_code == 200
    assert says in str(previewed.context["form"].errors)
    assert time.process_time() - began < MOST_SECONDS
    assert len(previewed.content) < 60_000
    assert content_digest(draft) == before


def test_nothing_is_imported_into_a_published_edition(editor, published, draft):
    content = export(editor, PassingStandard, published)

    previewed = preview(editor, PassingStandard, published, content)

    assert "draft" in previewed.context["form"].errors
    assert content_digest(published) == published.digest


def test_preview_is_not_confirmed_once_the_draft_is_published(editor, draft):
    content = export(editor, PassingStandard, draft)
    row = "step2ck,2028-07-01,kaplan-2026,no,,221,218,three-digit,\n"
    previewed = preview(editor, PassingStandard, draft, content + row.encode())
    publish(draft)

    confirm(editor, PassingStandard, previewed)

    assert not PassingStandard.objects.filter(edition=draft, score=221).exists()


def test_preview_is_confirmed_once(editor, draft):
    content = export(editor, PassingStandard, draft)
    row = "step2ck,2028-07-01,kaplan-2026,no,,221,218,three-digit,\n"
    previewed = preview(editor, PassingStandard, draft, content + row.encode())

    confirm(editor, PassingStandard, previewed)
    again = confirm(editor, PassingStandard, previewed)

    assert "The preview is gone: send the file again." in again.content.decode()
    assert PassingStandard.objects.filter(edition=draft, score=221).count() == 1


def test_row_that_went_wrong_since_the_preview_stops_the_whole_import(editor, draft):
    content = export(editor, PassingStandard, draft)
    rows = "step2ck,2028-07-01,cox-2026,no,,221,218,three-digit,\n"
    Source.objects.create(edition=draft, slug="cox-2026", title="Cox", evidence="vendor")
    previewed = preview(editor, PassingStandard, draft, content + rows.encode())
    Source.objects.filter(edition=draft, slug="cox-2026").delete()

    done = confirm(editor, PassingStandard, previewed)

    assert "Nothing was imported. C12: There is no source “cox-2026”" in done.content.decode()
    assert not PassingStandard.objects.filter(edition=draft, score=221).exists()


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "\t=1"])
def test_formulae_are_defused_on_their_way_out(editor, draft, note):
    PassingStandard.objects.filter(edition=draft, score=218).update(note=note)

    content = export(editor, PassingStandard, draft)

    cells = [cell for row in csv.reader(StringIO(content.decode())) for cell in row]
    assert f"'{note}" in cells
    assert note not in cells


def test_column_that_is_missing_is_told_by_line(editor, draft):
    rows = "exam,effective_from,score,previous_score\nstep2ck,2028-07-01,221,218\n"

    previewed = preview(editor, PassingStandard, draft, rows)

    assert faults(previewed) == ["Line 2: Source: This is empty, and has to be given."]


def test_norm_points_find_their_table(editor, draft):
    rows = "exam,window_from,window_to,score,percentile\nstep2ck,2020-01-01,2020-12-31,250,50\n"

    previewed = preview(editor, NormPoint, draft, rows)

    assert "A2: Exam: There is no such table in 2026.2." in faults(previewed)


def test_file_of_several_editions_is_not_exported(editor, published):
    response = editor.get(url(MatchScore, "export"), follow=True)

    assert "Choose one edition in the filter" in response.content.decode()


def test_somebody_who_only_reads_imports_nothing(client, django_user_model, draft):
    client.force_login(django_user_model.objects.create_user("eve", is_staff=True))

    assert client.get(url(PassingStandard, "import")).status_code == 403
    assert client.get(url(PassingStandard, "export")).status_code == 403
