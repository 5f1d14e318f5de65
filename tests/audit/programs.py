"""Installs and runs the programs of others: pinned in package-lock.json, run with Node."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MODULES = FOLDER / "node_modules"
LOCK = FOLDER / "package-lock.json"
NEEDED = ("node", "npm", "java", "openssl", "nginx")
PATH = (
    f"{os.environ['PATH']}:/usr/sbin"  # where Debian keeps nginx, also for those who are not root
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def install() -> None:
    absent = [name for name in NEEDED if shutil.which(name, path=PATH) is None]
    if not chromium():
        absent.append("chromium")
    if absent:
        sys.exit(f"run audit: not found on this machine: {', '.join(absent)}.")
    installed = MODULES / "complete"
    if not installed.exists() or installed.read_bytes() != LOCK.read_bytes():
        print("run audit: installing tests/audit/package-lock.json", file=sys.stderr)
        subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True)
        # The list of sites that browsers know to be HTTPS only, which the Observatory would fetch.
        preloaded = MODULES / "@mdn/mdn-http-observatory/conf/hsts-preload.json"
        preloaded.write_text("{}", encoding="utf-8")
        shutil.copyfile(LOCK, installed)


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def run(*command: str, given: str = "", **environment: str) -> str:
    """The output of a program; its exit status counts only if it prints nothing."""
    finished = subprocess.run(
        command,
        cwd=FOLDER,
        env=os.environ | environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=600,
    )
    if not finished.stdout and finished.returncode:
        sys.exit(f"run audit: {command[0]} failed:\n{finished.stderr}")
    return finished.stdout
