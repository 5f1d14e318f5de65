"""What holds the house up: requirements, settings, `run`, and the programs around it."""

import http.client
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import LOCAL, PRODUCTION, served

ROOT = Path(__file__).resolve().parent.parent


def manage(*arguments, **environment):
    inherited = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )


def read_pins(name):
    """What a file of requirements pins: (name==version, hashes), whatever the platform."""
    joined = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line.split() for line in joined.splitlines() if not line.startswith("#")]
    return {(pin, tuple(word for word in rest if "--hash" in word)) for pin, *rest in lines}


# Requirements


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_without_addresses(name):
    unpinned = [pin for pin, hashes in read_pins(name) if "==" not in pin or not hashes]

    assert unpinned == []
    assert "://" not in (ROOT / name).read_text()


def test_requirements_for_development_contain_those_of_the_site():
    assert read_pins("requirements.txt") <= read_pins("requirements-dev.txt")


# Templates


def test_no_line_of_a_template_is_too_long_to_read():
    templates = sorted((ROOT / "templates").rglob("*.html"))
    long = [
        f"{template.relative_to(ROOT)}:{number} has {len(line)}"
        for template in templates
        for number, line in enumerate(template.read_text().splitlines(), start=1)
        if len(line) > 160
    ]

    assert len(templates) > 100
    assert long == []


# Fixtures


def test_every_fixture_is_of_a_published_edition():
    for fixture in sorted((ROOT / "fixtures").glob("*.jsonl")):
        with fixture.open() as lines:
            edition = json.loads(next(lines))["fields"]
        assert (edition["status"], len(edition["digest"])) == ("published", 64), fixture.name


# Settings


def test_missing_secret_stops_the_start_with_a_sentence():
    stopped = manage("check")

    assert stopped.returncode == 1
    assert "SECRET_KEY is not set: give the site a long random one" in stopped.stderr


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty, so every page would be refused: name"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is empty, so every page would be refused: name"),
        ({}, "ALLOWED_HOSTS is empty, so every page would be refused: name"),
        (
            {"ALLOWED_HOSTS": "https://goals.example"},
            "ALLOWED_HOSTS holds 'https://goals.example': write names of hosts alone",
        ),
        (
            {"ALLOWED_HOSTS": "goals.example", "DATABASE_URL": ""},
            "DATABASE_URL is empty: say where the data is",
        ),
    ],
    ids=["hosts", "blanks", "no hosts", "address", "database"],
)
def test_empty_setting_stops_the_start_with_a_sentence(settings, says):
    stopped = manage("check", SECRET_KEY="tests", **settings)

    assert stopped.returncode == 1
    assert says in stopped.stderr


def test_check_of_a_deployment_names_what_is_missing(tmp_path):
    missing = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        **PRODUCTION,
        VAR_DIR=str(tmp_path),
    )
    whole = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        **PRODUCTION,
        CORRECTIONS_ADDRESS="corrections@goals.example",
        DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}",
    )

    assert missing.returncode == 1
    assert "CORRECTIONS_ADDRESS is no address of e-mail: readers cannot report" in missing.stderr
    assert "DATABASE_URL is not set: the data is in" in missing.stderr
    assert (whole.returncode, "no issues" in whole.stdout) == (0, True), whole.stderr


def test_server_says_in_its_log_what_is_missing(tmp_path):
    log, database = tmp_path / "log", f"sqlite:///{tmp_path / 'db.sqlite3'}"
    with served(log, **PRODUCTION, DATABASE_URL=database):
        pass

    assert "CORRECTIONS_ADDRESS is no address of e-mail" in log.read_text()


def test_head_is_answered_without_a_body_and_without_a_warning(tmp_path):
    log, database = tmp_path / "log", f"sqlite:///{tmp_path / 'db.sqlite3'}"
    with served(log, **LOCAL, DATABASE_URL=database) as site:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        for path in ("/livez", "/privacy/"):
            connection.request("HEAD", path, headers={"Host": "localhost"})
            answer = connection.getresponse()
            assert (answer.read(), int(answer.headers["Content-Length"]) > 0) == (b"", True)
        connection.close()

    assert "no-body response" not in log.read_text()


def test_debugging_outside_of_a_local_trial_stops_the_start():
    stopped = manage("check", SECRET_KEY="tests", USMLEGOALS_DEBUG="1")

    assert stopped.returncode == 1
    assert "so it is for a local trial only: unset it" in stopped.stderr


# run, in a folder of its own


