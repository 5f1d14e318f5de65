import os

import pytest
from hypothesis import settings

from tests.engine.edition import read_fixture

# Few examples locally, many in CI.
settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def edition():
    return read_fixture("2026.1")


@pytest.fixture(scope="session")
def present():
    """The first edition with a model of the projection."""
    return read_fixture("2026.2")


@pytest.fixture(scope="session")
def edition_2025():
    return read_fixture("2025.1")
