"""The second factor: set up, asked for, changed and lost."""

import logging
import re
from base64 import b32decode

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.test import Client
from django.urls import get_resolver

from scores.models import CONTENT, RecoveryCodes
from tests.people import KEY, PASSWORD, code_of, command, sign_in
from tests.test_house import manage

pytestmark = pytest.mark.django_db

CODE = "/admin/second-factor/code/"
SETUP = "/admin/second-factor/setup/"
CHANGE = "/admin/second-factor/"


# The second factor


def walk(patterns, prefix="/"):
    for one in patterns:
        path = prefix + re.sub(r"<[^>]*>|\(\?P<[^>]*>.*\)", "1", str(one.pattern)).strip("^$")
        if hasattr(one, "url_patterns"):
            yield from walk(one.url_patterns, path)
        else:
            yield path


ADMIN = sorted(path for path in walk(get_resolver().url_patterns) if path.startswith("/admin/"))
OPEN = {"/admin/login/", "/admin/logout/", CODE, SETUP, CHANGE}


def test_every_table_has_its_admin_addresses_in_the_test_below():
    assert len(ADMIN) > 5 * len(CONTENT)
    assert set(ADMIN) > OPEN


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_the_admin_opens_without_the_second_factor(
    client, alice, recovery_codes, second_factor, method
):
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))

    answers = {path: getattr(client, method)(path) for path in set(ADMIN) - OPEN}

    assert {path for path, answer in answers.items() if answer.status_code != 302} == set()
    assert {answer["Location"].split("?")[0] for answer in answers.values()} == {CODE}


def test_first_sign_in_leads_to_setting_up_an_app(client, alice, second_factor):
    sign_in(client)

    pages = client.get("/admin/", follow=True)

    assert pages.redirect_chain == [(f"{CODE}?next=%2Fadmin%2F", 302), (SETUP, 302)]
    assert "<svg" in pages.content.decode()


def key_on(page):
    shown = re.search(r'class="setup-key">([A-Z2-7 ]+)<', page.content.decode())
    return b32decode(shown[1].replace(" ", ""))


def set_up(client):
    key = key_on(client.get(SETUP))
    page = client.post(SETUP, {"code": code_of(key)})
    return key, re.findall(r"<li>([A-Z2-7-]{29})</li>", page.content.decode())


def test_setting_up_shows_recovery_codes_once_and_opens_the_admin(client, alice, second_factor):
    sign_in(client)
    before = client.session.session_key

    key, codes = set_up(client)

    assert len(set(codes)) == 10
    assert client.session.session_key != before
    assert client.get("/admin/").status_code == 200
    assert not any(code in client.get(CHANGE).content.decode() for code in codes)
    assert not any(code.replace("-", "") in str(RecoveryCodes.objects.values()) for code in codes)
    assert client.post(SETUP, {"code": code_of(key)})["Location"] == CHANGE


def test_app_with_a_wrong_code_is_not_set_up(client, alice, second_factor):
    sign_in(client)
    key = key_on(client.get(SETUP))

    for typed in (
        "",
        "000000" if code_of(key) != "000000" else "000001",
        "six digits",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
    ):
        page = client.post(SETUP, {"code": typed})

        assert page.status_code == 200
        assert "error-summary" in page.content.decode()
    assert key_on(client.get(SETUP)) == key
    assert client.get("/admin/").status_code == 302


def test_code_of_the_app_opens_the_page_that_was_asked_for(
    client, alice, recovery_codes, second_factor
):
    sign_in(client)
    before = client.session.session_key

    shown = code_of(KEY)
    answer = client.post(
        CODE, {"code": f"{shown[:3]} {shown[3:]}", "next": "/admin/scores/source/"}
    )

    assert answer["Location"] == "/admin/scores/source/"
    assert client.session.session_key != before
    assert client.get("/admin/scores/source/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:1", "0", "home", "a.b"]
)
def test_code_leads_to_no_page_but_one_of_this_site(
    client, alice, recovery_codes, second_factor, elsewhere
):
    sign_in(client)

    answer = client.post(CODE, {"code": code_of(KEY), "next": elsewhere})

    assert answer["Location"] == "/admin/"


def test_code_of_the_app_works_once(client, alice, recovery_codes, second_factor):
    sign_in(client)
    client.post(CODE, {"code": code_of(KEY)})
    other = Client()
    sign_in(other)

    answer = other.post(CODE, {"code": code_of(KEY)})

    assert answer.status_code == 200
    assert "was used before" in answer.content.decode()


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " ")])
def test_recovery_code_works_once(client, alice, recovery_codes, second_factor, typed):
    for name, status in [("first", 302), ("second", 200)]:
        person = Client()
        sign_in(person)

        assert (name, person.post(CODE, {"code": typed(recovery_codes[0])}).status_code) == (
            name,
            status,
        )
    assert len(RecoveryCodes.objects.get().hashes) == 9


