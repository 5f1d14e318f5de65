"""Runs nginx with deploy/nginx.conf in front of a site on this machine.

The file names addresses and folders of containers, so a copy with others is used. It also leaves
out what nginx 1.22 of Debian 12 does not know (`resolve` and `http2 on`), and IPv6.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT, free_port, wait_for


@dataclass(frozen=True)
class Ports:
    http: int
    https: int


@contextmanager
def running(nginx: Path | str, folder: Path, *, site: int) -> Iterator[Ports]:
    """nginx in front of the site at that port, with the certificate in the folder."""
    ports = Ports(free_port(), free_port())
    file = folder / f"{ports.https}.conf"
    file.write_text(configured(folder, ports, site))
    # Without this, root's nginx would run workers as a user who may not enter the folder.
    user = "user root;" if os.getuid() == 0 else ""
    process = subprocess.Popen([nginx, "-c", file, "-g", f"daemon off; {user}"])
    try:
        wait_for(ports.https)
        yield ports
    finally:
        process.terminate()
        process.wait(timeout=30)


def configured(folder: Path, ports: Ports, site: int) -> str:
    """The configuration for this machine."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in [
        (r"(?<=[ \t])/tmp/", f"{folder}/"),
        (r"/certificates/", f"{folder}/"),
        (r"/dev/stderr crit", f"{folder}/log crit"),
        (r"include mime\.types", "include /etc/nginx/mime.types"),
        (r"\n *listen \[::\].*", ""),
        (r"listen 8080", f"listen 127.0.0.1:{ports.http}"),
        (r"\n *resolver .*", ""),
        (r"server site:8000 resolve", f"server 127.0.0.1:{site}"),
        (r"\n *http2 on;", ""),
        (r"listen 8443 ssl", f"listen 127.0.0.1:{ports.https} ssl http2"),
    ]:
        text, count = re.subn(old, new, text)
        assert count, old
    return text
