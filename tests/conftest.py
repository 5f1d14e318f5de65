pytest_plugins = ["tests.browser", "tests.editions", "tests.postgres"]
