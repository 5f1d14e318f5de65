"""What goes with a link: its nickname and question, who reads what, and the advisor's list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from scores.editions.reader import published_edition
from scores.engine.answers import Answers
from scores.forms.goal import query_of
from scores.forms.sharing import new_form_token
from scores.goals.links import tokens_of
from scores.goals.redact import ALL, Shown
from scores.goals.share import respond, share_goal
from scores.goals.verify import verify
from scores.models import Goal, Response, Revision
from tests.pages import text_of
from tests.shared_goals import ANSWERS, NEXT_READING, NOW, read

pytestmark = pytest.mark.usefixtures("edition_with_projection")

ADDRESS = f"/goal/share/?{query_of(ANSWERS)}"
TODAY = datetime.now(UTC).date()
HOSTILE = '"><script>alert(1)</script>\u202e\r\nX-Evil: 1'
"""Of at most 60 letters, as a nickname."""


def share_as(client, **typed):
    """A goal as its student shares it in the browser, and its link."""
    sent = {"once": new_form_token(), "lasts": "365", "shows": ["projection", "scores"]}
    return client.post(ADDRESS, sent | typed).headers["Location"]


def answer(client, token, **typed):
    sent = {"once": new_form_token(), "name": "Dr A", "note": "Well done"}
    return client.post(f"/g/{token}/respond/", sent | typed)


@pytest.fixture
def count_queries():
    def count(visit):
        with CaptureQueriesContext(connection) as queries:
            visit()
        return len(queries)

    return count


# A nickname and a question


def test_nickname_heads_the_page_and_its_title(client):
    link = share_as(client, nickname="October plan")

    page = client.get(link).content.decode()

    assert "<h1><bdi>October plan</bdi></h1>" in page
    assert "<title>October plan: your shared goal · usmlegoals</title>" in page
    assert 'property="og:title" content="October plan: a shared goal"' in page


def test_goal_without_a_nickname_is_called_what_it_is(client, share):
    _, tokens = share()

    assert "<h1><bdi>A shared goal</bdi></h1>" in read(client, tokens["view"]).content.decode()


def test_question_is_for_those_who_may_answer(client, share):
    _, tokens = share(nickname="Plan", question="Move the date?\nOr not?")

    pages = {name: read(client, token).content.decode() for name, token in tokens.items()}

    assert "Move the date?<br>Or not?" in pages["respond"]
    assert "Your question" in pages["manage"]
    assert "Move the date?" not in pages["view"]


def test_nickname_and_question_are_no_part_of_the_digest(client, share):
    goal, tokens = share(nickname="Plan", question="Move the date?")
    stored = Revision.objects.values().get()

    sent = {"nickname": "Another", "question": "", "shows": ["scores"]}
    client.post(f"/g/{tokens['manage']}/change/", sent)

    goal.refresh_from_db()
    assert (goal.nickname, goal.question) == ("Another", "")
    assert Revision.objects.values().get() == stored
    assert verify(Revision.objects.get()).is_unaltered


def test_change_by_an_earlier_form_keeps_nickname_and_question(client, share):
    goal, tokens = share(nickname="Plan", question="Move the date?")

    client.post(f"/g/{tokens['manage']}/change/", {"shows": "scores"})

    goal.refresh_from_db()
    assert (goal.nickname, goal.question) == ("Plan", "Move the date?")


def test_form_shares_the_usual_unless_something_else_was_chosen(client):
    share_as(client, nickname="Plan", question="Why?", shows=[])

    goal = Goal.objects.get()

    assert (goal.nickname, goal.question) == ("Plan", "Why?")
    assert (goal.shows_projection, goal.shows_scores) == (False, False)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"nickname": "x" * 61}, "Enter a name of at most 60 characters."),
        ({"question": "x" * 501}, "Enter a question of at most 500 characters."),
    ],
)
def test_what_is_too_long_is_told_and_kept(client, typed, says):
    sent = {"once": new_form_token(), "lasts": "30"}

    page = client.post(ADDRESS, sent | typed)

    assert says in text_of(page)
    assert "x" * 60 in page.content.decode()
    assert not Goal.objects.exists()


# Hostile text


@pytest.mark.parametrize("permits", ["view", "respond", "manage"])
def test_hostile_text_is_plain_text_on_every_page(client, share, permits):
    manage = share_as(client, nickname=HOSTILE, question=HOSTILE).strip("/").split("/")[-1]
    goal = Goal.objects.get()
    respond(goal=goal, revision=1, submission="a", name=HOSTILE, note=HOSTILE)
    links = {"manage": manage}
    for name in ("respond", "view"):
        page = read(client, manage).content.decode()
        links[name] = (
            page.partition(f'id="link-{name}" value="')[2].partition('"')[0].split("/")[-2]
        )

    for path in ("", "try/", "verify/", "1/"):
        page = client.get(f"/g/{links[permits]}/{path}").content.decode()
        assert "<script>alert" not in page
        assert '"><script' not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for path in ("revise/", "delete/"):
        assert "<script>alert" not in client.get(f"/g/{manage}/{path}").content.decode()
    assert "<script>alert" not in client.get("/mine/").content.decode()


def test_hostile_nickname_ends_no_line_of_a_calendar_file(client, share):
    link = share_as(client, nickname=HOSTILE)

    response = client.get(f"{link}calendar.ics")

    assert "X-Evil" not in response.headers
    lines = response.content.decode().replace("\r\n ", "").splitlines()
    assert not [line for line in lines if line.startswith("X-Evil")]
    titles = [str(each["summary"]) for each in Calendar.from_ical(response.content).events]
    assert 'Step 2 CK exam ("><script>alert(1)</script> X-Evil: 1)' in titles


def test_nickname_in_a_preview_of_the_link_is_one_line_without_a_picture(client):
    link = share_as(client, nickname=HOSTILE)

    head = client.get(link).content.decode().partition("</head>")[0]

    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; X-Evil: 1: a shared goal" in head
    assert "og:image" not in head


# Who reads an answer


def test_form_says_who_reads_an_answer(client, share):
    _, tokens = share()

    page = text_of(read(client, tokens["respond"]))

    assert "Who reads this: the student, and whoever has the link to answer." in page


def test_link_that_may_only_look_shows_neither_name_nor_note_unless_chosen(client, share):
    _, tokens = share()
    answer(client, tokens["respond"], agreed_target="250")
    answer(client, tokens["respond"], name="Dr B", note="For all", is_public="on")

    pages = {name: text_of(read(client, token)) for name, token in tokens.items()}

    assert "An advisor" in pages["view"]
    assert "250" in pages["view"]
    assert "Dr A" not in pages["view"]
    assert "Well done" not in pages["view"]
    assert "For all" in pages["view"]
    for name in ("respond", "manage"):
        assert "Dr A" in pages[name]
        assert "Well done" in pages[name]


def test_note_alone_leaves_no_trace_on_the_link_that_may_only_look(client, share):
    _, tokens = share()

    answer(client, tokens["respond"])

    assert "An advisor" not in text_of(read(client, tokens["view"]))


def test_answer_of_the_first_release_is_shown_as_it_was(client, share):
    goal, tokens = share()
    Response.objects.create(goal=goal, revision=1, submission="a", name="Dr A", note="Well done")

    assert "Well done" in text_of(read(client, tokens["view"]))


# Other answers beside those that were shared


def test_variation_keeps_the_agreed_target_and_shows_before_and_after(client, share):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="Dr A", agreed_target=250)
    varied = query_of(replace(ANSWERS, readings=(*ANSWERS.readings, NEXT_READING)))

    same = text_of(client.get(f"/g/{tokens['respond']}/try/"))
    other = client.get(f"/g/{tokens['respond']}/try/?{varied}")

    assert "Before and after" in same
    rows = {row.name: row for row in other.context["rows"]}
    assert not rows["Target"].is_changed
    assert rows["You’re heading for"].is_changed
    assert rows["Chance of 250, as agreed"].is_changed
    assert "Agreed target: 250 , with Dr A . It stays." in text_of(other)
    assert Revision.objects.count() == 1


def test_variation_knows_no_more_than_the_link_shows(client, share):
    _, tokens = share(Shown())

    page = client.get(f"/g/{tokens['view']}/try/")

    assert "does not show the student’s practice tests" in text_of(page)
    assert "247" not in text_of(page)


def test_variation_of_wrong_answers_tells_what_is_wrong(client, share):
    _, tokens = share()

    page = text_of(client.get(f"/g/{tokens['view']}/try/?specialty=basketry&group=us-img"))

    assert "Before and after" not in page
    assert "basketry" in page


# The lists


def test_student_sees_at_once_that_an_answer_came_and_once_only(client):
    link = share_as(client)
    client.get(link)
    respond(goal=Goal.objects.get(), revision=1, submission="a", name="Dr A", agreed_target=250)

    assert "New answer" in text_of(client.get("/mine/"))
    assert "Read the answer" in text_of(client.get(link))
    assert "New answer" not in text_of(client.get("/mine/"))
    assert "Read the answer" not in text_of(client.get(link))


def test_advisor_who_answered_finds_the_link_again(share):
    _, tokens = share(nickname="October plan")
    advisor = Client()
    answer(advisor, tokens["respond"], look_again=str(TODAY), agreed_target="250")

    page = text_of(advisor.get("/mine/"))

    assert "Students you can answer October plan Look again now" in page
    assert "Agreed target: 250." in page
    assert "The figures have not changed: edition" in page
    assert tokens["manage"] not in advisor.get("/mine/").content.decode()


def test_advisor_keeps_a_link_and_takes_it_out(client, share):
    _, tokens = share()

    client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})
    assert "Not answered yet." in text_of(client.get("/mine/"))
    assert "Take it out" in text_of(read(client, tokens["respond"]))
    client.post(f"/g/{tokens['respond']}/keep/", {"do": "remove"})

    assert "There are none here." in text_of(client.get("/mine/"))


@pytest.mark.parametrize("permits", ["view", "manage"])
def test_only_a_link_to_answer_is_kept(client, share, permits):
    _, tokens = share()

    assert client.post(f"/g/{tokens[permits]}/keep/").status_code == 404


def test_advisors_list_is_in_the_order_of_the_days_to_look_again(client, share):
    for days, nickname in ((None, "Third"), (30, "Second"), (3, "First")):
        goal, tokens = share(nickname=nickname)
        client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})
        if days:
            day = TODAY + timedelta(days=days)
            respond(goal=goal, revision=1, submission=nickname, name="A", look_again=day)

    page = text_of(client.get("/mine/"))

    assert page.index("First") < page.index("Second") < page.index("Third")


def test_advisors_list_tells_what_changed_since_the_answer(client, share, revise):
    goal, tokens = share()
    respond(goal=goal, revision=1, submission="a", name="A", agreed_target=250)
    client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})
    revise(goal)

    page = text_of(client.get("/mine/"))

    assert "Since the last answer: the target is still 262; the projection went from" in page


def test_withdrawn_goal_leaves_the_advisors_list(client, share):
    _, tokens = share()
    client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})

    Goal.objects.update(revoked_at=NOW)

    assert "There are none here." in text_of(client.get("/mine/"))


def test_lists_ask_no_more_of_the_database_with_each_goal(client, share, count_queries):
    def visit():
        client.get("/mine/")

    _, tokens = share()
    client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})
    one = count_queries(visit)
    for _ in range(2):
        _, tokens = share()
        client.post(f"/g/{tokens['respond']}/keep/", {"do": "keep"})

    assert count_queries(visit) == one


def test_figure_that_no_longer_counts_says_why(client):
    manage = new_form_token()
    share_goal(
        manage=manage,
        answers=Answers(specialty="neurology", group="us-img"),
        edition=published_edition("2026.1"),
        shown=ALL,
        expires_at=NOW + timedelta(days=365),
        at=NOW,
    )

    page = text_of(client.get(f"/g/{tokens_of(manage)['respond']}/"))

    assert "The target would be 238 today, on edition 2026.2; then it was 252." in page
    assert (
        "No longer mean 252 of US IMGs who matched in neurology, 2024 (one secondary source; in "
        "2013 US IMGs lay 14 points below non-US IMGs in neurology"
    ) in page


def test_day_to_look_again_is_told_on_top_and_that_it_has_come(client, share):
    goal, tokens = share()
    address = f"/g/{tokens['respond']}/"
    respond(goal=goal, revision=1, submission="a", name="A", look_again=TODAY + timedelta(days=1))
    before = text_of(client.get(address))
    respond(goal=goal, revision=1, submission="b", name="B", look_again=TODAY)
    due = text_of(client.get(address))

    assert "Look again on" in before
    assert "it is time" not in before
    assert f"Look again on {TODAY:%B} {TODAY.day}, {TODAY.year}: it is time" in due


def test_same_tests_on_another_exam_date_are_said_to_count_less(client, share):
    _, tokens = share()
    later = replace(ANSWERS, exam_date=ANSWERS.exam_date + timedelta(days=30))

    page = client.get(f"/g/{tokens['respond']}/try/?{query_of(later)}")
    same = client.get(f"/g/{tokens['respond']}/try/?{query_of(ANSWERS)}")

    assert "the longer before the exam they were taken" in text_of(page)
    assert "the longer before" not in text_of(same)
