"""A site of an earlier release, upgraded: what was shared, published and begun is all there.

tests/releases holds a database as each release left it, and a manifest of what people were
promised then. A folder more is a release more.
"""

import gzip
import json
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from tests.postgres import DEBIAN
from tests.processes import LOCAL, ROOT, output, start, start_script
from tests.programs import find_program

pytestmark = pytest.mark.slow

RELEASES = sorted(path.parent for path in (ROOT / "tests/releases").glob("*/manifest.json"))
KINDS = ("sqlite", "postgresql")

REPORT = """
import sys
from pathlib import Path
from tests.releases.report import report
print(report(*map(Path, sys.argv[1:])))
"""


@dataclass(frozen=True, repr=False)
class Site:
    """What an upgraded site is like, beside what it has to be."""

    manifest: dict
    report: dict

    def revisions(self):
        """Each as its goal and number, what the manifest says of it, and what was found."""
        for name, goal in self.manifest["goals"].items():
            found = self.report["goals"][name]["revisions"]
            pairs = zip(goal["revisions"], found, strict=True)
            for number, (told, there) in enumerate(pairs, start=1):
                yield f"{name} {number}", told, there


@pytest.fixture(
    scope="module",
    params=[(release, kind) for release in RELEASES for kind in KINDS],
    ids=lambda param: f"{param[0].name}-{param[1]}",
)
def site(request, tmp_path_factory):
    release, kind = request.param
    folder = tmp_path_factory.mktemp("upgrade")
    if kind == "sqlite":
        url = restore_sqlite(release, folder)
    else:
        url = restore_postgresql(release, request.getfixturevalue("postgres_url"))
    environment = LOCAL | {"DATABASE_URL": url}
    output(start("manage.py", "migrate", **environment))
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    return Site(manifest, report(release, fixtures_of(manifest, folder), environment))


def restore_sqlite(release: Path, folder: Path) -> str:
    database = folder / "db.sqlite3"
    with gzip.open(release / "sqlite.db.gz") as kept, database.open("wb") as file:
        shutil.copyfileobj(kept, file)
    return f"sqlite:///{database}"


def restore_postgresql(release: Path, server: str) -> str:
    initdb = find_program("initdb", folders=DEBIAN.glob("*/bin"), required_by="REQUIRE_POSTGRES")
    name = f"upgrade_{release.name.replace('.', '_')}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server.removesuffix("/postgres") + f"/{name}"
    kept = gzip.decompress((release / "postgresql.sql.gz").read_bytes())
    restore = [
        initdb.with_name("psql"),
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        f"--dbname={url}",
    ]
    subprocess.run(restore, input=kept, check=True, stdout=subprocess.DEVNULL)
    return url


def fixtures_of(manifest: dict, folder: Path) -> Path:
    """The editions of that release only: those since may have a label that a draft here has."""
    for label in manifest["editions"]:
        shutil.copy(ROOT / f"fixtures/{label}.jsonl", folder)
    return folder


def report(release: Path, fixtures: Path, environment: dict[str, str]) -> dict:
    arguments = (str(release / "manifest.json"), str(fixtures))
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = output(start_script(REPORT, *arguments, **environment, **settings))
    return json.loads(said.splitlines()[-1])  # the lines before it are of the log


# Shared goals


def test_every_link_opens_every_revision(site):
    """None of a goal withdrawn or expired does, but the owner's."""
    for name, goal in site.manifest["goals"].items():
        for permits, answers in site.report["goals"][name]["opens"].items():
            status = 200 if goal["is_open"] or permits == "manage" else 404
            assert answers == [status] * len(goal["revisions"]), (name, permits)


def test_stored_texts_are_byte_for_byte_what_they_were(site):
    for name, told, there in site.revisions():
        for key in ("edition", "engine", "target", "inputs", "result", "digest"):
            assert there[key] == told[key], (name, key)


def test_every_revision_verifies_as_unaltered(site):
    for name, _, there in site.revisions():
        assert there["is_unaltered"], name
        assert "The stored text has its digest" in there["verify_page"], name


