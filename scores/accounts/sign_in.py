"""Counts wrong passwords by address with django-axes, without storing the names that were typed."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest


def hashed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """A keyed hash stored instead of the name: some people type their password there."""
    name = str((credentials or request.POST).get("username") or "")
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"sign-in {name}".encode(), hashlib.sha256).hex()


class LockOuts(AxesDatabaseHandler):
    """Locks addresses. A sign-in clears the wrong passwords of that account only.

    So nobody with an account gets more guesses at another one by signing in between.
    """

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        name = get_client_username(request, credentials)
        attempts = AccessAttempt.objects.filter(
            username=name,
            ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
        )
        count, _ = attempts.delete()
        return count


def forget_sign_ins(*, at: datetime) -> tuple[int, int]:
    """Deletes wrong passwords that lock nothing now, and ended sessions; returns how many."""
    spent = AccessAttempt.objects.filter(attempt_time__lte=at - settings.AXES_COOLOFF_TIME)
    _, attempts = spent.delete()
    _, sessions = Session.objects.filter(expire_date__lt=at).delete()
    return attempts.get("axes.AccessAttempt", 0), sessions.get("sessions.Session", 0)
