"""The picture of scores in a browser: read by pointer, by touch and by keys; a table without."""

import pytest
from playwright.sync_api import expect

from tests.browser import listen

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("edition_with_projection")]

SPECIALTY = "/specialties/internal-medicine/"
OF_TARGET = "251 score 55 in 100 matched (40 to 65) 47th percentile"


@pytest.fixture
def picture(page):
    said = listen(page)
    page.goto(SPECIALTY)
    yield page.locator("#picture-non-us-img")
    assert said == []


def reading(picture):
    return picture.locator(".reading")


def test_picture_tells_of_the_target_until_another_score_is_read(picture):
    expect(reading(picture)).to_have_text(OF_TARGET)
    expect(picture.locator(".reader-line")).to_be_hidden()
    picture.locator(".picture-frame").hover(position={"x": 20, "y": 60})
    expect(reading(picture)).to_contain_text("210 score")
    picture.locator("figcaption").hover()
    expect(reading(picture)).to_have_text(OF_TARGET)


def test_picture_is_read_by_keys(picture):
    reader = picture.get_by_role("slider", name="Read a score")
    reader.focus()
    reader.press("ArrowRight")
    expect(reading(picture)).to_contain_text("252 score")
    expect(reader).to_have_attribute(
        "aria-valuetext", "252 score 55 in 100 matched (40 to 65) 50th percentile"
    )
    reader.press("Home")
    expect(reading(picture)).to_have_text("210 score 1st percentile")
    reader.press("Escape")
    expect(reading(picture)).to_have_text(OF_TARGET)


def test_picture_is_read_by_touch_and_the_page_still_scrolls(visitor):
    page = visitor(has_touch=True, viewport={"width": 360, "height": 800})
    page.goto(SPECIALTY)
    picture = page.locator("#picture-non-us-img")
    picture.scroll_into_view_if_needed()
    box = picture.locator(".picture-frame").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.96, box["y"] + 100)

    expect(reading(picture)).to_contain_text("280 score")
    frame = picture.locator(".picture-frame")
    assert frame.evaluate("(each) => getComputedStyle(each).touchAction") == "pan-y"
    assert page.said == []


def test_without_a_script_the_table_has_every_fifth_score(client):
    body = client.get(SPECIALTY).content.decode()

    table = body.split('id="picture-non-us-img"')[1].partition("<table")[2].split("</table>")[0]
    assert table.count("<tr>") == 1 + 15
    assert "<td>50 (40 to 65)</td>" in table
