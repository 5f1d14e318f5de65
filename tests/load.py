"""Simulates visitors: some read results, others share them, and try again if refused."""

import http.client
import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

HIDDEN = r'name="{}" value="([^"]+)"'


@dataclass
class Answer:
    status: int
    seconds: float
    headers: dict[str, str]
    text: str


def ask(port: int, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.monotonic()
    headers = {"Host": "localhost"} | {name.replace("_", "-"): to for name, to in headers.items()}
    try:
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(form), headers)
        response = connection.getresponse()
        text = response.read().decode()
    finally:
        connection.close()
    return Answer(response.status, time.monotonic() - began, dict(response.headers), text)


SHARE = "/goal/share/?specialty=dermatology&group=us-img"


class Load:
    """Within this context, visitors send requests; it collects their answers."""

    def __init__(self, port: int, *, readers: int = 2, sharers: int = 2) -> None:
        self.port = port
        self.numbers = itertools.count(1)
        self.read: list[Answer] = []
        self.shared: list[Answer] = []
        self.acknowledged: list[str] = []
        self.broken: list[Exception] = []
        self.failures: list[Exception] = []
        self.is_over = threading.Event()
        self.is_hopeless = threading.Event()
        jobs = [self._read] * readers + [self._share] * sharers
        self.visitors = [threading.Thread(target=self._work, args=[job]) for job in jobs]

    def __enter__(self) -> "Load":
        for visitor in self.visitors:
            visitor.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.is_over.set()
        for visitor in self.visitors:
            visitor.join()
        assert self.failures == []

    def goes_on(self, *, shares: int = 5) -> None:
        """Waits until this many more shares are acknowledged, at most a minute."""
        wanted, deadline = len(self.acknowledged) + shares, time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, "Nothing is shared any more."
            time.sleep(0.05)

    def _work(self, job: Callable[[int], None]) -> None:
        try:
            while not self.is_over.is_set():
                job(next(self.numbers))
                time.sleep(0.05)
        except Exception as failure:
            self.failures.append(failure)

    def _ask(self, *asked: Any, **headers: str) -> Answer | None:
        """The answer; None where the connection broke, as a worker may have been killed."""
        try:
            return ask(self.port, *asked, **headers)
        except (OSError, http.client.HTTPException) as problem:
            self.broken.append(problem)
            return None

    def _read(self, number: int) -> None:
        test = f"test=uwsa2&score={200 + number % 80}"
        answer = self._ask(f"/goal/?specialty=psychiatry&group=us-img&{test}")
        if answer:
            self.read.append(answer)

    def _share(self, number: int) -> None:
        """Sends one form until it is accepted, as the page that refuses it suggests."""
        preview = self._ask(SHARE)
        if preview is None or preview.status != 200:
            return
        names = ("csrfmiddlewaretoken", "once")
        form = {name: re.search(HIDDEN.format(name), preview.text)[1] for name in names}
        cookie = preview.headers["Set-Cookie"].partition(";")[0]
        address = f"10.0.{number // 250}.{number % 250}"  # an address may share only so often
        deadline = time.monotonic() + 60
        while not self.is_hopeless.is_set() and time.monotonic() < deadline:
            answer = self._ask(SHARE, form, Cookie=cookie, X_Forwarded_For=address)
            if answer:
                self.shared.append(answer)
            if answer and answer.status == 302:
                self.acknowledged.append(answer.headers["Location"])
            if answer and answer.status != 503:
                return
            time.sleep(0.2)

    @property
    def answers(self) -> list[Answer]:
        return self.read + self.shared

    @property
    def slowest(self) -> float:
        return max(answer.seconds for answer in self.answers)
