"""Questions of the articles, answered from the figures, and the examples of the start page."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from scores.editions.reader import current_edition, published_edition
from scores.views.questions import examples_of
from scores.wording.questions import QUESTIONS, answered
from tests.editions import publish_copy
from tests.pages import Page, text_of
from tests.shared_goals import raise_median

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()


@pytest.fixture
def answers(edition_with_projection):
    return {question.id: answer for question, answer in answered(edition_with_projection, TODAY)}


def test_every_question_is_answered_with_figures(answers):
    assert list(answers) == [question.id for question in QUESTIONS]
    for answer in answers.values():
        assert answer.cited
        assert answer.says.endswith(".")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("good-score", "typically had 258 in dermatology and 244 in family medicine."),
        ("passing-score", "218 for Step 2 CK, since July 1, 2025 and 200 for Step 3"),
        ("curved", "No: whoever has 218 or more passes, however others do; 98% of US MD"),
        ("report-day", "Mostly within 4 weeks of the exam; allow 8 weeks."),
        ("score-report", "two scores in three would differ by less than 6 points."),
        ("fail", "4 attempts per Step, at most 3 within 12 months; 70% of US MD students"),
        ("imgs", "non-US IMGs had 245, US MD seniors 250 (2024). But fewer match: 56.4% against"),
        ("prestige", "85.1% of directors cite letters"),
    ],
)
def test_answer_says_what_is_on_record(answers, question, says):
    assert says in answers[question].says


def test_answer_on_the_report_tells_of_its_profile(answers):
    assert "The performance profile" in answers["score-report"].more


def test_answer_follows_its_figure(edition_2026):
    publish_copy("2027.1", raise_median)

    newest = dict(answered(current_edition(at=datetime.now(UTC)), TODAY))

    good = next(answer for question, answer in newest.items() if question.id == "good-score")
    assert "had 260 in dermatology" in good.says


def test_answer_without_its_figures_is_left_out():
    earlier = {question.id for question, _ in answered(published_edition("2025.1"), TODAY)}

    assert "prestige" not in earlier
    assert "passing-score" in earlier


def test_passing_score_is_that_of_the_day(edition_with_projection):
    then = dict(answered(edition_with_projection, date(2025, 1, 1)))

    answer = next(answer for question, answer in then.items() if question.id == "passing-score")
    assert "214 for Step 2 CK, since July 1, 2022" in answer.says


def test_page_of_questions_is_read_by_search_engines(client, edition_with_projection):
    page = client.get("/questions/").content.decode()

    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert told["@type"] == "FAQPage"
    assert [each["name"] for each in told["mainEntity"]] == [each.asks for each in QUESTIONS]
    assert "noindex" not in page
    assert "/questions/" in client.get("/sitemap.xml").content.decode()


def test_start_page_leads_to_each_answer(client, edition_with_projection):
    start = Page(client.get("/"))
    there = Page(client.get("/questions/"))

    for question in QUESTIONS:
        assert f'href="/questions/#{question.id}"' in start.source
        assert question.id in there.ids


def test_examples_are_what_their_pages_say(client, edition_with_projection):
    examples = examples_of(edition_with_projection, TODAY)

    assert [each.who for each in examples] == [
        "You plan the exam",
        "You choose a specialty",
        "You have your score",
    ]
    for example in examples:
        page = client.get(example.address)
        assert page.status_code == 200
        if example.link == "See this result":
            assert example.headline in text_of(page)
            assert not page.context["query"].errors
        else:
            targets = re.findall(r": (\d+)\.", example.says)
            assert len(targets) == 3
            assert all(target in text_of(page) for target in targets)
