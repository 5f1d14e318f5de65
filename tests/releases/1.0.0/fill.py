"""Fills a database as the first release did, by its own actions, commands and pages.

It runs in checkouts of that time, never of a later one; README.md tells how. Its steps:

    before()            goals of the rules 1.0, in a checkout of 2e346d2
    release()           the rest, in a checkout of 3bfed71 that has migrated what `before` left
    write_manifest()    what all this must still be after any upgrade, in manifest.json
"""

import hashlib
import json
import re
from base64 import b32decode, urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django_otp.oath import TOTP
from goals import ANSWERED, BEFORE, NOW, RELEASE, revisions_of

from scores.accounts.people import create_person
from scores.editions.reader import published_edition
from scores.editions.registry import KINDS
from scores.forms.goal import query_of
from scores.goals.links import token_hash, tokens_of
from scores.goals.redact import ALL
from scores.goals.share import (
    change_goal,
    respond,
    restore_goal,
    revise_goal,
    revoke_goal,
    share_goal,
)
from scores.goals.verify import verify
from scores.models import Edition, Goal, HouseSetting, MatchScore, PassingStandard, Source

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.json"
FAR = datetime(2090, 1, 1, tzinfo=UTC)
GONE = datetime(2026, 11, 30, 13, tzinfo=UTC)

PEOPLE = {
    "edith": ("editor", "a quiet horse in the rain"),
    "rob": ("reviewer", "seven kettles on a shelf"),
}


# Goals


def owner(name: str) -> str:
    """As long and odd as any token, and the same in every database."""
    digest = hashlib.sha256(f"the first release, {name}".encode()).digest()
    return urlsafe_b64encode(digest[:22]).decode().rstrip("=")


def goal_of(name: str) -> Goal:
    return Goal.objects.get(capabilities__token_hash=token_hash(owner(name)))


def share(name: str, shared) -> None:
    share_goal(
        manage=owner(name),
        answers=shared.answers,
        edition=published_edition(shared.edition),
        shown=shared.shown,
        expires_at=FAR,
        at=shared.at,
        address="192.0.2.1",
    )


def before() -> None:
    for name, shared in BEFORE.items():
        share(name, shared)


def release() -> None:
    setup_test_environment()
    for name, shared in RELEASE.items():
        share(name, shared)
    for name in BEFORE | RELEASE:
        for number, answers in enumerate(revisions_of(name), start=2):
            revise_goal(
                goal=goal_of(name),
                submission=f"{name} {number}",
                answers=answers,
                edition=published_edition("2026.1"),
                at=NOW,
            )
    for number, (name, said) in enumerate(ANSWERED):
        newest = goal_of(name).revisions.last().number
        respond(goal=goal_of(name), revision=newest, submission=f"answer {number}", **said)
    revoke_goal(goal=goal_of("withdrawn"), at=NOW)
    revoke_goal(goal=goal_of("given-back"), at=NOW)
    restore_goal(goal=goal_of("given-back"))
    change_goal(goal=goal_of("expired"), shown=ALL, expires_at=GONE)
    people = {name: make_person(name) for name in PEOPLE}
    (HERE / f"people-{connection.vendor}.json").write_text(json.dumps(people))
    work_on_drafts(signed_in["edith"])


# People, by the pages on which they sign in and set up an app

signed_in: dict[str, Client] = {}


def make_person(name: str) -> dict:
    group, password = PEOPLE[name]
    create_person(name=name, email="", password=password, groups=[group])
    client = signed_in[name] = Client(headers={"host": "localhost"})
    client.post("/admin/login/", {"username": name, "password": password})
    setup = reverse("second-factor-setup")
    shown = re.search(r'class="setup-key">([A-Z2-7 ]+)<', client.get(setup).content.decode())
    key = b32decode(shown[1].replace(" ", ""))
    page = client.post(setup, {"code": f"{TOTP(key).token():06}"}).content.decode()
    codes = re.findall(r"<li>([A-Z2-7-]{29})</li>", page)
    assert len(codes) == 10
    return {"group": group, "password": password, "key": key.hex(), "recovery_codes": codes}


# Drafts, in the admin


def work_on_drafts(editor: Client) -> None:
    """2026.2 under way, 2026.3 submitted."""
    for label in ("2026.2", "2026.3"):
        editor.post(reverse("admin:scores_edition_begin"))
        draft = Edition.objects.get(label=label)
        raise_median(editor, draft)
        add_pass_mark(editor, draft)
        if label == "2026.2":
            change_setting(editor, draft)
            remove_rows(editor, draft)
    review = reverse("admin:scores_edition_review", args=[draft.pk])
    said = {"summary": "A new pass mark, and one median.", "words": "As announced."}
    editor.post(review, {"do": "submit"} | said)
    assert Edition.objects.get(label="2026.3").is_in_review


def raise_median(editor: Client, draft: Edition) -> None:
    row = MatchScore.objects.get(
        edition=draft, specialty__slug="dermatology", median=258, outcome="matched"
    )
    address = reverse("admin:scores_matchscore_change", args=[row.pk])
    saved(editor.post(address, fields_of(row) | {"median": 260}))


