"""An error that reaches a tracker tells where the code broke, and nothing of who asked for what."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.processes import LOCAL, output, start_script

TOKEN = "a-token-of-thirty-characters-1"
TYPED = "what-a-student-typed"
ADDRESS = "203.0.113.9"

BREAK = """
import sys
import sentry_sdk
import scores.views.shared
from django.test import Client
count, token, typed, address = int(sys.argv[1]), *sys.argv[2:5]
def broken(token, **options):
    note = typed
    raise RuntimeError(f"broken at /g/{token}/ by {note}")
scores.views.shared.open_goal = broken
form = {"note": typed, "token": typed}
headers = {"Cookie": f"sessionid={typed}", "Authorization": typed}
client = Client(raise_request_exception=False, SERVER_NAME="localhost", REMOTE_ADDR=address)
for _ in range(count):
    answer = client.post(f"/g/{token}/respond/?score={typed}", form, headers=headers)
print(answer.status_code, answer["X-Request-ID"], flush=True)
sentry_sdk.flush(int(sys.argv[5]))
"""
"""Asks for pages that break, and prints the last answer."""


class Receiver(BaseHTTPRequestHandler):
    """What a tracker is to the site: something that takes what is posted."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "br":
            body = brotli.decompress(body)
        self.server.received.append((self.path, str(self.headers), body.decode()))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def tracker():
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.received = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def environment(port):
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}  # no static files to collect
    return LOCAL | settings | {"ERROR_TRACKER": f"http://key@127.0.0.1:{port}/1"}


def test_error_arrives_without_anything_of_the_visitor(tracker):
    process = start_script(
        BREAK, "1", TOKEN, TYPED, ADDRESS, "10", **environment(tracker.server_port)
    )
    said = output(process).splitlines()[-1]

    ((path, headers, body),) = tracker.received
    event = json.loads(body.splitlines()[2])
    status, request = said.split()
    (exception,) = event["exception"]["values"]
    assert status == "500"
    assert path == "/api/1/envelope/"
    assert event["tags"] == {"request": request}
    assert event["logentry"] == {"message": "Internal Server Error: /g/…/respond/"}
    assert (exception["type"], exception.get("value")) == ("RuntimeError", None)
    assert exception["stacktrace"]["frames"][-1]["function"] == "broken"
    whole = path + headers + body
    for secret in (TOKEN, TYPED, ADDRESS):
        assert secret not in whole
    assert set(event) == {
        *("event_id", "timestamp", "platform", "level", "logger"),
        *("tags", "logentry", "exception"),
    }


def test_tracker_that_does_not_answer_delays_no_page():
    """Were each of them to wait for its time-out, `output` would long have given up."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = start_script(
            BREAK, "150", TOKEN, TYPED, ADDRESS, "0", **environment(silent.getsockname()[1])
        )
        said = output(process).splitlines()[-1]

    assert said.split()[0] == "500"


def test_without_an_address_nothing_of_it_is_loaded():
    script = "import sys; print([name for name in sys.modules if 'sentry' in name])"

    assert output(start_script(script, **LOCAL)) == "[]\n"


def test_address_that_is_none_stops_the_start_and_is_not_repeated():
    process = start_script("", **LOCAL, ERROR_TRACKER="secret-key-without-a-host")
    said = process.communicate()[0]

    assert process.returncode == 1
    assert "ERROR_TRACKER is not an address as a tracker gives it" in said
    assert "secret-key" not in said
