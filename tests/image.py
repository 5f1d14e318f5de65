"""Tries the image without Docker: `./run image` follows the Dockerfile on this machine, as root.

Each stage gets its own root in memory: the programs and the Python of this machine, read-only, a
copy of /etc, and what the steps make. The last stage then runs as in compose.yaml: as the user of
the image, without capabilities, and able to write only to /data and /tmp. All of it ends with the
mount namespace of this process. It tests neither the base image nor Docker itself.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.processes import PRODUCTION, ROOT, free_port

type Step = tuple[str, str]

RUNNING = PRODUCTION | {"HOST": "127.0.0.1", "PORT": str(free_port())}
LATER = ("VOLUME", "EXPOSE", "STOPSIGNAL")  # `close` and `try_out` take care of these
WITHOUT_RIGHTS = ["--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]


def steps_of(text: str) -> list[Step]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in whole.splitlines())]


class Stage:
    """The root of a stage, and what the steps so far have set for later ones."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder, self.uid = root, "/", "0"
        path = f"{sys.base_prefix}/bin:{os.environ['PATH']}"
        self.environment = {"PATH": path, "HOME": "/nonexistent"}
        self.command: list[str] = []
        self.health: list[str] = []
        mount("-t", "tmpfs", "-o", "mode=755", "stage", root)
        for name in ("usr", "bin", "sbin", "lib", "lib64"):
            if Path("/", name).is_symlink():
                (root / name).symlink_to(Path("/", name).readlink())
            elif Path("/", name).is_dir():
                lend(Path("/", name), root, read_only=True)
        if not sys.base_prefix.startswith("/usr"):
            lend(Path(sys.base_prefix), root, read_only=True)
        for name in ("dev", "proc"):
            lend(Path("/", name), root, read_only=False)
        shutil.copytree("/etc", root / "etc", symlinks=True)
        (root / "tmp").mkdir()
        (root / "tmp").chmod(0o1777)

    def inside(self, *command: str, **environment: str) -> list[str]:
        """The command line that runs a command in this root, as its user."""
        both = {**self.environment, **environment}
        rights = [] if self.uid == "0" else [f"--reuid={self.uid}", f"--regid={self.uid}"]
        rights += WITHOUT_RIGHTS if rights else []
        return [
            *("env", "--ignore-environment", *(f"{name}={value}" for name, value in both.items())),
            *("chroot", str(self.root), "env", f"--chdir={self.folder}"),
            *(["setpriv", *rights] if rights else []),
            *command,
        ]

    def run(self, script: str) -> None:
        installing = {name: os.environ[name] for name in os.environ if name.startswith("PIP_")}
        subprocess.run(self.inside("sh", "-c", script, **installing), check=True)

    def workdir(self, folder: str) -> None:
        self.folder = folder
        self.target(".").mkdir(parents=True, exist_ok=True)

    def env(self, pairs: str) -> None:
        for name, _, value in (pair.partition("=") for pair in shlex.split(pairs)):
            self.environment[name] = value.replace("$PATH", self.environment["PATH"])

    def user(self, number: str) -> None:
        self.uid = number

    def cmd(self, command: str) -> None:
        self.command = json.loads(command)

    def healthcheck(self, check: str) -> None:
        self.health = json.loads(check.partition("CMD ")[2])

    def target(self, name: str) -> Path:
        return self.root / os.path.normpath(Path(self.folder, name)).lstrip("/")


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True)


def lend(folder: Path, root: Path, *, read_only: bool) -> None:
    place = root / folder.relative_to("/")
    place.mkdir(parents=True, exist_ok=True)
    mount("--rbind", folder, place)
    if read_only:
        mount("-o", "remount,bind,ro", place)


def build(steps: list[Step], folder: Path) -> Stage:
    stages: dict[str, Stage] = {}
    for name, rest in steps:
        print(f"{name} {rest}"[:110], flush=True)
        if name == "FROM":
            label = rest.partition(" AS ")[2] or f"stage-{len(stages)}"
            (folder / label).mkdir()
            stages[label] = stage = Stage(folder / label)
            continue
        follow(stage, name, rest, stages)
    return stage


def follow(stage: Stage, name: str, rest: str, stages: dict[str, Stage]) -> None:
    if name == "COPY":
        copy(stage, rest.split(), stages)
    elif name not in LATER:
        getattr(stage, name.lower())(rest)


