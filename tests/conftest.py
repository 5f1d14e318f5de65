pytest_plugins = ["tests.browser", "tests.editions", "tests.logs", "tests.people", "tests.postgres"]
