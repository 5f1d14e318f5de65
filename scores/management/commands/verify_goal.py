import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.goals.links import token_hash
from scores.goals.verify import Verification, verify
from scores.models import Revision


class Command(BaseCommand):
    help = (
        "Recomputes digest and result of every revision of a shared goal, and says match or "
        "mismatch, and why. It opens expired and withdrawn goals too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "token",
            nargs="?",
            help="of any of its three links (one that begins with - goes after --), or the link; "
            "from standard input where it is left out",
        )
        parser.add_argument("--digest", default="", help="a printed one to compare with")
        parser.add_argument("--revision", type=int, help="this one only; else all of them")

    def handle(self, *, token: str | None, digest: str, revision: int | None, **o: Any) -> None:
        revisions = Revision.objects.filter(
            goal__capabilities__token_hash=token_hash(_token(token or sys.stdin.readline()))
        ).order_by("number")
        if revision is not None:
            revisions = revisions.filter(number=revision)
        if not revisions:
            raise CommandError("This token opens no such goal.")
        if digest and len(revisions) > 1:
            raise CommandError("Name the revision that the digest was printed with: --revision N")
        verdicts = {row: verify(row, printed="".join(digest.split())) for row in revisions}
        for row, verdict in verdicts.items():
            self.stdout.write(_line(row, verdict))
        if any(_result(verdict) == "mismatch" for verdict in verdicts.values()):
            raise CommandError("There is a mismatch.")


def _token(typed: str) -> str:
    """The token in a link, or the token itself."""
    return typed.strip().partition("/g/")[2].partition("/")[0] or typed.strip()


def _result(verdict: Verification) -> str:
    if not verdict.is_unaltered or verdict.is_derived is False:
        return "mismatch"
    return "match" if verdict.is_derived else "unaltered"


def _line(row: Revision, verdict: Verification) -> str:
    return f"Revision {row.number}: {_result(verdict)}. {' '.join(verdict.says)} {verdict.digest}"
