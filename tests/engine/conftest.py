import pytest

from tests.engine.edition import read_fixture


@pytest.fixture(scope="session")
def edition():
    return read_fixture("2026.1")


@pytest.fixture(scope="session")
def edition_2025():
    return read_fixture("2025.1")
