import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest


def look_for(*names: str, folders: Iterable[Path] = ()) -> Path | None:
    """The first of these programs on the path or in a folder; the last folder is tried first."""
    search = os.pathsep.join([os.environ["PATH"], *sorted(map(str, folders), reverse=True)])
    found = next(filter(None, (shutil.which(name, path=search) for name in names)), None)
    return Path(found).resolve() if found else None


def find_program(*names: str, folders: Iterable[Path] = (), required_by: str) -> Path:
    """A program that some tests need: without it, they are skipped or, if it is required, fail."""
    found = look_for(*names, folders=folders)
    if found is None:
        absent = f"There is no {' or '.join(names)} on this machine."
        if os.environ.get(required_by) == "1":
            pytest.fail(f"{absent} {required_by}=1 asks for it.")
        pytest.skip(absent)
    return found
