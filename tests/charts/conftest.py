from tests.engine.conftest import edition, present  # noqa: F401 (fixtures)
