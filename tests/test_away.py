"""While the database is away: what can be read, what cannot, and what each answer says."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.utils import timezone

from scores.editions import away as memory
from scores.editions import catalog
from scores.forms.sharing import new_form_token
from scores.models import Edition, Goal, Release
from tests.editions import publish
from tests.small_edition import insert_small

pytestmark = pytest.mark.django_db

QUERY = "specialty=dermatology&group=us-md-senior"
PAGES = [
    "/",
    f"/goal/?{QUERY}",
    f"/goal/?{QUERY}&edition=2025.1",
    "/compare/?group=us-img",
    "/benchmarks/",
    "/specialties/",
    "/specialties/dermatology/",
    "/sources/",
    "/method/",
    "/corrections/",
    "/editions/",
    "/editions/2025.1/",
]
SAYS = "The database cannot be reached. These are the figures of edition"
NOTE = re.compile(rf'<p class="[^"]*">{SAYS}.*?</p>', re.DOTALL)


def no_answer(execute, sql, params, many, context):
    raise OperationalError("the connection is lost")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """What is remembered once each of the pages was read."""
    memory._told.clear()
    with django_db_blocker.unblock():
        for page in PAGES:
            Client().get(page)
    return dict(memory._told)


@pytest.fixture
def lose_database(told, client, monkeypatch):
    """After each of the pages was read once."""
    monkeypatch.setattr(memory, "_told", dict(told))
    monkeypatch.setattr(memory, "_left_alone_until", 0.0)
    with ExitStack() as lost:

        def lose():
            lost.enter_context(connection.execute_wrapper(no_answer))
            return lost.close

        yield lose


@pytest.fixture
def away(lose_database):
    """Called, the database is there again."""
    return lose_database()


# What can be read


@pytest.mark.parametrize("page", PAGES)
def test_figures_are_shown_from_memory_and_the_page_says_so(client, away, page):
    response = client.get(page)

    assert response.status_code == 200
    assert SAYS in response.text
    assert response.text.count(SAYS) == 1
    assert response["X-Figures-Read-At"].startswith(f"{timezone.now():%Y-%m-%d}T")


def test_page_from_memory_is_the_page_but_for_what_it_says(client, lose_database):
    page = f"/goal/?{QUERY}"
    before = client.get(page).text

    lose_database()
    after, notes = NOTE.subn("", client.get(page).text)

    assert notes == 1
    assert after.split() == before.split()


def test_page_from_memory_is_kept_by_no_cache(client, lose_database):
    tag = client.get("/benchmarks/")["ETag"]

    lose_database()
    response = client.get("/benchmarks/", headers={"If-None-Match": tag})

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response


def test_part_of_the_page_says_so_too(client, away):
    response = client.get(f"/goal/?{QUERY}", headers={"HX-Request": "true"})

    assert response.text.count(SAYS) == 1


def test_json_says_so_in_a_header(client, lose_database):
    address = f"/goal.json?{QUERY}"
    before = client.get(address)

    lose_database()
    after = client.get(address)

    assert after.json() == before.json()
    assert "X-Figures-Read-At" not in before
    assert "X-Figures-Read-At" in after


def test_downloads_are_made_from_memory(client, away):
    response = client.get("/editions/2025.1/norms.csv")

    assert response.status_code == 200
    assert response["X-Figures-Read-At"]


@pytest.mark.parametrize("page", ["/privacy/", "/accessibility/", "/robots.txt", "/mine/"])
def test_pages_that_need_no_database_are_as_ever(client, away, page):
    assert client.get(page).status_code == 200


def test_release_ahead_begins_while_the_database_is_away(client, lose_database, monkeypatch):
    draft = insert_small("2027.1")
    publish(draft)
    now = timezone.now()
    Release.objects.create(edition=draft, begins=now + timedelta(hours=2))
    client.get("/")

    lose_database()
    before = client.get("/goal.json?" + QUERY).json()["edition"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=3))
    after = client.get("/goal.json?" + QUERY).json()["edition"]

    assert (before, after) == ("2026.1", "2027.1")


def test_database_that_did_not_answer_is_left_alone_for_a_while(client, away):
    asked = []
    client.get("/")

    with connection.execute_wrapper(lambda *question: asked.append(question)):
        client.get("/")

    assert asked == []


# What cannot


def test_edition_that_is_not_known_may_be_there_all_the_same(client, away):
    assert client.get("/editions/2031.1/").status_code == 503
    assert client.get(f"/goal/?{QUERY}&edition=2031.1").status_code == 503


@pytest.mark.parametrize("page", ["/g/a-token-of-someone/", "/editions/2025.1...2026.1/"])
def test_what_needs_the_database_gives_a_page_of_our_own(client, away, page):
    catalog._difference.cache_clear()  # no difference that another test asked for

    response = client.get(page)

    assert response.status_code == 503
    assert "<h1>Not at the moment</h1>" in response.text
    assert "noindex" in response.text
    assert (response["Retry-After"], response["Cache-Control"]) == ("10", "no-store")
    assert "X-Figures-Read-At" not in response


def test_json_of_a_goal_gives_a_sentence(client, away):
    response = client.get("/g/a-token-of-someone/goal.json")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response.json()["errors"]["database"][0].startswith("The database of this site cannot")


def test_worker_that_has_read_nothing_shows_no_figures(client, away, monkeypatch):
    monkeypatch.setattr(memory, "_told", {})

    assert client.get("/").status_code == 503
    assert client.get("/goal.json").json().keys() == {"errors"}


def test_share_that_failed_is_sent_again_with_all_that_was_chosen(client, lose_database):
    address = f"/goal/share/?{QUERY}"
    sent = {"once": new_form_token(), "shows": ["projection", "scores"], "lasts": "182"}
    regain = lose_database()
    refused = client.post(address, sent)

    regain()
    again = {
        name: [value for found, value in refused.context["sent"] if found == name]
        for name in ("once", "shows", "lasts")
    }
    answers = [client.post(address, again) for _ in range(2)]

    assert refused.status_code == 503
    assert "Send it again" in refused.text
    assert f'action="{address.replace("&", "&amp;")}"' in refused.text
    assert again == {"once": [sent["once"]], "shows": sent["shows"], "lasts": ["182"]}
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Goal.objects.count() == 1


def test_what_was_typed_comes_back_as_text(client, away):
    response = client.post("/g/a-token-of-someone/respond/", {"note": '"><script>'})

    assert 'name="note" value="&quot;&gt;&lt;script&gt;"' in response.text


def test_form_from_another_site_is_not_repeated(away):
    response = Client(enforce_csrf_checks=True).post("/goal/share/", {"once": "theirs"})

    assert response.status_code == 403
    assert "theirs" not in response.text


def test_password_is_not_repeated(away):
    sent = {"username": "editor", "password": "a password of mine"}
    response = Client(raise_request_exception=False).post("/admin/login/", sent)

    assert response.status_code == 503
    assert "a password of mine" not in response.text


def test_session_that_cannot_be_read_gives_the_same_page(away):
    visitor = Client(raise_request_exception=False)
    visitor.cookies["sessionid"] = "x" * 32

    response = visitor.get("/admin/")

    assert response.status_code == 503
    assert "<h1>Not at the moment</h1>" in response.text


def test_cookie_of_an_editor_is_no_reason_to_ask_the_database(client, away):
    client.cookies["sessionid"] = "x" * 32

    assert client.get("/").status_code == 200


def test_mistake_of_ours_is_not_taken_for_a_lost_database():
    with pytest.raises(IntegrityError) as mistake:
        Edition.objects.create(label="2026.1", as_of=timezone.now())

    assert not isinstance(mistake.value, memory.DATABASE_AWAY)


# Whether it lives, whether it is ready


def test_site_lives_but_is_not_ready(client, away):
    assert client.get("/livez").status_code == 200
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (
        503,
        "not ready: OperationalError\n",
    )


def test_site_is_ready_again_by_itself(client, away, monkeypatch):
    client.get("/")
    away()
    monkeypatch.setattr(memory, "_left_alone_until", 0.0)

    assert client.get("/readyz").text == "ready with edition 2026.1\n"
    assert SAYS not in client.get("/").text
