"""The editions of the fixtures, and the groups, in the database of every test that uses one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

from scores.actions.editions import insert_fixture
from scores.queries import editions
from scores.queries.editions import published_edition
from scores.queries.fixtures import read_fixture
from tests.engine.edition import FIXTURES

GROUPS = import_module("scores.migrations.0004_groups")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Loads the editions once, and again whenever a test that needs real commits emptied all."""
    with django_db_blocker.unblock():
        call_command("load_editions", verbosity=0)
    post_migrate.connect(_restore, sender=apps.get_app_config("scores"))


def _restore(**signal):
    GROUPS.fill_groups(apps, DEFAULT_DB_ALIAS)
    for path in sorted(FIXTURES.glob("*.jsonl")):
        insert_fixture(fixture=read_fixture(path.read_text("utf-8").splitlines()))


@pytest.fixture
def edition_2026(db):
    return published_edition("2026.1")


@pytest.fixture
def edition_2025(db):
    return published_edition("2025.1")


@pytest.fixture(autouse=True)
def forget_editions_of_the_test():
    """A test may publish an edition under a digest that another test uses too."""
    yield
    for digest, edition in list(editions._kept.items()):
        if edition.label not in ("2025.1", "2026.1"):
            del editions._kept[digest]
