import glob
import os
import shutil
from typing import NoReturn

import pytest


def find_program(*names: str, folders: str = "", required_by: str) -> str:
    """The path of a program that some tests need, which is skipped or, in CI, failed without."""
    search = os.pathsep.join([os.environ["PATH"], *sorted(glob.glob(folders), reverse=True)])
    for name in names:
        if path := shutil.which(name, path=search):
            return os.path.realpath(path)
    skip_or_fail(f"{' or '.join(names)} is not on this machine.", required_by)


def skip_or_fail(sentence: str, required_by: str) -> NoReturn:
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{sentence} {required_by}=1 asks for it.")
    pytest.skip(sentence)
