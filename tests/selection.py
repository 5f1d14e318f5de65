"""Selects the tests to run: those marked slow only with `--slow`, as in `./run check`."""


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="the tests marked slow as well")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--slow"):
        return
    config.hook.pytest_deselected(items=[item for item in items if is_slow(item)])
    items[:] = [item for item in items if not is_slow(item)]


def is_slow(item):
    return item.get_closest_marker("slow")
