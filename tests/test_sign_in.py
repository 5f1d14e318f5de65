"""Signing in: how it is throttled, and how long it lasts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people import sign_in
from usmlegoals.addresses import client_address, proxy_networks

pytestmark = pytest.mark.django_db

CODE = "/admin/second-factor/code/"
SETUP = "/admin/second-factor/setup/"
CHANGE = "/admin/second-factor/"


# Signing in, throttled


def test_wrong_password_and_unknown_name_look_alike(client, alice):
    wrong = sign_in(client, password="wrong").content.decode()
    unknown = sign_in(client, name="nobody", password="wrong").content.decode()

    def told(page):
        return re.findall(r"<li>(.*?)</li>", page[page.index("error-summary") :])

    assert told(wrong) == told(unknown) != []


def test_five_wrong_passwords_lock_the_address(client, alice):
    answers = [sign_in(client, password=f"wrong {n}") for n in range(5)]
    right = sign_in(client)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert "nobody can sign in for 15 minutes" in right.content.decode()
    assert "_auth_user_id" not in client.session


def test_other_names_count_for_the_same_address(client, alice):
    for n in range(5):
        sign_in(client, name=f"name{n}")

    assert sign_in(client).status_code == 429


def test_signing_in_takes_back_what_was_wrong_for_that_account_only(client, alice, rob):
    for _ in range(2):
        sign_in(client, name="rob", password="wrong")
        sign_in(client, password="wrong")
    signed_in = sign_in(client)

    again = [sign_in(Client(), name="rob", password=f"wrong {n}") for n in range(3)]

    assert signed_in.status_code == 302
    assert [answer.status_code for answer in again] == [200, 200, 429]


def test_own_mistakes_are_taken_back_by_signing_in(client, alice):
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302


def test_attempts_are_kept_without_what_was_typed(client, alice):
    sign_in(client, name="a password typed as a name", password="wrong")
    sign_in(client, password="wrong again")

    kept = repr(list(AccessAttempt.objects.values()))

    assert AccessAttempt.objects.values("username").distinct().count() == 2
    assert not re.search("typed|alice|wrong|csrfmiddlewaretoken=[^*]", kept)


def test_other_address_is_not_locked_with_it(client, alice):
    for _ in range(5):
        sign_in(client, password="wrong", x_forwarded_for="192.0.2.1")

    assert sign_in(client, x_forwarded_for="192.0.2.1").status_code == 429
    assert sign_in(client, x_forwarded_for="192.0.2.2").status_code == 302


def test_network_of_ipv6_counts_as_one_address(client, alice):
    for n in range(5):
        sign_in(client, password="wrong", x_forwarded_for=f"2001:db8::{n}")

    assert sign_in(client, x_forwarded_for="2001:db8::abcd").status_code == 429
    assert sign_in(client, x_forwarded_for="2001:db8:0:1::1").status_code == 302


def test_lock_ends(client, alice, settings):
    for _ in range(5):
        sign_in(client, password="wrong")

    settings.AXES_COOLOFF_TIME = timedelta(0)

    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "client"),
    [
        ("192.0.2.1", "", "127.0.0.1", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", "127.0.0.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.5", "127.0.0.1,::1", "203.0.113.5"),
        ("::1", "2001:db8::7", "127.0.0.1, ::1", "2001:db8::7"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.5", "10.0.0.0/8", "203.0.113.5"),
        ("10.0.0.2", "203.0.113.5, 10.0.0.3", "10.0.0.0/8", "203.0.113.5"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.5", "*", "203.0.113.5"),
        ("10.0.0.2", "nonsense", "10.0.0.0/8", "10.0.0.2"),
        ("10.0.0.2", "203.0.113.5, <script>", "10.0.0.0/8", "10.0.0.2"),
        ("", "203.0.113.5", "127.0.0.1", "203.0.113.5"),
        ("", "", "127.0.0.1", ""),
    ],
)
def test_address_is_the_last_that_a_trusted_proxy_saw(peer, forwarded, trusted, client):
    names = trusted.split(",")

    found = client_address(peer, forwarded, proxy_networks(names), trusts_peer="*" in names)

    assert found == client


# How long a session lasts


def test_session_ends_with_the_browser_and_after_eight_idle_hours(client, alice):
    cookie = sign_in(client).cookies["sessionid"]

    left = Session.objects.get().expire_date - datetime.now(UTC)
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert timedelta(hours=7, minutes=59) < left <= timedelta(hours=8)


def test_page_of_the_admin_counts_the_idle_time_anew(client, alice):
    sign_in(client)
    Session.objects.update(expire_date=datetime.now(UTC) + timedelta(minutes=1))

    client.get("/admin/")

    assert Session.objects.get().expire_date > datetime.now(UTC) + timedelta(hours=7)


def test_session_ends_a_day_after_signing_in(client, alice, settings):
    sign_in(client)
    assert client.get("/admin/").status_code == 200

    settings.SESSION_LONGEST = -1

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_signing_in_and_out_gives_another_session(client, alice):
    sign_in(client)
    first = client.session.session_key
    signed_out = client.post("/admin/logout/")

    assert signed_out["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=first).exists()
    assert client.get("/admin/").status_code == 302


def test_new_password_ends_the_other_sessions(client, alice):
    sign_in(client)
    alice.set_password("another horse, in the sun")
    alice.save()

    assert client.get("/admin/").status_code == 302


def test_account_that_is_closed_ends_its_sessions(client, alice):
    sign_in(client)
    User.objects.update(is_active=False)

    assert client.get("/admin/").status_code == 302
    assert sign_in(Client()).status_code == 200


def test_visitor_with_an_invented_session_leaves_no_row(client):
    client.cookies["sessionid"] = "a" * 32

    for path in ("/", "/goal/", "/admin/", "/admin/login/"):
        client.get(path)

    assert not Session.objects.exists()
