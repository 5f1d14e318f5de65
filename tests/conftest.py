from django.conf import settings

pytest_plugins = [
    "tests.browser",
    "tests.editions",
    "tests.logs",
    "tests.people",
    "tests.pictures",
    "tests.postgres",
    "tests.selection",
    "tests.shared_goals",
    "tests.small_edition",
]


def pytest_configure() -> None:
    """In here pages may wait: the limit counts time by the clock, and the machine may be busy.

    Sites that a test starts as processes of their own have the real one.
    """
    settings.DATABASE_PATIENCE = 20
