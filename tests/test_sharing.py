"""Shared goals: who may open what, what stays as it was, and what two of the same become."""

import json
import random
import re
import secrets
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from scores.engine.answers import Answers
from scores.forms.goal import query_of
from scores.forms.sharing import new_form_token
from scores.goals.links import open_goal, token_hash, tokens_of
from scores.goals.redact import Shown
from scores.goals.share import (
    BATCH,
    MOST_REVISIONS,
    MOST_SHARES,
    MOST_SPENT,
    SWEEP,
    GoalRefused,
    TooOften,
    count_bytes,
    count_use,
    purge_goals,
    respond,
    revise_goal,
    revoke_goal,
)
from scores.goals.verify import derived_again, verify
from scores.models import Capability, Goal, Response, Revision, Throttle
from scores.wording import record as writer
from scores.wording.said import Words
from tests.pages import text_of
from tests.shared_goals import ANSWERS, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.database]

QUERY = query_of(ANSWERS)
WHO = {"specialty": ANSWERS.specialty, "group": ANSWERS.group}


@pytest.fixture
def shared(share):
    return share(Shown())


@pytest.fixture
def goal(shared):
    return shared[0]


@pytest.fixture
def tokens(shared):
    return shared[1]


def post_share(client, once, **data):
    return client.post(f"/goal/share/?{QUERY}", {"once": once, "lasts": "365", **data})


class TestTokens:
    def test_only_hashes_are_stored(self, goal, tokens):
        stored = {row.token_hash: row.permits for row in Capability.objects.all()}

        assert stored == {token_hash(token): permits for permits, token in tokens.items()}
        assert len(set(tokens.values())) == 3
        assert all(len(token) == 30 for token in tokens.values())

    def test_weaker_tokens_do_not_lead_to_stronger_ones(self, tokens):
        for weak in ("view", "respond"):
            assert tokens["manage"] not in tokens_of(tokens[weak]).values()
        assert tokens["respond"] not in tokens_of(tokens["view"]).values()

    def test_random_and_near_misses_open_nothing(self, tokens):
        chance = random.Random(1)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

        def near_miss(token):
            at = chance.randrange(len(token))
            other = chance.choice(letters.replace(token[at], ""))
            return token[:at] + other + token[at + 1 :]

        tried = [secrets.token_urlsafe(22) for _ in range(5000)]
        tried += [near_miss(chance.choice(list(tokens.values()))) for _ in range(4990)]
        tried += [tokens["view"][:-1], tokens["view"] + "A", tokens["view"].swapcase()]
        tried += ["", " ", "view", "%", "\0", "é", tokens["manage"].lower()]
        assert len(tried) == 10_000

        assert not Capability.objects.filter(
            token_hash__in=[token_hash(token) for token in tried]
        ).exists()
        assert all(open_goal(token, at=NOW) is None for token in tried[:200] + tried[-200:])

    DOORS = {
        # door: (method, which tokens it lets in)
        "": ("get", {"view", "respond", "manage"}),
        "1/": ("get", {"view", "respond", "manage"}),
        "goal.json": ("get", {"view", "respond", "manage"}),
        "1/goal.json": ("get", {"view", "respond", "manage"}),
        "verify/": ("get", {"view", "respond", "manage"}),
        "1/verify/": ("get", {"view", "respond", "manage"}),
        "respond/": ("post", {"respond", "manage"}),
        "revise/": ("get", {"manage"}),
        "change/": ("post", {"manage"}),
        "delete/": ("get", {"manage"}),
        "responses/1/delete/": ("post", {"manage"}),
    }

    @pytest.mark.parametrize("permits", ["view", "respond", "manage", "wrong"])
    @pytest.mark.parametrize("door", DOORS)
    def test_each_opens_its_own_doors_only(self, client, tokens, door, permits):
        method, lets_in = self.DOORS[door]
        token = tokens.get(permits, "A" * 30)

        response = getattr(client, method)(f"/g/{token}/{door}")

        assert (response.status_code != 404) is (permits in lets_in)

    def test_wrong_expired_and_revoked_look_alike(self, client, goal, tokens):
        def answer(token):
            answers = [client.get(f"/g/{token}/{page}") for page in ("", "verify/", "qr.svg")]
            for response in answers:
                del response.headers["X-Request-ID"]  # another for every request
            return [(each.status_code, each.content, dict(each.headers)) for each in answers]

        wrong = answer("A" * 30)
        revoke_goal(goal=goal, at=NOW)
        revoked = answer(tokens["view"])
        Goal.objects.update(revoked_at=None, expires_at=NOW - timedelta(seconds=1))
        expired = answer(tokens["view"])

        assert {status for status, *_ in wrong} == {404}
        assert wrong == revoked == expired
        assert client.get(f"/g/{tokens['manage']}/").status_code == 200


