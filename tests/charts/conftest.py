from tests.engine.conftest import edition  # noqa: F401 (a fixture)
