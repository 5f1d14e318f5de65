"""Whoever changes what readers see shows the second factor once more."""

import pytest

from scores.models import Edition
from tests.drafts import url
from tests.people import KEY, PASSWORD, code_of, sign_in
from tests.test_fates import approved
from tests.test_second_factor import CODE

__all__ = ["approved"]

pytestmark = pytest.mark.database


@pytest.fixture
def verified(client, alice, recovery_codes, second_factor):
    """Alice, signed in with a recovery code: that of her app is still unused."""
    sign_in(client, password=PASSWORD)
    client.post(CODE, {"code": recovery_codes[0]})
    return client


def do(who, edition, step, **values):
    page = who.post(url(Edition, "review", edition.pk), {"do": step, **values}, follow=True)
    edition.refresh_from_db()
    return [str(message) for message in page.context["messages"]][-1]


def test_publishing_asks_for_a_code(verified, approved):
    page = verified.get(url(Edition, "review", approved.pk)).content.decode()
    assert page.count('autocomplete="one-time-code"') == 2

    assert do(verified, approved, "publish").startswith("Enter the code that your app shows now")
    assert "This code is not right" in do(verified, approved, "publish", code="000000")
    assert not approved.is_published


def test_code_of_the_app_publishes_once(verified, approved, published):
    code = code_of(KEY)
    says = do(verified, approved, "publish", code=code)

    assert says == f"Edition {approved} is published, and the current one."
    again = do(verified, published, "restore", words="A misprint.", code=code)
    assert "was used before" in again
    assert Edition.objects.current(at=approved.releases.get().begins) == approved


@pytest.mark.parametrize("step", ["schedule", "withdraw", "restore"])
def test_every_step_that_readers_see_asks_for_it(verified, approved, published, step):
    edition = published if step == "restore" else approved

    says = do(verified, edition, step, words="Why.", day="2099-01-01")

    assert says.startswith("Enter the code that your app shows now")


def test_steps_that_readers_do_not_see_ask_for_none(verified, approved):
    assert do(verified, approved, "send-back", words="Once more.").endswith("a draft again.")


def test_trial_without_second_factor_asks_for_none(editor, approved):
    page = editor.get(url(Edition, "review", approved.pk)).content.decode()

    assert "one-time-code" not in page
    assert do(editor, approved, "publish").endswith("the current one.")
