"""Answers and the target expected of each: attached to a draft, and run with its checks."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from scores.editions.reader import read_edition
from scores.editions.review import Review
from scores.forms.expected import read_expected
from scores.models import Edition, ExpectedValues, MatchScore
from tests.drafts import url
from tests.pages import text_of
from tests.test_editing import do, said

pytestmark = pytest.mark.database

DAY = date(2026, 12, 1)
DERMATOLOGY = "specialty=Dermatology, group=US MD"


def attach(who, draft, text, read="", **more):
    page = url(Edition, "expected", draft.pk)
    return who.post(page, {"text": text, "read": read, **more}, follow=True)


def target_of(draft):
    """What the draft gives now, told by a value that nobody expects."""
    return MatchScore.objects.get(
        edition=draft,
        specialty__slug="dermatology",
        group="us-md-senior",
        cycle="2026",
        outcome="matched",
    ).median


@pytest.mark.parametrize(
    "line",
    [
        f"{DERMATOLOGY} → 258",
        "specialty=dermatology&group=us-md-senior -> 258",
        "https://x.example/goal/?specialty=dermatology&group=US+MD&edition=2025.1#result => 258",
    ],
)
def test_answers_are_read_as_people_write_them(draft, line):
    (case,), problems = read_expected(f"# a comment\n\n{line}\n", read_edition(draft), DAY)

    assert problems == []
    assert (case.line, case.target) == (3, 258)
    assert (case.inputs["specialty"], case.inputs["group"]) == ("dermatology", "us-md-senior")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (DERMATOLOGY, "Line 1: write the answers, an arrow and the target"),
        (f"{DERMATOLOGY} → high", "Line 1: “high” is no target"),
        (f"{DERMATOLOGY} → 999", "Line 1: “999” is no target"),
        (f"{DERMATOLOGY} → 0002570", "Line 1: “0002570” is no target"),
        (f"{DERMATOLOGY} → 000257{'0' * 5000}", "Line 1: “"),
        ("Dermatology → 258", "Line 1: “Dermatology” names no answer"),
        ("specialty=Wizardry, group=US MD → 258", "Line 1: "),
    ],
)
def test_line_that_cannot_be_read_is_told(draft, line, says):
    cases, problems = read_expected(line, read_edition(draft), DAY)

    assert cases == []
    assert problems[0].startswith(says)


def test_expected_values_run_with_the_checks(editor, draft):
    right, wrong = target_of(draft), target_of(draft) + 3
    attached = attach(editor, draft, f"{DERMATOLOGY} → {right}\n{DERMATOLOGY} → {wrong}")

    assert said(attached)[-1] == "2 expected values run with the checks."
    says = f"The draft gives {right}, expected is {wrong}."
    assert [fault.says for fault in Review(draft, at=timezone.now()).faults] == [says]
    assert says in text_of(attached)
    with pytest.raises(CommandError, match="has 1 fault"):
        call_command("check_edition", draft.label)


def test_draft_that_gives_another_target_is_not_submitted(editor, draft):
    right = target_of(draft)
    attach(editor, draft, f"{DERMATOLOGY} → {right}")
    rows = MatchScore.objects.filter(edition=draft, specialty__slug="dermatology", cycle="2026")
    rows.filter(group="us-md-senior", outcome="matched").update(median=right + 4)

    refused = do(editor, draft, "submit", summary="New.", words="As announced.")

    assert f"The draft gives {right + 4}, expected is {right}." in said(refused)[-1]


def test_text_file_is_attached_by_a_reviewer(reviewer, draft):
    text = f"{DERMATOLOGY} → {target_of(draft)}\n"
    file = SimpleUploadedFile("expected.txt", text.encode(), content_type="text/plain")

    attach(reviewer, draft, "", file=file)

    there = ExpectedValues.objects.get(edition=draft)
    assert (there.by.username, there.text) == ("rob", text)
    assert not Review(draft, at=timezone.now()).faults


def test_what_cannot_be_read_attaches_nothing_and_is_kept_to_mend(editor, draft):
    response = attach(editor, draft, f"{DERMATOLOGY} → 258\nnonsense")

    assert "Line 2: write the answers" in text_of(response)
    assert "nonsense" in text_of(response)
    assert not ExpectedValues.objects.exists()


def test_others_attached_meanwhile_are_not_replaced_unseen(editor, reviewer, draft):
    attach(reviewer, draft, f"{DERMATOLOGY} → 258")

    refused = attach(editor, draft, f"{DERMATOLOGY} → 257")

    assert "Somebody attached others since you opened the page." in text_of(refused)
    assert f"{DERMATOLOGY} → 258" in text_of(refused)
    assert ExpectedValues.objects.get(edition=draft).by.username == "rob"


def test_empty_text_takes_them_away(editor, draft):
    attach(editor, draft, f"{DERMATOLOGY} → 258")
    stamp = ExpectedValues.objects.get(edition=draft).at.isoformat()

    attach(editor, draft, "", read=stamp)

    assert not ExpectedValues.objects.exists()


def test_published_edition_takes_no_expected_values(editor, published):
    assert attach(editor, published, f"{DERMATOLOGY} → 258").status_code == 403
