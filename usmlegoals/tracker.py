"""Sends errors to a tracker (Sentry, GlitchTip, Bugsink, …), if the operator names one.

Only what is listed here is sent: the type of an error, its place in the code, the log message
without tokens, and the request's id, which finds its lines in the log. The text of an exception is
not sent, as it may quote a form.
"""

import logging
from typing import Any

import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.integrations.logging import EventHandler
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import BadDsn

from .logs import WithoutTokens, masked, request_id

OF_AN_EVENT = ("event_id", "timestamp", "platform", "level", "logger")
OF_A_FRAME = (
    *("filename", "abs_path", "module", "function", "lineno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)


def report_errors(logging_settings: dict[str, Any], *, to: str) -> None:
    """Let every logger report its errors, in the background: a dead tracker delays no page.

    Raises ImproperlyConfigured if `to` is not a tracker's address.
    """
    try:
        sentry_sdk.init(
            dsn=to,
            before_send=without_visitor,
            # The library collects nothing by itself: no requests, queries, sessions or timings.
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            propagate_traces=False,
            send_client_reports=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            release="",  # otherwise it runs git to find one
        )
    except BadDsn:
        raise ImproperlyConfigured(
            "ERROR_TRACKER is not an address as a tracker gives it: https://key@tracker.example/1"
        ) from None
    logging_settings["handlers"]["tracker"] = {"()": handler}
    for logger in (logging_settings["root"], *logging_settings["loggers"].values()):
        if logger.get("handlers"):
            logger["handlers"].append("tracker")


def handler() -> logging.Handler:
    tracker = EventHandler(level=logging.ERROR)
    tracker.addFilter(WithoutTokens())
    return tracker


def without_visitor(event: Event, hint: Hint) -> Event:
    sent: dict[str, Any] = picked(dict(event), OF_AN_EVENT)
    sent["tags"] = {"request": request_id.get()}
    if "logentry" in event:
        sent["logentry"] = {"message": masked(str(event["logentry"].get("message", "")))}
    if "exception" in event:
        values = event["exception"]["values"]
        sent["exception"] = {"values": [place_of(value) for value in values]}
    return sent  # type: ignore[return-value]


def place_of(exception: dict[str, Any]) -> dict[str, Any]:
    """The type of an exception and the lines of code that led to it, without values."""
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    return picked(exception, ("type", "module", "mechanism")) | {
        "stacktrace": {"frames": [picked(frame, OF_A_FRAME) for frame in frames]}
    }


def picked(whole: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: whole[name] for name in names if name in whole}
