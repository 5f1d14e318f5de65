"""Takes the pictures of the guides where the journeys pass.

Only `./run pictures` takes them. In any other run, a camera checks that its picture is there, so
that the steps shown in a guide are tested.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures"
IS_TAKING = os.environ.get("TAKE_PICTURES") == "1"

DAY = datetime(2026, 12, 1, 10, tzinfo=UTC)
"""The time shown on every picture, so that it does not depend on when it is taken."""

COLORS = 128
"""Enough for pages of text, with a third of the bytes."""

MARGIN = 16
BOX = """part => {
    const { x, y, width, height } = part.getBoundingClientRect()
    return { x: x + scrollX, y: y + scrollY, width, height }
}"""


class Camera:
    def __call__(self, name: str, first: Locator, *others: Locator) -> None:
        """Takes a picture of the part of a page around all of these."""
        path = FOLDER / f"{name}.png"
        if not IS_TAKING:
            assert path.exists(), f"{path.name} is missing: ./run pictures takes it."
            return
        first.page.wait_for_load_state("networkidle")
        shot = first.page.screenshot(
            full_page=True,
            clip=around([each.evaluate(BOX) for each in (first, *others)]),
            animations="disabled",
            caret="hide",
        )
        picture = Image.open(BytesIO(shot)).quantize(COLORS, method=Image.Quantize.MAXCOVERAGE)
        picture.save(path, optimize=True)


def around(boxes):
    left = max(0, min(box["x"] for box in boxes) - MARGIN)
    top = max(0, min(box["y"] for box in boxes) - MARGIN)
    right = max(box["x"] + box["width"] for box in boxes) + MARGIN
    bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


BEGAN = time.monotonic()


def slow_clock() -> datetime:
    """A clock that goes on, but by less than a minute while pictures are taken."""
    return DAY + timedelta(milliseconds=time.monotonic() - BEGAN)


@pytest.fixture
def camera(monkeypatch) -> Camera:
    if IS_TAKING:
        monkeypatch.setattr(timezone, "now", slow_clock)
    return Camera()


def pytest_collection_modifyitems(items):
    """Runs only tests with a camera when taking pictures."""
    if IS_TAKING:
        items[:] = [item for item in items if "camera" in item.fixturenames]