TELL = """
import os, sys
print(*sys.argv[1:], *(f"{name}=1" for name in ("USMLEGOALS_DEBUG",) if name in os.environ))
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    """`run` once set up, with no requirements, and programs which only tell how they are called."""
    folder = tmp_path_factory.mktemp("trial")
    shutil.copy(ROOT / "run", folder)
    for name in ["requirements.txt", "requirements-dev.txt"]:
        (folder / name).touch()
    for name in ["manage.py", "pytest.py"]:
        (folder / name).write_text(TELL)

    names = folder / "names"
    names.mkdir()
    write_script(names / "python3.14", "echo 'pyenv: python3.14: command not found'; exit 127")
    this_python = shlex.quote(sys.executable)
    write_script(names / "python3.13", f'exec {this_python} "$@"')
    too_old = "import sys; sys.version_info = (3, 11, 7); exec(sys.argv[2])"
    write_script(names / "python3.11", f'exec {this_python} -c "{too_old}" "$@"')

    first = run(folder, "manage")
    assert first.returncode == 0, first.stderr
    return folder


def write_script(path, line):
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def run(folder, *arguments, **environment):
    path = f"{folder / 'names'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["./run", *arguments],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)} | environment,
        capture_output=True,
        text=True,
    )


def test_run_passes_over_a_python_that_does_not_run(trial):
    made_for = (trial / ".venv/complete").read_text()

    assert os.path.realpath(sys.executable) in made_for


def test_run_passes_over_a_python_that_is_too_old(trial):
    done = run(trial, "manage", PYTHON="python3.11")

    assert done.stderr == (
        "run: PYTHON=python3.11 is not a working Python 3.12 or newer; looking for another.\n"
    )
    assert done.returncode == 0


def test_run_sets_up_once(trial):
    done = run(trial, "manage", "showmigrations", "--plan")

    assert done.stderr == ""
    assert done.stdout == "showmigrations --plan\n"


@pytest.mark.slow
def test_run_heals_an_environment_that_was_cut_short(trial):
    (trial / ".venv/complete").unlink()
    shutil.rmtree(trial / ".venv/lib")

    done = run(trial, "manage", "check")

    assert done.stdout == "check\n"


@pytest.mark.slow
def test_run_installs_requirements_that_changed(trial):
    (trial / "requirements.txt").write_text("# Changed.\n")

    assert "installing requirements.txt" in run(trial, "manage").stderr
    assert run(trial, "manage").stderr == ""


def test_run_test_passes_its_arguments_to_pytest(trial):
    done = run(trial, "test", "--slow", "-k", "goal or share")

    assert done.stdout == "-n auto --dist worksteal --slow -k goal or share\n"


@pytest.mark.parametrize("path", ["run", "run::test_of_a_kind[one two]"])
def test_run_test_of_one_file_starts_no_workers(trial, path):
    assert run(trial, "test", path).stdout == f"{path}\n"


def test_run_manage_loads_the_figures_before_a_command_that_reads_them(trial):
    done = run(trial, "manage", "check_edition", "2026.1")

    assert done.stdout.splitlines() == [
        "prepare --verbosity 0",
        "check_edition 2026.1",
    ]


def test_run_dev_loads_the_figures_collects_nothing_and_turns_debugging_on(trial):
    done = run(trial, "dev", PORT="8001")

    assert done.stdout.splitlines() == [
        "prepare --verbosity 0 USMLEGOALS_DEBUG=1",
        "runserver --nostatic 127.0.0.1:8001 USMLEGOALS_DEBUG=1",
    ]


def test_run_keeps_a_secret_key_that_only_its_owner_reads(trial):
    key = trial / "var/secret-key"
    before = key.read_text()

    run(trial, "manage")

    assert key.read_text() == before
    assert len(before) > 50
    assert key.stat().st_mode & 0o777 == 0o600


# The programs around the site


@pytest.mark.slow
def test_site_runs_on_postgresql(postgres_url):
    environment = {"USMLEGOALS_LOCAL": "1", "SECRET_KEY": "tests", "DATABASE_URL": postgres_url}

    migrated = manage("migrate", **environment)
    checked = manage("check", "--database", "default", **environment)
    planned = manage("showmigrations", "--plan", **environment)

    assert migrated.returncode == 0, migrated.stderr
    assert checked.returncode == 0, checked.stderr
    assert "[ ]" not in planned.stdout
    assert "[X]  auth.0001_initial" in planned.stdout
