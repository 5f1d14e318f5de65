pytest_plugins = [
    "tests.browser",
    "tests.editions",
    "tests.logs",
    "tests.people",
    "tests.pictures",
    "tests.postgres",
]
