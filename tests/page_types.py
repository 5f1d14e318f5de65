"""An address of every kind of page, for tests that cover all of them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django_otp import DEVICE_ID_SESSION_KEY

from scores.accounts.devices import app_of
from scores.accounts.people import create_person, enroll
from scores.editions.load import clone_edition
from scores.editions.reader import current_edition
from scores.engine.answers import Answers, Reading
from scores.goals.links import tokens_of
from scores.goals.redact import ALL
from scores.goals.share import respond, revise_goal, share_goal
from scores.models import Edition, PassingStandard
from scores.views.benchmark_pages import PAGES
from scores.views.remembered import COOKIE, remember
from tests.people import KEY, PASSWORD, code_of

MANAGE = "the-token-of-a-test-30-letters"
QUERY = "specialty=dermatology&group=us-md-senior&exam_date=2027-05-01"
THREE_TESTS = (
    "test=nbme14&score=248&taken=2027-04-01&test=uwsa2&score=253&taken=2027-04-20"
    "&test=free120&score=78&taken="
)
FIVE_TESTS = (
    "test=nbme12&score=228&taken=2027-01-15&test=nbme13&score=236&taken=2027-02-20"
    "&test=nbme14&score=241&taken=2027-03-20&test=uwsa2&score=247&taken=2027-04-10"
    "&test=free120&score=76&taken=2027-04-24"
)
HEAVIEST = (
    "/goal/?specialty=dermatology&group=non-us-img&aim=strong&exam_date=2027-05-01"
    f"&factor=low-class-rank&factor=failed-exam&factor=little-us-experience&{FIVE_TESTS}"
)
"""A result with every part at once: five practice tests, a stand-in and factors."""

INDEXED = {
    "start": "/",
    "empty form": "/goal/",
    "empty comparison": "/compare/",
    "specialties": "/specialties/",
    "specialties of a group": "/specialties/?group=non-us-img&sort=rate",
    "specialty": "/specialties/dermatology/",
    "benchmarks": "/benchmarks/",
    **{f"benchmarks: {name}": f"/benchmarks/{name}/" for name in PAGES},
    "editions": "/editions/",
    "edition": "/editions/2026.1/",
    "difference": "/editions/2025.1...2026.1/",
    "sources": "/sources/",
    "method": "/method/",
    "corrections": "/corrections/",
    "questions": "/questions/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
}
COMPUTED = {
    "result": f"/goal/?{QUERY}",
    "result with practice tests": f"/goal/?{QUERY}&{THREE_TESTS}",
    "heaviest result": HEAVIEST,
    "stand-in": "/goal/?specialty=dermatology&group=non-us-img",
    "no figure": "/goal/?specialty=preventive-medicine&group=us-do-senior&decline=all-specialties",
    "readings far below": f"/goal/?{QUERY}&test=nbme14&score=205&taken=2027-04-19",
    "failed": "/goal/?specialty=internal-medicine&group=us-img"
    "&situation=failed&attempt_date=2026-01-10",
    "scored": "/goal/?specialty=family-medicine&group=non-us-img&situation=scored&actual_score=222",
    "step 3": "/goal/?exam=step3",
    "step 1": "/goal/?exam=step1&group=us-img",
    "old edition": f"/goal/?{QUERY}&edition=2025.1",
    "waiting": "/goal/?specialty=dermatology",
    "errors": "/goal/?specialty=basketry&group=us-md-senior&exam_date=2031-01-01"
    "&test=nbme14&score=400&taken=&test=free120&score=78&taken=",
    "all specialties": f"/compare/?group=us-img&exam_date=2027-05-01&{THREE_TESTS}",
    "groups": "/compare/?specialty=dermatology&group=us-md-senior&group=us-img&group=non-us-img",
    "holes": "/compare/?group=us-do-senior&decline=us-md-seniors&decline=all-specialties",
    "errors of a comparison": "/compare/?specialty=basketry&aim=typical&factor=luck",
    "benchmarks of an old edition": "/benchmarks/?edition=2025.1",
    "coverage of an old edition": "/benchmarks/coverage/?edition=2025.1",
}
SHARED = {
    "report an error": "/corrections/report/?figure=258&page=/specialties/dermatology/",
    "preview of sharing": f"/goal/share/?{QUERY}&{THREE_TESTS}",
    "link to look": "/g/{view}/",
    "link to answer": "/g/{respond}/",
    "older revision": "/g/{view}/1/",
    "other answers": f"/g/{{respond}}/try/?{QUERY}&{THREE_TESTS}",
    "verified": "/g/{view}/verify/?digest={digest}",
    "not verified": "/g/{view}/verify/?digest=abc",
    "link that opens nothing": "/g/nothing/",
}
OWNED = {
    "owner's link": "/g/{manage}/",
    "revise": f"/g/{{manage}}/revise/?{QUERY}&{FIVE_TESTS}",
    "delete": "/g/{manage}/delete/",
    "my goals": "/mine/",
    "save": f"/mine/save/?{QUERY}&{THREE_TESTS}",
}
FAILED = {f"error {status}": f"/errors/{status}/" for status in (400, 403, 404, 429, 500, 503)}
SIGNED_OUT = {"sign in": "/admin/login/", "spent link": "/admin/password/MQ/used-before/"}
STAFF = {
    "desk": "/admin/",
    "review": "/admin/scores/edition/{draft}/review/",
    "checks": "/admin/scores/edition/{draft}/checks/",
    "what is due": "/admin/scores/edition/{draft}/due/",
    "source": "/admin/scores/source/{source}/change/",
    "form of an edition": "/admin/scores/edition/{draft}/change/",
    "history": "/admin/scores/edition/{draft}/history/",
    "import": "/admin/scores/passingstandard/import/",
    "second factor": "/admin/second-factor/",
}


@dataclass(frozen=True)
class PageType:
    name: str
    address: str
    visitor: str = ""


def page_types(found: dict[str, str]) -> list[PageType]:
    """All page types, with the tokens and keys that `make_contents` returned."""
    by_visitor = {
        "": INDEXED | COMPUTED | SHARED | FAILED | SIGNED_OUT,
        "owner": OWNED,
        "alice": STAFF,
        "alice without her phone": {"second step": "/admin/second-factor/code/"},
        "rob": {"first phone": "/admin/second-factor/setup/"},
    }
    return [
        PageType(name, address.format(**found), visitor)
        for visitor, addresses in by_visitor.items()
        for name, address in addresses.items()
    ]


def make_contents() -> dict[str, str]:
    """Makes a goal with two revisions and answers, a changed draft, an editor and a reviewer."""
    now = datetime.now(UTC)
    edition = current_edition(at=now)
    answers = Answers(
        specialty="dermatology",
        group="us-md-senior",
        exam_date=date(2027, 5, 1),
        readings=(Reading("nbme14", 247, date(2026, 9, 1)),),
    )
    expires_at = now + timedelta(days=365)
    goal = share_goal(
        manage=MANAGE, answers=answers, edition=edition, shown=ALL, expires_at=expires_at, at=now
    )
    next_reading = Reading("uwsa2", 252, date(2026, 10, 20))
    revised = replace(answers, readings=(*answers.readings, next_reading))
    revise_goal(goal=goal, submission="second", answers=revised, edition=edition, at=now)
    for number in (1, 2):
        name, note = "Dr Amina Rahmani", "Take one more form first. " * 20 * number
        respond(goal=goal, revision=number, submission=str(number), name=name, note=note)
    draft = clone_edition(edition=Edition.objects.get(label=edition.label), label="2099.1")
    PassingStandard.objects.filter(edition=draft, exam="step2ck", score=218).update(score=219)
    alice = create_person(name="alice", email="", password=PASSWORD, groups=["editor"])
    create_person(name="rob", email="", password=PASSWORD, groups=["reviewer"])
    enroll(user=alice, key=KEY, code=code_of(KEY))
    digest = goal.revisions.get(number=2).digest
    source = str(draft.sources.get(slug="kaplan-2026").pk)
    return tokens_of(MANAGE) | {"draft": str(draft.pk), "digest": digest, "source": source}


def cookies_of(visitor: str) -> dict[str, str]:
    """The cookies by which the site recognizes a visitor."""
    if not visitor:
        return {}
    if visitor == "owner":
        response = HttpResponse()
        remember(RequestFactory().get("/"), response, MANAGE)
        return {COOKIE: response.cookies[COOKIE].value}
    client, user = Client(), User.objects.get(username=visitor.split()[0])
    client.force_login(user)
    if visitor == "alice":
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = app_of(user).persistent_id
        session.save()
    return {name: cookie.value for name, cookie in client.cookies.items()}
