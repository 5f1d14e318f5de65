pytest_plugins = ["tests.browser", "tests.postgres"]