def copy(stage: Stage, words: list[str], stages: dict[str, Stage]) -> None:
    *options, source, target = words
    if options:
        origin = stages[options[0].removeprefix("--from=")].root / source.lstrip("/")
        subprocess.run(["cp", "-a", f"{origin}/.", stage.target(target)], check=True)
    elif source == ".":
        shutil.copytree(ROOT, stage.target(target), ignore=left_out, dirs_exist_ok=True)
    else:
        shutil.copy(ROOT / source, stage.target(target))


def left_out(folder: str, names: list[str]) -> set[str]:
    """The names that .dockerignore leaves out: a path, or `**/` anywhere, unless `!` keeps it."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith(("#", "!"))]
    kept = [line[1:] for line in lines if line.startswith("!")]
    paths = {name: (Path(folder) / name).relative_to(ROOT) for name in names}
    return {
        name
        for name, path in paths.items()
        if str(path) not in kept and any(is_named(path, pattern) for pattern in patterns)
    }


def is_named(path: Path, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch.fnmatch(path.name, pattern.removeprefix("**/"))
    is_as_deep = len(path.parts) == pattern.count("/") + 1
    return is_as_deep and fnmatch.fnmatch(str(path), pattern)


def close(stage: Stage) -> None:
    """Makes all but /data and /tmp read-only; /data is a volume."""
    owner = (stage.root / "data").stat()
    for name, options in (
        ("data", f"mode=700,uid={owner.st_uid},gid={owner.st_gid}"),
        ("tmp", "mode=1777,size=64m"),
    ):
        mount("-t", "tmpfs", "-o", options, name, stage.root / name)
    mount("-o", "remount,ro", stage.root)


def try_out(stage: Stage) -> None:
    touched = subprocess.run(
        stage.inside("touch", "/site/written", "/venv/written", "/etc/written"),
        stderr=subprocess.DEVNULL,
    )
    assert touched.returncode == 1, "the root can be written to"
    began = time.monotonic()
    site = subprocess.Popen(stage.inside(*stage.command, **RUNNING))
    try:
        while subprocess.run(stage.inside(*stage.health, **RUNNING)).returncode != 0:
            assert site.poll() is None, "the site ended"
            assert time.monotonic() < began + 90, "the site did not become healthy"
            time.sleep(0.5)
        print(f"healthy after {time.monotonic() - began:.0f} s", flush=True)
        look_at(stage, site.pid)
    finally:
        site.send_signal(signal.SIGTERM)
        ended = site.wait(timeout=30)
    assert ended == 0, f"told to stop, it ended with {ended}"
    print("stopped when told to, with 0", flush=True)


def look_at(stage: Stage, pid: int) -> None:
    said = Path(f"/proc/{pid}/status").read_text()
    facts = dict(line.split(":\t", 1) for line in said.splitlines())
    assert set(facts["Uid"].split()) == {stage.uid}
    assert int(facts["CapEff"], 16) == 0
    headers = {"Host": RUNNING["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
    page = "/goal/?specialty=dermatology&group=us-md-senior"
    for path in ("/readyz", page):
        request = urllib.request.Request(
            f"http://127.0.0.1:{RUNNING['PORT']}{path}", headers=headers
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read().decode()
            assert answer.status == 200
            print(f"{path} answers {answer.status} with {len(body)} characters", flush=True)
    assert "258" in body


def main() -> None:
    if os.getuid() != 0:
        raise SystemExit("./run image mounts and changes users, so it has to be run as root.")
    if os.environ.get("IMAGE_NAMESPACE") != "1":
        again = [sys.executable, "-m", "tests.image"]
        apart = ["unshare", "--mount", "--propagation=private", *again]
        os.execvpe("unshare", apart, os.environ | {"IMAGE_NAMESPACE": "1"})
    with tempfile.TemporaryDirectory(prefix="usmlegoals-image-") as folder:
        os.umask(0o022)
        mount("-t", "tmpfs", "-o", "mode=755", "image", folder)
        try:
            stage = build(steps_of((ROOT / "Dockerfile").read_text()), Path(folder))
            close(stage)
            try_out(stage)
        finally:
            subprocess.run(["umount", "--recursive", folder], check=True)
    print("The image does what compose.yaml asks of it.")


if __name__ == "__main__":
    main()
