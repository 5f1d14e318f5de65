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
