"""The commands of an operator: what purging says, and what verifying finds."""

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scores.engine.answers import Answers
from scores.goals.links import tokens_of
from scores.goals.redact import Shown
from scores.goals.share import SWEEP, count_use, revise_goal, revoke_goal, share_goal
from scores.models import Capability, Goal, Revision, Throttle

NOW = datetime.now(UTC)
ANSWERS = Answers(specialty="dermatology", group="us-md-senior", exam_date=date(2027, 5, 1))


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def shared(edition, lasts=365):
    token = secrets.token_urlsafe(22)
    goal = share_goal(
        manage=token,
        answers=ANSWERS,
        edition=edition,
        shown=Shown(),
        expires_at=NOW + timedelta(days=lasts),
        at=NOW,
    )
    return goal, token


def test_purging_deletes_what_has_expired_and_says_so(edition_2026):
    kept, _ = shared(edition_2026)
    shared(edition_2026, lasts=-1)

    said = run("purge_goals")

    assert said.startswith("Deleted 1 expired goal with every revision, answer and link, and 0 ")
    assert list(Goal.objects.all()) == [kept]
    assert set(Capability.objects.values_list("goal", flat=True)) == {kept.pk}


def test_purging_deletes_spent_counts_of_addresses(db):
    count_use(action="share", address="192.0.2.1", most=5, at=NOW)
    count_use(action="share", address="192.0.2.2", most=5, at=NOW - timedelta(hours=5))

    assert "1 spent count of" in run("purge_goals")
    assert Throttle.objects.count() == 1


def test_counts_of_addresses_go_without_purging_too(db):
    count_use(action="share", address="192.0.2.1", most=5, at=NOW - timedelta(hours=5))

    for number in range(SWEEP):
        count_use(action="share", address=f"198.51.100.{number}", most=5, at=NOW)

    assert Throttle.objects.count() == SWEEP


@pytest.mark.parametrize("permits", ["view", "respond", "manage"])
def test_verifying_tells_of_every_revision(edition_2026, permits):
    goal, manage = shared(edition_2026)
    changed = replace(ANSWERS, aim="strong")
    revise_goal(goal=goal, submission="a", answers=changed, edition=edition_2026, at=NOW)

    lines = run("verify_goal", f"/g/{tokens_of(manage)[permits]}/").splitlines()

    assert [line.partition(". ")[0] for line in lines] == [
        "Revision 1: match",
        "Revision 2: match",
    ]


def test_verifying_takes_a_link_from_standard_input(edition_2026, monkeypatch):
    _, manage = shared(edition_2026)
    monkeypatch.setattr("sys.stdin", StringIO(f"https://example.org/g/{manage}/verify/\n"))

    assert run("verify_goal").startswith("Revision 1: match")


def test_verifying_opens_a_withdrawn_goal(edition_2026):
    goal, manage = shared(edition_2026)
    revoke_goal(goal=goal, at=NOW)

    assert run("verify_goal", f"/g/{tokens_of(manage)['view']}/").startswith("Revision 1: match")


def test_verifying_finds_an_altered_row(edition_2026):
    _, manage = shared(edition_2026)
    row = Revision.objects.get()
    Revision.objects.update(result=row.result.replace("258", "240"))
    out = StringIO()

    with pytest.raises(CommandError, match=r"There is a mismatch\."):
        call_command("verify_goal", f"/g/{manage}/", stdout=out)

    assert out.getvalue().startswith("Revision 1: mismatch. The stored text no longer has")


def test_verifying_compares_with_a_print(edition_2026):
    _, manage = shared(edition_2026)
    digest = Revision.objects.get().digest

    printed = f"{digest[:8]} {digest[8:].upper()}"

    assert run("verify_goal", f"/g/{manage}/", "--digest", printed).startswith("Revision 1: match")
    with pytest.raises(CommandError):
        run("verify_goal", f"/g/{manage}/", "--digest", digest[::-1])


def test_verifying_says_why_it_cannot_derive_again(edition_2026):
    _, manage = shared(edition_2026)
    Revision.objects.update(engine="0.9")

    with pytest.raises(CommandError):  # the version is under the digest too
        run("verify_goal", f"/g/{manage}/")


@pytest.mark.django_db
def test_verifying_a_wrong_token_says_so():
    with pytest.raises(CommandError, match="opens no such goal"):
        run("verify_goal", "A" * 30)
