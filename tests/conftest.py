pytest_plugins = ["tests.browser", "tests.editions", "tests.people", "tests.postgres"]