class TestSharing:
    def test_server_derives_what_it_stores(self, client, edition_with_projection):
        once = new_form_token()

        response = post_share(client, once, target="300", result="{}", digest="0" * 64)

        revision = Revision.objects.get()
        record = json.loads(revision.result)
        assert response.status_code == 302
        assert (revision.number, revision.edition, revision.target) == (1, "2026.2", 262)
        assert record["target"]["without_factors"] == 258
        assert record["inputs"] == json.loads(revision.inputs)
        assert revision.mean == record["projection"]["mean"]

    def test_goal_without_practice_tests_can_be_shared(self, client):
        client.post("/goal/share/?specialty=psychiatry&group=us-img", {"once": new_form_token()})

        assert Revision.objects.get().mean is None

    def test_form_sent_twice_is_one_goal(self, client):
        once = new_form_token()

        first, second = post_share(client, once), post_share(client, once)

        assert first["Location"] == second["Location"]
        assert Goal.objects.count() == Revision.objects.count() == 1

    @pytest.mark.parametrize("once", ["", "mine", "x" * 5000, "a:b:c"])
    def test_form_that_is_not_ours_shares_nothing(self, client, once):
        response = post_share(client, once)

        assert response.status_code == 200
        assert not Goal.objects.exists()

    def test_answers_that_are_wrong_go_back_to_the_form(self, client):
        response = client.post("/goal/share/?specialty=urology", {"once": new_form_token()})

        assert response["Location"] == "/goal/?specialty=urology"
        assert not Goal.objects.exists()

    def test_browser_remembers_its_newest_fifty(self, client):
        for _ in range(51):
            Throttle.objects.all().delete()
            post_share(client, new_form_token())

        cookie = client.cookies["goals"]
        assert len(cookie.value) < 4000
        assert cookie["httponly"]
        assert client.get("/mine/").content.decode().count("/g/") >= 50
        assert "/g/" not in Client().get("/mine/").content.decode()

    def test_altered_cookie_is_forgotten(self, client):
        post_share(client, new_form_token())
        client.cookies["goals"] = client.cookies["goals"].value[:-3] + "abc"

        assert client.get("/mine/").status_code == 200


class TestWhatIsShown:
    def test_link_shows_the_target_only_unless_more_is_chosen(self, client, tokens):
        record = client.get(f"/g/{tokens['view']}/goal.json").json()

        assert record["target"]["score"] == 262
        assert record["projection"] is None
        assert record["inputs"]["tests"] == []
        assert "failed-exam" not in json.dumps(record)

    def test_owner_sees_everything(self, client, edition_with_projection, tokens):
        record = client.get(f"/g/{tokens['manage']}/goal.json").json()

        assert record["inputs"]["tests"][0]["score"] == 247
        assert record["projection"]

    @pytest.mark.parametrize("permits", ["view", "respond"])
    def test_page_holds_nothing_that_is_not_shown(self, client, tokens, permits):
        page = client.get(f"/g/{tokens[permits]}/?show=all").content.decode()
        page = re.sub(r' data-readings="[^"]*"', "", page)  # every score of the scale

        assert "262" in page
        assert "NBME 14" not in page.replace("<option", "")
        assert not re.search(r"\b247\b", page)
        assert "failed-exam" not in page

    def test_owner_changes_what_is_shown(self, client, tokens):
        client.post(f"/g/{tokens['manage']}/change/", {"shows": ["scores"], "lasts": "30"})

        record = client.get(f"/g/{tokens['view']}/goal.json").json()
        assert record["inputs"]["tests"][0]["score"] == 247
        assert Goal.objects.get().expires_at < NOW + timedelta(days=31)


