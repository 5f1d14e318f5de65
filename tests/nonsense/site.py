"""Makes people, goals and rows to send nonsense at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import get_cookie_signer
from django.db import DEFAULT_DB_ALIAS
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from scores.accounts.people import create_person
from scores.editions.load import clone_edition
from scores.editions.reader import published_edition
from scores.engine.answers import Answers, Reading
from scores.goals.links import tokens_of
from scores.goals.redact import ALL
from scores.goals.share import respond, revise_goal, share_goal
from scores.models import Edition, Goal
from scores.retention import purge
from scores.views.remembered import COOKIE

from .addresses import Address, every_address
from .forms import Form, forms_in

groups = import_module("scores.migrations.0004_groups")

PASSWORD = "a quiet horse in the rain"
CSRF = "n" * 32
DRAFT = "2027.1"

VISITORS = ("stranger", "visitor")
"""People without an account; the visitor has shared goals from this browser."""

STAFF = ("alice", "rob", "eve", "root")
"""An editor, a reviewer, an editor without the second factor, and a superuser."""

COMPUTED = ("/goal/", "/goal.json", "/compare/", "/goal/share/", "/")
"""Addresses with the most computation, asked more often than the others."""


@dataclass
class Site:
    fetch: Callable[[str, str], str]
    """The page that a person gets at an address; empty if it is no page."""
    cookies: dict[str, str]
    tokens: tuple[str, ...]
    keys: dict[str, tuple[int, ...]]
    """Keys of existing rows, by the model's part of the address."""
    public: list[Address] = field(default_factory=list)
    admin: list[Address] = field(default_factory=list)
    _forms: dict[tuple[str, str], list[Form]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for address in every_address():
            group = self.admin if str(address).startswith("/admin/") else self.public
            group += [address] * (4 if str(address) in COMPUTED else 1)

    def forms_at(self, person: str, target: str) -> list[Form]:
        asked = (person, target)
        if asked not in self._forms:
            self._forms[asked] = forms_in(self.fetch(person, target), target)
        return self._forms[asked]


def make_site(fetch: Callable[[str, str], str], *, number: int = 0) -> Site:
    """A site with content of every kind; only the goals are always new."""
    now = datetime.now(UTC)
    groups.fill_groups(apps, DEFAULT_DB_ALIAS)  # a request of root may have deleted them
    purge(at=now)
    draft = Edition.objects.filter(label=DRAFT).first() or clone_edition(
        edition=Edition.objects.get(label="2026.1"), label=DRAFT
    )
    tokens = [_goal(f"{number:04}-{name}", now) for name in ("live", "revoked", "expired")]
    return Site(
        fetch,
        {person: _cookies(person, tokens) for person in (*VISITORS, *STAFF)},
        tuple(token for manage in tokens for token in tokens_of(manage).values()),
        _keys(draft),
    )


def _goal(name: str, now: datetime) -> str:
    """A goal with two revisions and an answer; its token is always the same, to repeat failures."""
    manage = f"token-of-the-goal-{name}".ljust(30, "-")
    edition = published_edition("2026.1")
    answers = Answers(
        specialty="dermatology",
        group="non-us-img",
        factors=("failed-exam",),
        exam_date=(now + timedelta(days=90)).date(),
        readings=(Reading("nbme14", 248, (now - timedelta(days=9)).date()),),
    )
    goal = share_goal(
        manage=manage,
        answers=answers,
        edition=edition,
        shown=ALL,
        expires_at=now + timedelta(days=-1 if "expired" in name else 1),
        at=now,
    )
    plain = Answers(specialty="psychiatry", group="us-img")
    revise_goal(goal=goal, submission=name, answers=plain, edition=edition, at=now)
    respond(goal=goal, revision=2, submission=name, name="Dr A", note="Well\ndone")
    if "revoked" in name:
        Goal.objects.filter(pk=goal.pk).update(revoked_at=now)
    return manage


def _cookies(person: str, tokens: list[str]) -> str:
    kept = {settings.CSRF_COOKIE_NAME: CSRF}
    if person == "visitor":
        kept[COOKIE] = get_cookie_signer(salt=f"{COOKIE}goals").sign(".".join(tokens))
    if person in STAFF:
        kept[settings.SESSION_COOKIE_NAME] = _session(_user(person), verified=person != "eve")
    return "; ".join(f"{name}={value}" for name, value in kept.items())


def _user(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None and name == "root":
        return User.objects.create_superuser(name, password=PASSWORD)
    part = "reviewer" if name == "rob" else "editor"
    return found or create_person(name=name, email="", password=PASSWORD, groups=[part])


def _session(user: User, *, verified: bool) -> str:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    if verified:
        device, _ = TOTPDevice.objects.get_or_create(user=user, name="app")
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
    return str(session.session_key)


def _keys(draft: Edition) -> dict[str, tuple[int, ...]]:
    """Keys of each model: rows of the draft, and the first rows of all."""
    keys = {}
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk").values_list("pk", flat=True)
        path = getattr(model, "identity", ("",))[0].removesuffix("__label")
        own = list(rows.filter(**{path: draft})[:2]) if path not in ("", "label") else []
        keys[f"{model._meta.app_label}/{model._meta.model_name}"] = (*own, *rows[:2]) or (1,)
    keys["scores/edition"] += (draft.pk,) * 3
    return keys