def test_recovery_codes_left_are_told(client, alice, recovery_codes, second_factor):
    sign_in(client)

    page = client.post(CODE, {"code": recovery_codes[3]}, follow=True)

    assert "9 of your recovery codes are left." in page.content.decode()


def test_wrong_codes_wait_longer_and_longer(client, alice, recovery_codes, second_factor):
    sign_in(client)

    first = client.post(CODE, {"code": "000000"})
    again = client.post(CODE, {"code": code_of(KEY)})

    assert "looked at in 1 s" in first.content.decode()
    assert again.status_code == 200
    alice.totpdevice_set.update(throttling_failure_count=9)
    assert "looked at in 4 minutes" in client.post(CODE, {"code": "1" * 6}).content.decode()


def test_somebody_elses_recovery_code_is_wrong(client, alice, rob, recovery_codes, second_factor):
    sign_in(client, "rob")
    set_up(client)
    other = Client()
    sign_in(other, "rob")

    assert other.post(CODE, {"code": recovery_codes[0]}).status_code == 200


# Changing the second factor


@pytest.fixture
def verified(client, alice, recovery_codes, second_factor):
    """Alice, signed in with both."""
    sign_in(client)
    client.post(CODE, {"code": code_of(KEY)})
    return client


def confirm(client, do, *, password=PASSWORD, code=None):
    """The next half-minute's code: the one of now was used to sign in."""
    code = code or code_of(KEY, steps=1)
    return client.post(CHANGE, {"do": do, "password": password, "code": code})


def test_new_recovery_codes_replace_the_old(verified, recovery_codes):
    page = confirm(verified, "codes").content.decode()

    fresh = re.findall(r"<li>([A-Z2-7-]{29})</li>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(recovery_codes)


def test_removing_it_ends_what_other_sessions_may(client, verified, alice):
    elsewhere = Client()
    sign_in(elsewhere)
    alice.totpdevice_set.update(last_t=-1)
    elsewhere.post(CODE, {"code": code_of(KEY)})
    assert elsewhere.get("/admin/").status_code == 200

    answer = confirm(verified, "remove")

    assert answer["Location"] == SETUP
    assert elsewhere.get("/admin/").status_code == 302
    assert verified.get("/admin/").status_code == 302
    assert not RecoveryCodes.objects.exists()


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"code": "000000"}])
def test_nothing_changes_without_password_and_code(verified, alice, wrong):
    page = confirm(verified, "remove", **wrong)

    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert alice.totpdevice_set.exists()


def test_it_is_changed_by_nobody_who_has_not_shown_it(client, alice, recovery_codes):
    sign_in(client)

    assert client.get(CHANGE)["Location"] == CODE
    assert confirm(client, "remove").status_code == 302
    assert alice.totpdevice_set.exists()


def test_operator_removes_a_lost_second_factor(verified, alice):
    says = command("reset_second_factor", "alice")

    assert says.startswith("Removed the app of alice and 10 recovery codes.")
    assert verified.get("/admin/", follow=True).redirect_chain[-1] == (SETUP, 302)
    with pytest.raises(CommandError, match="alice has no second factor to remove"):
        command("reset_second_factor", "alice")


def test_pages_of_the_second_factor_are_kept_by_no_cache(verified):
    assert verified.get(CHANGE)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [CODE, SETUP, CHANGE])
def test_pages_of_the_second_factor_are_for_people_who_signed_in(client, address):
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"


def test_what_happens_to_an_account_is_logged(verified, recovery_codes, caplog, monkeypatch):
    for name in ("axes", "scores"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    caplog.set_level(logging.INFO)

    confirm(verified, "codes", code="000000")
    confirm(verified, "codes", code=recovery_codes[0])
    sign_in(Client(), name="a password typed as a name", password="wrong")
    sign_in(Client())

    assert "alice entered a wrong code." in caplog.text
    assert "alice made new recovery codes." in caplog.text
    assert "New login failure by" in caplog.text
    assert "Successful login by" in caplog.text
    assert "127.0.0.1" in caplog.text
    assert not [word for word in ("a password", PASSWORD, *recovery_codes) if word in caplog.text]


@pytest.mark.parametrize(("local", "asks"), [("1", "False"), ("0", "True")])
def test_only_a_local_trial_does_without(local, asks):
    environment = {"USMLEGOALS_LOCAL": local, "SECOND_FACTOR": "0", "SECRET_KEY": "tests"}

    said = manage(
        "shell",
        "--no-imports",
        "--command=from django.conf import settings; print(settings.SECOND_FACTOR)",
        **environment,
        ALLOWED_HOSTS="usmlegoals.example",
    )

    assert said.stdout.strip() == asks, said.stderr