class TestRevisions:
    def test_revision_leaves_the_earlier_ones(self, client, goal, tokens, edition_2026):
        before = Revision.objects.values().get()
        changed = Answers(specialty="psychiatry", group="us-img")

        revise_goal(goal=goal, submission="a", answers=changed, edition=edition_2026, at=NOW)
        revise_goal(goal=goal, submission="a", answers=changed, edition=edition_2026, at=NOW)

        assert Revision.objects.values().get(number=1) == before
        assert Revision.objects.count() == 2
        view = tokens["view"]
        assert client.get(f"/g/{view}/goal.json").json()["about"]["specialty"] == "Psychiatry"
        assert client.get(f"/g/{view}/1/goal.json").json()["about"]["specialty"] == "Dermatology"
        assert client.get(f"/g/{view}/3/").status_code == 404

    @pytest.mark.parametrize("days", [0, 3])
    def test_revision_with_the_same_answers_is_refused(self, goal, edition_2026, days):
        later = NOW + timedelta(days=days)

        with pytest.raises(GoalRefused, match="Nothing has changed yet"):
            revise_goal(goal=goal, submission="a", answers=ANSWERS, edition=edition_2026, at=later)

        assert Revision.objects.count() == 1

    def test_number_of_revisions_has_an_end(self, goal, edition_2026):
        Revision.objects.update(number=100)

        with pytest.raises(GoalRefused):
            revise_goal(goal=goal, submission="b", answers=ANSWERS, edition=edition_2026, at=NOW)

    @pytest.mark.parametrize("revisions", [1, 50])
    def test_page_costs_few_queries(
        self, client, goal, tokens, django_assert_max_num_queries, revisions
    ):
        first = Revision.objects.get()
        for number in range(2, revisions + 1):
            first.pk, first.number, first.submission = None, number, str(number)
            first.save(force_insert=True)
        client.get(f"/g/{tokens['view']}/")

        with django_assert_max_num_queries(6):
            response = client.get(f"/g/{tokens['view']}/")

        assert response.status_code == 200


class TestResponses:
    def answer(self, client, tokens, once=None, **data):
        form = {"once": once or new_form_token(), "name": "Dr A", "note": "Well done"} | data
        return client.post(f"/g/{tokens['respond']}/respond/", form)

    def test_response_stands_beside_the_result(self, client, tokens):
        before = Revision.objects.values().get()

        response = self.answer(client, tokens, agreed_target="255", look_again="2027-03-01")

        answered = Response.objects.get()
        assert response.status_code == 303
        assert response["Location"] == f"/g/{tokens['respond']}/#sent-{answered.pk}"
        assert (answered.agreed_target, answered.look_again) == (255, date(2027, 3, 1))
        assert Revision.objects.values().get() == before
        assert "Well done" in client.get(f"/g/{tokens['manage']}/").content.decode()

    def test_response_sent_twice_is_one(self, client, tokens):
        once = new_form_token()

        self.answer(client, tokens, once)
        self.answer(client, tokens, once)

        assert Response.objects.count() == 1

    @pytest.mark.parametrize(
        "data",
        [
            {"name": ""},
            {"name": "x" * 101},
            {"note": ""},
            {"note": "x" * 5001},
            {"agreed_target": "301"},
            {"agreed_target": "0"},
            {"agreed_target": "1e9"},
            {"look_again": "2027-02-31"},
            {"once": "not ours"},
        ],
    )
    def test_response_with_a_fault_is_not_kept(self, client, tokens, data):
        response = self.answer(client, tokens, **data)

        assert response.status_code == 200
        assert not Response.objects.exists()

    @pytest.mark.parametrize(
        "note",
        ["<script>alert(1)</script>", "عربي", "हिन्दी", "🎓" * 100, "x" * 5000, "a\nb"],
        ids=["markup", "arabic", "hindi", "emoji", "long", "lines"],
    )
    def test_note_is_shown_as_plain_text(self, client, tokens, note):
        self.answer(client, tokens, note=note)

        page = client.get(f"/g/{tokens['respond']}/").content.decode()
        assert Response.objects.get().note == note
        assert "<script>alert" not in page
        assert note.split("\n")[0].replace("<", "&lt;").replace(">", "&gt;") in page

    def test_owner_deletes_a_response(self, client, goal, tokens):
        answered = respond(goal=goal, revision=1, submission="a", name="A", note="b")

        client.post(f"/g/{tokens['manage']}/responses/{answered.pk}/delete/")

        assert not Response.objects.exists()

    def test_response_of_another_goal_stays(self, client, goal, tokens, share):
        other, _ = share()
        theirs = respond(goal=other, revision=1, submission="a", name="A", note="b")

        client.post(f"/g/{tokens['manage']}/responses/{theirs.pk}/delete/")

        assert Response.objects.count() == 1


