"""Warnings about missing settings, for `check --deploy` and for the log of a starting server."""

import os
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage


def missing_settings() -> list[CheckMessage]:
    """Warnings about settings that a site rarely does without; others stop it from starting."""
    found: list[CheckMessage] = []
    if "@" not in settings.CORRECTIONS_ADDRESS:
        says = "CORRECTIONS_ADDRESS is no address of e-mail: readers cannot report an error."
        hint = "Set it, as in CORRECTIONS_ADDRESS=corrections@usmlegoals.example."
        found.append(checks.Warning(says, hint=hint, id="usmlegoals.W001"))
    if "DATABASE_URL" not in os.environ:
        says = f"DATABASE_URL is not set: the data is in {settings.DATABASES['default']['NAME']}."
        hint = "Set it, for this file too: DATABASE_URL=sqlite:////data/db.sqlite3."
        found.append(checks.Warning(says, hint=hint, id="usmlegoals.W002"))
    return found


@checks.register(deploy=True)
def check_missing_settings(**options: Any) -> list[CheckMessage]:
    return [] if settings.LOCAL else missing_settings()
