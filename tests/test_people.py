"""Who may come in: the groups, and accounts from invitation to closing."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError
from django.test import Client

from scores.accounts.people import PersonRefused, create_person
from scores.models import CONTENT
from tests.people import PASSWORD, command, sign_in
from tests.test_house import manage
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