class TestVerify:
    @pytest.mark.parametrize("field", ["inputs", "result", "edition", "engine"])
    def test_every_altered_byte_is_told(self, goal, field):
        revision = Revision.objects.get()
        printed, text = revision.digest, getattr(revision, field)

        for at in range(0, len(text), max(1, len(text) // 40)):
            setattr(revision, field, text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :])
            assert not verify(revision, printed=printed).is_unaltered

    def test_row_altered_with_its_digest_differs_from_the_print(self, goal):
        revision = Revision.objects.get()
        printed = revision.digest
        revision.result = revision.result.replace("262", "240")
        revision.digest = verify(revision).digest

        assert verify(revision).is_unaltered
        assert verify(revision).is_derived is False
        assert not verify(revision, printed=printed).is_unaltered

    def test_goal_is_verified_in_other_words(self, goal, monkeypatch):
        monkeypatch.setattr(writer, "said", lambda facts: Words("Title", "In other words."))
        monkeypatch.setattr(writer, "people", lambda row: "other people")
        revision = Revision.objects.get()

        again = derived_again(json.loads(revision.inputs), revision.edition)

        assert again["steps"][0]["says"] == "In other words."
        assert verify(revision).is_derived is True

    def test_goal_of_other_rules_that_give_the_same_numbers_is_verified(self, goal):
        revision = Revision.objects.get()
        revision.engine = "0.9"

        assert verify(revision).is_derived is True

    def test_other_rules_are_named_as_the_reason_for_other_numbers(self, goal):
        revision = Revision.objects.get()
        revision.engine = "0.9"
        revision.result = revision.result.replace("262", "240")

        verdict = verify(revision)

        assert verdict.is_derived is None
        assert "0.9" in verdict.says[1]


class TestEndOfAGoal:
    def test_delete_removes_everything(self, client, goal, tokens):
        respond(goal=goal, revision=1, submission="a", name="A", note="b")

        asked = client.get(f"/g/{tokens['manage']}/delete/")
        client.post(f"/g/{tokens['manage']}/delete/")

        assert asked.status_code == 200
        assert not any(model.objects.exists() for model in (Goal, Revision, Response, Capability))

    def test_form_sent_again_brings_nothing_back(self, client):
        once = new_form_token()
        manage = post_share(client, once)["Location"].split("/")[2]
        client.post(f"/g/{manage}/delete/")

        again = post_share(client, once)

        assert again.status_code == 200
        assert "The goal that this form shared was deleted." in text_of(again)
        assert not Goal.objects.exists()
        fresh = re.search(r'name="once" value="([^"]+)"', again.content.decode())[1]
        assert post_share(client, fresh).status_code == 302

    def test_answer_sent_again_after_it_was_deleted_does_not_come_back(self, client, tokens):
        form = {"name": "A", "note": "b", "once": new_form_token()}
        client.post(f"/g/{tokens['respond']}/respond/", form)
        client.post(f"/g/{tokens['manage']}/responses/{Response.objects.get().pk}/delete/")

        again = client.post(f"/g/{tokens['respond']}/respond/", form)

        assert "The answer that this form sent was deleted." in text_of(again)
        assert not Response.objects.exists()

    def test_revoked_goal_can_be_given_back(self, client, tokens):
        manage, view = tokens["manage"], tokens["view"]

        client.post(f"/g/{manage}/change/", {"do": "revoke"})
        assert client.get(f"/g/{view}/").status_code == 404

        client.post(f"/g/{manage}/change/", {"do": "restore"})
        assert client.get(f"/g/{view}/").status_code == 200

    def test_many_expired_goals_are_purged_in_batches(self, goal, django_assert_max_num_queries):
        Goal.objects.bulk_create(Goal(expires_at=NOW) for _ in range(2 * BATCH + 1))
        Throttle.objects.bulk_create(
            Throttle(key=f"{number}", window=NOW - timedelta(hours=3))
            for number in range(BATCH + 1)
        )

        with django_assert_max_num_queries(100):
            assert purge_goals(at=NOW) == (2 * BATCH + 1, BATCH + 1)
        assert list(Goal.objects.all()) == [goal]


class TestLimits:
    def test_use_is_counted_for_each_address_and_hour(self):
        def use(address, at=NOW):
            count_use(action="share", address=address, most=2, at=at)

        use("192.0.2.1")
        use("192.0.2.1")
        use("192.0.2.2")
        with pytest.raises(TooOften):
            use("192.0.2.1")
        use("192.0.2.1", NOW + timedelta(hours=1))

        assert not Throttle.objects.filter(key__contains="192.0").exists()

    def test_what_is_refused_or_sent_twice_is_not_counted(self, share):
        for number in range(MOST_SHARES):
            share(manage=f"manage {number}", address="192.0.2.1")
            share(manage=f"manage {number}", address="192.0.2.1")
        with pytest.raises(TooOften):
            share(manage="manage 999", address="192.0.2.1")

        assert Goal.objects.count() == MOST_SHARES

    def test_revisions_are_counted_for_each_address(self, client, share, monkeypatch):
        monkeypatch.setattr("scores.goals.share.MOST_REVISIONS_AN_HOUR", 1)

        def revise(day):
            form = {"do": "add", "once": new_form_token(), "exam_date": day}
            _, tokens = share()
            return client.post(f"/g/{tokens['manage']}/revise/?{QUERY}", WHO | form)

        assert revise("2027-05-01").status_code == 303
        refused = revise("2027-06-01")
        assert refused.status_code == 429
        assert "Wait until the next full hour" in text_of(refused)
        assert Revision.objects.filter(number=2).count() == 1

    def test_goal_holds_fifty_revisions(self, goal, revise):
        days = [date(2027, 1, 1) + timedelta(days=number) for number in range(MOST_REVISIONS)]
        for day in days[1:]:
            revise(goal, replace(ANSWERS, exam_date=day))

        with pytest.raises(GoalRefused, match="at most 50 revisions: share a new one"):
            revise(goal, replace(ANSWERS, exam_date=days[0]))

    def test_bytes_are_counted_for_each_address_and_day(self, share, monkeypatch):
        _, size = share(address="192.0.2.1"), Throttle.objects.latest("count").count
        monkeypatch.setattr("scores.goals.share.MOST_BYTES_A_DAY", 2 * size)

        share(address="192.0.2.1")
        with pytest.raises(TooOften, match="after midnight UTC"):
            share(address="192.0.2.1")
        share(address="192.0.2.2")
        tomorrow = NOW + timedelta(days=1)
        count_bytes(2 * size, address="192.0.2.1", at=tomorrow)
        with pytest.raises(TooOften):
            count_bytes(1, address="192.0.2.1", at=tomorrow)

        stored = sum(len(f"{each.inputs}{each.result}".encode()) for each in Revision.objects.all())
        assert (Goal.objects.count(), stored) == (3, 3 * size)

    def test_count_of_a_day_is_kept_two_hours_longer(self):
        count_bytes(1, address="192.0.2.1", at=NOW)
        midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

        assert purge_goals(at=midnight) == (0, 0)
        assert purge_goals(at=midnight + timedelta(hours=1, seconds=1)) == (0, 1)

    def test_new_counts_delete_some_that_are_spent_and_never_all(self):
        def count(number):
            count_use(action="share", address=f"192.0.2.{number}", most=2, at=NOW)

        long_ago = NOW - timedelta(hours=3)
        Throttle.objects.bulk_create(
            Throttle(key=f"{number}", window=long_ago) for number in range(MOST_SPENT + 1)
        )

        for number in range(SWEEP):
            count(number)
        assert Throttle.objects.filter(window=long_ago).count() == 1

        for number in range(SWEEP, 2 * SWEEP):
            count(number)
        assert not Throttle.objects.filter(window=long_ago).exists()

    def test_too_many_shares_are_told_in_a_sentence(self, client, monkeypatch):
        monkeypatch.setattr("scores.goals.share.MOST_SHARES", 1)
        post_share(client, new_form_token())

        response = post_share(client, new_form_token())

        assert response.status_code == 429
        assert "Wait until the next full hour" in text_of(response)
        address = f"/goal/share/?{QUERY}".replace("&", "&amp;")
        assert f'href="{address}"' in response.content.decode()
        assert Goal.objects.count() == 1
