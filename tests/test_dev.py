"""`./run dev`: whoever works on the site sees at once what they changed."""

import os
import re
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from hashlib import sha384
from http.client import HTTPConnection, HTTPException

import pytest

from tests.processes import LOCAL, ROOT, free_port

DEBUGGING = LOCAL | {"USMLEGOALS_DEBUG": "1"}
LONGEST = 120
"""Seconds; far more than anything here takes, unless it never comes."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The site without a database, static files collected, or anything else that was made."""
    folder = tmp_path_factory.mktemp("dev")
    for name in ("scores", "usmlegoals", "templates", "static"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    (folder / "var").mkdir()
    return folder


@pytest.fixture(scope="module")
def port(copy):
    """Where `./run dev` would serve it, but for the figures: none of these pages needs any."""
    number = free_port()
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--nostatic", f"127.0.0.1:{number}"],
        cwd=copy,
        env={"PATH": os.environ["PATH"]} | DEBUGGING,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: text_at(number, "/livez") == "alive\n")
    yield number
    server.terminate()
    server.wait(timeout=LONGEST)


def text_at(port, path):
    """What stands there; empty while the server begins anew."""
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    except (OSError, HTTPException):
        return ""
    finally:
        connection.close()


def wait_until(is_so, again_after=0.05):
    deadline = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(again_after)


def change(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


# In production, the footer is kept as it was written out first.
@pytest.mark.parametrize("template", ["site/privacy.html", "site/footer.html"])
def test_change_of_a_template_shows_on_the_next_page(copy, port, template):
    before = text_at(port, "/privacy/")

    change(copy / "templates" / template, "</p>", f" {template} has changed.</p>")

    assert f"{template} has changed." not in before
    assert f"{template} has changed." in text_at(port, "/privacy/")


def test_script_that_changed_is_served_at_once_and_signed_anew(copy, port):
    with (copy / "static/js/site.js").open("a") as file:
        file.write("\n// changed\n")

    address, signed = re.search(
        r'src="(/static/js/site[^"]*)" integrity="sha384-([^"]+)"', text_at(port, "/privacy/")
    ).groups()
    script = text_at(port, address)
    assert script.endswith("// changed\n")
    assert b64encode(sha384(script.encode()).digest()).decode() == signed


def test_mistake_shows_a_debug_page_that_may_be_styled(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request("GET", "/nothing/")
    response = connection.getresponse()

    assert "DEBUG = True" in response.read().decode()
    assert "Content-Security-Policy" not in response.headers
    connection.close()


def test_page_keeps_its_policy(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    connection.request("GET", "/privacy/")

    assert "default-src" in connection.getresponse().headers["Content-Security-Policy"]
    connection.close()


def test_change_of_the_code_begins_the_server_anew(copy, port):
    view = copy / "scores/views/site.py"
    change(view, "alive\\n", "awake\\n")

    def is_awake():
        if text_at(port, "/livez") == "awake\n":
            return True
        view.touch()  # once more, in case the server had not begun to look at its files
        return False

    wait_until(is_awake, again_after=5)
