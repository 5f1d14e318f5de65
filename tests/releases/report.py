"""Reports, as JSON, the state of a database of an earlier release after its upgrade.

It runs as a separate process on that database, and opens pages as people do. The expected results
are in tests/test_upgrade.py.
"""

import hashlib
import json
import re
import time
from io import StringIO
from pathlib import Path

from django.conf import global_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings, setup_test_environment
from django.urls import reverse
from django_otp.oath import TOTP

from scores.editions.lines import content_digest
from scores.editions.versions import version_of
from scores.engine import VERSION
from scores.goals.links import token_hash
from scores.goals.verify import verify
from scores.models import Edition, Goal, HouseSetting, Revision

AS_PEOPLE_MEET_IT = {
    "SECOND_FACTOR": True,
    "PASSWORD_HASHERS": global_settings.PASSWORD_HASHERS,
    "DATABASE_PATIENCE": 20,  # the machine may be busy
}


def report(manifest: Path, fixtures: Path) -> str:
    setup_test_environment()
    with override_settings(**AS_PEOPLE_MEET_IT):
        return json.dumps(look_through(json.loads(manifest.read_text("utf-8")), fixtures))


def look_through(manifest: dict, fixtures: Path) -> dict:
    found = {
        "version": VERSION,
        "goals": {name: of_goal(goal["links"]) for name, goal in manifest["goals"].items()},
        "editions": {label: of_edition(label) for label in manifest["editions"]},
        "drafts": {row.label: row.status for row in Edition.objects.exclude(status="published")},
        "addresses": {address: ask(address).status_code for address in manifest["addresses"]},
        "downloads": {address: digest(ask(address)) for address in manifest["downloads"]},
        "loaded": load(fixtures),
    }
    people = manifest["people"][connection.vendor]
    editor, reviewer = Visitor(people["edith"]), Visitor(people["rob"])
    found["signed_in"] = {
        "with the app": editor.sign_in("edith", editor.app_code()),
        "with a recovery code": reviewer.sign_in("rob", reviewer.recovery_code()),
        "without a code": Visitor(people["rob"]).sign_in("rob", ""),
    }
    found["draft"] = of_draft(editor.client, "2026.2")
    found["submitted"] = text_of(page_of(reviewer.client, "review", "2026.3"))
    return found


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def ask(address: str):
    """The response after all redirects."""
    return visitor().get(address, follow=True)


def digest(response) -> str:
    return sha256(response.content)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def text_of(response) -> str:
    return without_tags(response.content.decode())


def without_tags(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# Goals


def of_goal(links: dict[str, str]) -> dict:
    goal = Goal.objects.get(capabilities__token_hash=token_hash(links["manage"]))
    revisions = list(goal.revisions.order_by("number"))
    opened = {permits: pages_of(token, revisions) for permits, token in links.items()}
    answers = goal.responses.values_list("revision", "name", "note", "agreed_target", "look_again")
    return {
        "opens": {
            permits: [page.status_code for page in pages] for permits, pages in opened.items()
        },
        "shows": [goal.shows_projection, goal.shows_scores, goal.shows_profile],
        "answers": [[*row[:4], row[4] and row[4].isoformat()] for row in answers],
        "revisions": [
            of_revision(row, links) | told_on(page.content.decode())
            for row, page in zip(revisions, opened["manage"], strict=True)
        ],
    }


def pages_of(token: str, revisions: list[Revision]) -> list:
    """The pages of all revisions; the newest is at the link itself."""
    older = [f"{row.number}/" for row in revisions[:-1]]
    return [ask(f"/g/{token}/{number}") for number in (*older, "")]


def of_revision(row: Revision, links: dict[str, str]) -> dict:
    verdict = verify(row)
    return {
        "edition": row.edition,
        "engine": row.engine,
        "target": row.target,
        "digest": row.digest,
        "inputs": sha256(row.inputs.encode()),
        "result": sha256(row.result.encode()),
        "is_unaltered": verdict.is_unaltered,
        "is_derived": verdict.is_derived,
        "verify_page": text_of(ask(f"/g/{links['manage']}/{row.number}/verify/")),
        "seen": seen_digest(ask(f"/g/{links['view']}/{row.number}/goal.json")),
    }


def told_on(page: str) -> dict:
    """What its owner reads about changes of figures and rules since."""
    since = re.search(r'<(details|p) class="since".*?</\1>', page, re.DOTALL)
    return {
        "since": without_tags(since[0]) if since else "",
        "changes": page.count('class="change-title"'),
    }


def seen_digest(response) -> str | None:
    """A digest of what others see, without the time of sharing, which differs by database."""
    if response.status_code != 200:
        return None
    seen = response.json()
    del seen["created_at"]
    return sha256(json.dumps(seen, sort_keys=True).encode())


# Editions


def of_edition(label: str) -> dict:
    edition = Edition.objects.published().get(label=label)
    return {
        "digest": edition.digest,
        "content_digest": content_digest(edition),
        "exported": sha256(said_by("export_edition", label).encode()),
    }


def said_by(*command: str) -> str:
    said = StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()


def load(fixtures: Path) -> list[str]:
    return said_by("load_editions", "--path", str(fixtures)).splitlines()


# People and drafts


class Visitor:
    def __init__(self, person: dict) -> None:
        self.person, self.client = person, visitor()

    def sign_in(self, name: str, code: str) -> int:
        """The status of the admin after signing in: 200 if signed in, 302 if a step is missing."""
        typed = {"username": name, "password": self.person["password"]}
        self.client.post("/admin/login/", typed)
        self.client.post(reverse("second-factor-code"), {"code": code})
        return self.client.get(reverse("admin:index")).status_code

    def app_code(self) -> str:
        app = TOTP(bytes.fromhex(self.person["key"]))
        app.time = time.time()
        return f"{app.token():06}"

    def recovery_code(self) -> str:
        return self.person["recovery_codes"][0]


def page_of(client: Client, page: str, label: str):
    edition = Edition.objects.get(label=label)
    return client.get(reverse(f"admin:scores_edition_{page}", args=[edition.pk]))


def of_draft(editor: Client, label: str) -> dict:
    """The pages of a draft after one more edit."""
    draft = Edition.objects.get(label=label)
    setting = HouseSetting.objects.get(edition=draft, slug="small_n")
    return {
        "saved": edit_in_list(editor, setting, value="30"),
        "checks": text_of(page_of(editor, "checks", label)),
        "review": text_of(page_of(editor, "review", label)),
        "history": text_of(page_of(editor, "history", label)),
    }


def edit_in_list(editor: Client, row: HouseSetting, **values: str) -> int:
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save", "form-0-id": row.pk}
    data |= {f"form-0-{name}": value for name, value in values.items()}
    data["form-0-read"] = version_of(row)
    return editor.post(reverse("admin:scores_housesetting_changelist"), data).status_code
