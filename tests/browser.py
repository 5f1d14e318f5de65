"""Fixtures that drive the machine's Chromium with Playwright."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.programs import find_program

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_program(
        "chromium", "chromium-browser", "google-chrome", required_by="REQUIRE_BROWSER"
    )
    # Playwright keeps an event loop running in this thread, in which Django would refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The live server, started only after the database is set up: its threads open that one."""
    return live_server


@pytest.fixture
def visitor(chromium: Browser, django_db_setup: None, live_server: LiveServer) -> Iterator[Any]:
    """Opens pages of separate visitors; each has its console messages in `said`."""
    contexts = []

    def visitor(**options: Any) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, **options))
        page = contexts[-1].new_page()
        page.said = listen(page)
        return page

    yield visitor
    for context in contexts:
        context.close()


def listen(page: Page) -> list[str]:
    """The messages and errors of its console from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def page(chromium: Browser, django_db_setup: None, live_server: LiveServer) -> Iterator[Page]:
    """A page of a new visitor; addresses are those of the live server.

    The database has to be set up before the server starts.
    """
    with chromium.new_context(base_url=live_server.url) as context:
        yield context.new_page()
