"""Serves the site to audit: as in production, over HTTPS, on this machine with its own database."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.processes import PRODUCTION, served
from tests.proxy import running

if TYPE_CHECKING:
    from tests.page_types import PageType

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Site:
    port: int
    certificate: Path
    pages: "list[PageType]"
    cookies: dict[str, dict[str, str]]

    @property
    def address(self) -> str:
        return f"https://{HOST}:{self.port}"

    def cookie(self, page: "PageType") -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies[page.visitor].items())

    def page(self, name: str) -> "PageType":
        return next(page for page in self.pages if page.name == name)


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    environment = environment_of(folder)
    pages, cookies = prepare(environment)
    certificate, key = make_certificate(folder)
    arguments = f"--certfile={certificate} --keyfile={key}"
    with served(folder / "log", **environment, GUNICORN_CMD_ARGS=arguments) as server:
        yield Site(server.port, certificate, pages, cookies)


def environment_of(folder: Path) -> dict[str, str]:
    return PRODUCTION | {
        "ALLOWED_HOSTS": HOST,
        "DJANGO_SETTINGS_MODULE": "tests.audit.settings",
        "PYTHONPATH": str(Path.cwd()),
        "VAR_DIR": str(folder),
    }


@contextmanager
def behind_proxy(site: Site, folder: Path) -> Iterator[Site]:
    """The site as visitors reach it: over HTTP/2, with one connection for the whole page."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or ""
    with (
        served(folder / "log-behind", **environment_of(folder)) as server,
        running(nginx, folder, site=server.port) as ports,
    ):
        yield replace(site, port=ports.https)


def prepare(environment: dict[str, str]) -> "tuple[list[PageType], dict[str, dict[str, str]]]":
    """Fills a database with content of every kind, and collects the static files."""
    os.environ.update(environment)
    import django

    django.setup()
    from django.core.management import call_command

    from tests.page_types import cookies_of, make_contents, page_types

    call_command("prepare", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    pages = page_types(make_contents())
    return pages, {visitor: cookies_of(visitor) for visitor in {page.visitor for page in pages}}


def make_certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", f"subjectAltName=IP:{HOST}", "-keyout", str(key)]
    made = subprocess.run([*command, "-out", str(certificate)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"openssl made no certificate:\n{made.stderr}")
    return certificate, key
