pytest_plugins = [
    "tests.browser",
    "tests.editions",
    "tests.logs",
    "tests.pages",
    "tests.people",
    "tests.pictures",
    "tests.postgres",
    "tests.selection",
    "tests.shared_goals",
    "tests.small_edition",
    "tests.drafts",  # uses people and the small edition
]