def test_goals_of_the_rules_of_today_are_derived_again(site):
    """Those of earlier rules are where these give the same numbers; no page calls any altered."""
    assert any(told["is_derived"] for _, told, _ in site.revisions())
    for name, told, there in site.revisions():
        if told["engine"] == site.report["version"]:
            assert there["is_derived"] is told["is_derived"], name
        assert there["is_derived"] is not False, name
        assert "Mismatch" not in there["verify_page"], name


def test_others_see_what_they_saw(site):
    for name, told, there in site.revisions():
        assert there["seen"] == told.get("seen"), name
    for name, goal in site.manifest["goals"].items():
        assert site.report["goals"][name]["shows"] == goal["shows"], name


def test_answers_of_advisors_stand_beside_the_goal(site):
    for name, goal in site.manifest["goals"].items():
        assert site.report["goals"][name]["answers"] == goal["answers"], name


def test_goal_on_an_older_edition_tells_what_changed_since(site):
    older = [(name, there) for name, told, there in site.revisions() if told["edition"] == "2025.1"]
    assert len(older) > 3
    for name, there in older:
        assert there["changes"] > 0, name
        assert "today, on edition" in there["since"], name
        assert "Everything that differs between the two editions" in there["since"], name


def test_goal_of_earlier_rules_tells_that_they_changed(site):
    version = site.report["version"]
    earlier = [(name, there) for name, told, there in site.revisions() if told["engine"] != version]
    assert earlier
    for name, there in earlier:
        says = f"The rules went from version {there['engine']} to {version}."
        assert says in there["since"], name


# Editions


def test_editions_are_those_of_the_fixtures(site):
    for label, digest in site.manifest["editions"].items():
        fixture = (ROOT / f"fixtures/{label}.jsonl").read_bytes()
        assert f'"digest": "{digest}"' in fixture.decode().splitlines()[0]
        assert site.report["editions"][label] == {
            "digest": digest,
            "content_digest": digest,
            "exported": sha256(fixture).hexdigest(),
        }


def test_loading_the_editions_does_nothing(site):
    assert site.report["loaded"] == [
        f"{label}.jsonl: nothing to do, this edition is there."
        for label in sorted(site.manifest["editions"])
    ]


# People and their drafts


def test_people_sign_in_as_before(site):
    assert site.report["signed_in"] == {
        "with the app": 200,
        "with a recovery code": 200,
        "without a code": 302,
    }


def test_drafts_stand_where_they_stood(site):
    assert site.report["drafts"] == site.manifest["drafts"]


def test_draft_is_edited_on(site):
    draft = site.report["draft"]
    assert draft["saved"] == 302
    assert "edith House setting small_n Changed: value 20 → 25" in draft["history"]
    assert "edith House setting small_n Changed: value 25 → 30" in draft["history"]


def test_draft_is_checked_and_shows_its_effect(site):
    draft = site.report["draft"]
    assert "Every check passes." in draft["checks"]
    assert "value 20 → 30" in draft["review"]
    assert "Step 2 CK: passing score 218 → 221" in draft["review"]
    assert "Dermatology US MD seniors" in draft["review"]
    assert "live shared goals would read differently if derived again" in draft["review"]


def test_submitted_draft_waits_for_its_reviewer(site):
    assert "A new pass mark, and one median." in site.report["submitted"]
    assert "Every check passes." in site.report["submitted"]
    assert "Approve" in site.report["submitted"]


# Addresses


def test_bookmarked_addresses_open(site):
    answers = site.report["addresses"]
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_downloads_are_the_same_bytes_but_for_what_is_reserved_since(site):
    """Figures of NRMP are reserved whoever transcribed them: those files are shorter now."""
    kinds = ("match-scores", "match-rates-by-group", "programme-director-survey")
    now, then = site.report["downloads"], site.manifest["downloads"]

    assert now.keys() == then.keys()
    assert {path for path in then if now[path] != then[path]} == {
        f"/editions/{label}/{kind}.{form}"
        for label in ("2025.1", "2026.1")
        for kind in kinds
        for form in ("csv", "json")
    }