def add_pass_mark(editor: Client, draft: Edition) -> None:
    mark = {
        "edition": draft.pk,
        "exam": "step2ck",
        "score": 221,
        "effective_from": "2028-07-01",
        "reporting": "three-digit",
        "source": Source.objects.get(edition=draft, slug="kaplan-2026").pk,
    }
    saved(editor.post(reverse("admin:scores_passingstandard_add"), mark))


def change_setting(editor: Client, draft: Edition) -> None:
    row = HouseSetting.objects.get(edition=draft, slug="small_n")
    address = reverse("admin:scores_housesetting_change", args=[row.pk])
    saved(editor.post(address, fields_of(row) | {"value": 25}))


def remove_rows(editor: Client, draft: Edition) -> None:
    row = PassingStandard.objects.filter(edition=draft, exam="step3").earliest("effective_from")
    address = reverse("admin:scores_passingstandard_delete", args=[row.pk])
    saved(editor.post(address, {"post": "yes"}))


def fields_of(row) -> dict:
    """As the form of a row sends them."""
    values = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    values["also"] = [source.pk for source in row.also.all()]
    return {name: value for name, value in values.items() if value not in (None, False)}


def saved(response) -> None:
    assert response.status_code == 302, response.context["errors"]


# The manifest


def write_manifest() -> None:
    setup_test_environment()
    vendor = connection.vendor
    manifest = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {"people": {}}
    people = json.loads((HERE / f"people-{vendor}.json").read_text())
    found = {
        "goals": {name: describe(name) for name in BEFORE | RELEASE},
        "editions": {row.label: row.digest for row in Edition.objects.published()},
        "drafts": {row.label: row.status for row in Edition.objects.exclude(status="published")},
        "addresses": addresses(),
        "downloads": downloads(),
        "people": manifest["people"] | {vendor: people},
    }
    same = {name: manifest[name] for name in manifest.keys() - {"people"}}
    assert same == {name: found[name] for name in same}, "The two databases differ."
    text = json.dumps(found, ensure_ascii=False, indent=1)
    MANIFEST.write_text(f"{text}\n", "utf-8")


def describe(name: str) -> dict:
    goal, links = goal_of(name), tokens_of(owner(name))
    is_open = name not in ("withdrawn", "expired")
    revisions = [describe_revision(row) for row in goal.revisions.order_by("number")]
    if is_open:
        for number, revision in enumerate(revisions, start=1):
            revision["seen"] = seen_digest(f"/g/{links['view']}/{number}/goal.json")
    answers = goal.responses.values_list("revision", "name", "note", "agreed_target", "look_again")
    return {
        "links": links,
        "is_open": is_open,
        "shows": [goal.shows_projection, goal.shows_scores, goal.shows_profile],
        "revisions": revisions,
        "answers": [[*row[:4], row[4] and row[4].isoformat()] for row in answers],
    }


def describe_revision(row) -> dict:
    target = json.loads(row.result)["target"]
    assert verify(row).is_unaltered
    return {
        "edition": row.edition,
        "engine": row.engine,
        "basis": target["basis"],
        "target": row.target,
        "digest": row.digest,
        "inputs": sha256(row.inputs.encode()),
        "result": sha256(row.result.encode()),
        "is_derived": verify(row).is_derived,
    }


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fetched(address: str) -> bytes:
    response = Client(headers={"host": "localhost"}).get(address)
    assert response.status_code == 200, address
    return response.content


def seen_digest(address: str) -> str:
    """Of what a link lets others see, but for the moment of sharing: that is each database's."""
    seen = json.loads(fetched(address))
    del seen["created_at"]
    return sha256(json.dumps(seen, sort_keys=True).encode())


def addresses() -> list[str]:
    """What people may have bookmarked, sent or printed."""
    found = [
        "/",
        "/goal/",
        "/compare/",
        "/compare/?group=us-md-senior&specialty=dermatology&specialty=neurology",
        "/goal/?specialty=dermatology&group=us-md-senior&edition=2025.1",
        "/goal.json?specialty=dermatology&group=us-md-senior&edition=2025.1",
        "/goal/qr.svg?specialty=dermatology&group=us-md-senior",
        "/benchmarks/",
        "/specialties/",
        "/specialties/dermatology/",
        "/specialties/orthopaedic-surgery/",
        "/sources/",
        "/method/",
        "/corrections/",
        "/editions/",
        "/editions/2025.1/",
        "/editions/2026.1/",
        "/editions/2025.1...2026.1/",
        "/mine/",
        "/privacy/",
        "/accessibility/",
        "/sitemap.xml",
        "/robots.txt",
        "/admin/login/",
    ]
    for name, shared in (BEFORE | RELEASE).items():
        query = query_of(shared.answers, "" if name.startswith("old") else shared.edition)
        found += [f"/goal/?{query}", f"/goal.json?{query}"]
    view = tokens_of(owner("md-observed"))["view"]
    found += [f"/g/{view}/{rest}" for rest in ("", "1/", "qr.svg", "goal.json", "verify/")]
    for address in found:
        fetched(address)
    return found


def downloads() -> dict[str, str]:
    """By address, the SHA-256 of the bytes."""
    found = [
        f"/editions/{label}/{kind}.{ending}"
        for label in ("2025.1", "2026.1")
        for kind in KINDS
        for ending in ("csv", "json")
    ]
    return {address: sha256(fetched(address)) for address in found}
