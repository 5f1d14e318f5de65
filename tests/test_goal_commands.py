"""The commands of an operator: what purging says, and what verifying finds."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scores.goals.share import count_use, revoke_goal
from scores.models import Capability, Goal, Revision, Throttle
from tests.shared_goals import NOW


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_purging_deletes_what_has_expired_and_says_so(share):
    kept, _ = share()
    share(lasts=-1)

    said = run("purge_goals")

    assert said.startswith("Deleted 1 expired goal with every revision, answer and link, 0 ")
    assert list(Goal.objects.all()) == [kept]
    assert set(Capability.objects.values_list("goal", flat=True)) == {kept.pk}


def test_purging_deletes_spent_counts_of_addresses(db):
    count_use(action="share", address="192.0.2.1", most=5, at=NOW)
    count_use(action="share", address="192.0.2.2", most=5, at=NOW - timedelta(hours=5))

    assert "1 spent count of" in run("purge_goals")
    assert Throttle.objects.count() == 1


@pytest.mark.parametrize("permits", ["view", "respond", "manage"])
def test_verifying_tells_of_every_revision(share, revise, permits):
    goal, tokens = share()
    revise(goal)

    lines = run("verify_goal", f"/g/{tokens[permits]}/").splitlines()

    assert [line.partition(". ")[0] for line in lines] == [
        "Revision 1: match",
        "Revision 2: match",
    ]


def test_verifying_takes_a_link_from_standard_input(share, monkeypatch):
    _, tokens = share()
    monkeypatch.setattr(
        "sys.stdin", StringIO(f"https://example.org/g/{tokens['manage']}/verify/\n")
    )

    assert run("verify_goal").startswith("Revision 1: match")


def test_verifying_opens_a_withdrawn_goal(share):
    goal, tokens = share()
    revoke_goal(goal=goal, at=NOW)

    assert run("verify_goal", f"/g/{tokens['view']}/").startswith("Revision 1: match")


def test_verifying_finds_an_altered_row(share):
    _, tokens = share()
    row = Revision.objects.get()
    Revision.objects.update(result=row.result.replace("262", "240"))
    out = StringIO()

    with pytest.raises(CommandError, match=r"There is a mismatch\."):
        call_command("verify_goal", f"/g/{tokens['manage']}/", stdout=out)

    assert out.getvalue().startswith("Revision 1: mismatch. The stored text no longer has")


def test_verifying_compares_with_a_print(share):
    _, tokens = share()
    digest = Revision.objects.get().digest

    printed = f"{digest[:8]} {digest[8:].upper()}"

    assert run("verify_goal", f"/g/{tokens['manage']}/", "--digest", printed).startswith(
        "Revision 1: match"
    )
    with pytest.raises(CommandError):
        run("verify_goal", f"/g/{tokens['manage']}/", "--digest", digest[::-1])


@pytest.mark.django_db
def test_verifying_a_wrong_token_says_so():
    with pytest.raises(CommandError, match="opens no such goal"):
        run("verify_goal", "A" * 30)
