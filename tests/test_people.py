"""Who may come in: the groups, the sign-in, its second factor, and how long it lasts."""

import logging
import re
from base64 import b32decode
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver

from scores.accounts.people import PersonRefused, create_person
from scores.models import CONTENT, RecoveryCodes
from tests.people import KEY, PASSWORD, code_of, sign_in
from tests.test_house import manage
from usmlegoals.addresses import client_address, proxy_networks
from usmlegoals.logs import masked

pytestmark = pytest.mark.django_db

CODE = "/admin/second-factor/code/"
SETUP = "/admin/second-factor/setup/"
CHANGE = "/admin/second-factor/"


# Groups

RECORDS = {"edit", "event", "publication", "release"}
FIGURES = {model._meta.model_name for model in CONTENT}
VIEW = {f"view_{name}" for name in FIGURES | RECORDS | {"edition"}}
WRITE = {f"{verb}_{name}" for verb in ("add", "change", "delete") for name in FIGURES | {"edition"}}

REPORTS = {"view_report", "change_report"}


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("editor", VIEW | WRITE | REPORTS | {"publish_edition"}),
        ("reviewer", VIEW | REPORTS | {"review_edition"}),
    ],
)
def test_group_may_do_what_it_needs_and_no_more(group, may):
    permissions = Group.objects.get(name=group).permissions

    assert set(permissions.values_list("codename", flat=True)) == may
    assert set(permissions.values_list("content_type__app_label", flat=True)) == {"scores"}


def test_there_is_no_account_to_begin_with():
    assert not User.objects.exists()


# Making an editor


def command(name, *arguments):
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def link_in(says):
    return re.search(r"http://127\.0\.0\.1:8000(/admin/password/\S+)$", says.strip())[1]


def set_password(client, link, typed=PASSWORD, again=None):
    """Opens the link and types the password twice."""
    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(form, {"new_password1": typed, "new_password2": again or typed}, follow=True)


def test_editor_is_invited_from_the_command_line(client):
    says = command("create_editor", "--name=eve", "--group=editor", "--group=reviewer")

    eve = User.objects.get(username="eve")
    assert says.startswith("Made eve: editor and reviewer.\nGive eve this link.")
    assert "once, within 72 hours" in says
    assert not eve.has_usable_password()
    assert (eve.is_staff, eve.is_superuser) == (True, False)
    assert set(eve.groups.values_list("name", flat=True)) == {"editor", "reviewer"}

    page = set_password(client, link_in(says))

    assert "Your password is set." in page.content.decode()
    assert sign_in(client, "eve").status_code == 302


def test_link_sets_a_password_once_and_ends_the_others(client):
    first = link_in(command("create_editor", "--name=eve"))
    second = link_in(command("password_link", "eve"))

    set_password(client, second)

    for link in (first, second):
        page = set_password(Client(), link, "another horse, in the sun").content.decode()
        assert "This link opens nothing" in page
    assert User.objects.get().check_password(PASSWORD)


def test_link_runs_out(client, settings):
    link = link_in(command("create_editor", "--name=eve"))
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "This link opens nothing" in client.get(link).content.decode()


def test_link_keeps_the_token_out_of_the_address_and_of_caches(client):
    link = link_in(command("create_editor", "--name=eve"))

    answer = client.get(link)

    assert answer["Location"].endswith("/set-password/")
    assert answer["Cache-Control"] == "no-store"
    assert masked(f"Not Found: {link}") == f"Not Found: {link.rsplit('/', 2)[0]}/…/"


@pytest.mark.parametrize(
    "link", ["MQ/abc-def", "x/y", "MQ/set-password", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b"]
)
def test_invented_link_opens_nothing(client, alice, link):
    page = client.get(f"/admin/password/{link}/")

    assert (page.status_code, "opens nothing" in page.content.decode()) == (200, True)


def test_link_keeps_the_second_factor(client, alice, recovery_codes, second_factor):
    set_password(client, link_in(command("password_link", "alice")), "another horse, in the sun")

    sign_in(client, password="another horse, in the sun")

    assert client.get("/admin/")["Location"].startswith(CODE)


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("eve", "short", "at least 12 characters"),
        ("eve", "password1234", "too common"),
        ("evangeline", "evangeline-1", "too similar to the username"),
        ("eve", "usmlegoals-2026", "easy to guess here"),
    ],
)
def test_weak_passwords_are_refused(client, name, typed, says):
    page = set_password(client, link_in(command("create_editor", f"--name={name}")), typed)

    assert says in page.content.decode()
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("name", "says"), [("", "Give a name"), ("e v e", "Enter a valid username")]
)
def test_odd_names_are_refused(monkeypatch, name, says):
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with pytest.raises(CommandError, match=says):
        command("create_editor", f"--name={name}")

    assert not User.objects.exists()


# Accounts that are listed, closed and opened again


def test_list_tells_how_far_everybody_is(alice, rob, recovery_codes):
    User.objects.create_user("eve", password=PASSWORD)
    command("create_editor", "--name=new")
    command("close_account", "rob")

    assert command("list_people").splitlines() == [
        "alice: editor; second factor, 10 recovery codes; last signed in: never",
        "eve: no group; no second factor yet; last signed in: never",
        "new: editor; invited, no password yet; last signed in: never",
        "rob: reviewer; closed; last signed in: never",
    ]


def test_list_of_nobody_says_so():
    assert command("list_people") == "Nobody has an account: create_editor makes one.\n"


def test_closed_account_opens_nothing_until_it_is_opened(client, alice):
    link = link_in(command("password_link", "alice"))
    sign_in(client)

    assert command("close_account", "alice").startswith("Closed the account of alice: nobody")

    assert client.get("/admin/").status_code == 302
    assert "This link opens nothing" in client.get(link).content.decode()
    assert sign_in(client).status_code == 200
    assert command("close_account", "alice") == (
        "Nothing to do: the account of alice was closed before.\n"
    )
    with pytest.raises(CommandError, match="open_account alice opens it"):
        command("password_link", "alice")

    assert command("open_account", "alice").startswith("Opened the account of alice")
    assert command("open_account", "alice").startswith("Nothing to do")
    assert sign_in(client).status_code == 302


@pytest.mark.parametrize(
    "name", ["close_account", "open_account", "password_link", "reset_second_factor"]
)
def test_command_fails_on_a_name_that_nobody_has(alice, name):
    with pytest.raises(CommandError, match=r"There is nobody named alcie\. list_people"):
        command(name, "alcie")


def test_password_may_be_long_and_hold_any_character(client):
    password = "🐎 " + "лошадь " * 20

    create_person(name="long", email="", password=password, groups=["editor"])

    assert sign_in(client, "long", password).status_code == 302


def test_name_is_given_once(alice):
    with pytest.raises(CommandError, match="already somebody named alice"):
        command("create_editor", "--name=alice")


def test_group_that_is_missing_is_told(monkeypatch):
    with pytest.raises(PersonRefused, match="migrate"):
        create_person(name="x", email="", password=PASSWORD, groups=["author"])


def test_passwords_are_kept_by_a_slow_hash():
    command = "from django.contrib.auth.hashers import get_hasher as get; print(get().iterations)"

    setting = {"SECRET_KEY": "tests", "ALLOWED_HOSTS": "usmlegoals.example"}
    setting["DATABASE_URL"] = "sqlite://:memory:"
    said = manage("shell", "--no-imports", f"--command={command}", **setting)

    assert int(said.stdout) >= 600_000


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
