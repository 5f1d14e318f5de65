"""What search engines and previews get: addresses that answer, descriptions, no one's scores."""

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scores.views import benchmark_pages
from scores.views.finding import PAGES

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent


def addresses_of(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_sitemap_lists_pages_that_answer_and_may_be_listed(client):
    addresses = addresses_of(client)

    assert len(addresses) == len(PAGES) + len(benchmark_pages.PAGES) + 25 + 2
    titles, descriptions = set(), set()
    for address in addresses:
        response = client.get(address.removeprefix("http://testserver"))
        page = response.content.decode()
        assert response.status_code == 200
        assert "noindex" not in page, address
        assert re.findall(r'<link rel="canonical" href="([^"]+)">', page) == [address]
        titles.add(re.search(r"<title>([^<]+)</title>", page)[1])
        descriptions.add(re.search(r'<meta name="description" content="([^"]+)">', page)[1])
    assert len(titles) == len(descriptions) == len(addresses)


def test_robots_leads_to_the_sitemap(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/\n" in response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/goal/?specialty=dermatology&group=us-img", "/compare/"])
def test_card_shows_our_own_picture_and_no_score(client, address):
    page = client.get(address).content.decode()
    card = "".join(re.findall(r"<meta (?:property|name)=\"(?:og|twitter):.*?>", page))

    assert '<meta property="og:image" content="http://testserver/static/card.png">' in page
    assert not re.search(r"\b2\d\d\b", card)
    assert (ROOT / "static/card.png").stat().st_size <= 60_000


def test_card_of_a_shared_goal_has_no_picture(client):
    page = client.get("/g/nothing/").content.decode()

    assert page.count('property="og:title"') == 1
    assert "og:image" not in page


def test_edition_describes_itself_as_a_dataset(client):
    page = client.get("/editions/2026.1/").content.decode()
    dataset = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert dataset["@type"] == "Dataset"
    assert dataset["version"] == "2026.1"
    assert dataset["url"] == "http://testserver/editions/2026.1/"
    assert 50 <= len(dataset["description"]) <= 5000
    assert date.fromisoformat(dataset["dateModified"]) == date(2026, 11, 22)
    for file in dataset["distribution"]:
        address = file["contentUrl"].removeprefix("http://testserver")
        assert client.get(address).status_code == 200


def test_statement_of_accessibility_is_linked_everywhere(client):
    assert '<a href="/accessibility/">' in client.get("/").content.decode()
    assert "What was not tested" in client.get("/accessibility/").content.decode()
