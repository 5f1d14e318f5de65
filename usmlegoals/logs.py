"""Logs: they may hold paths, but never a token or a query.

With a token, a reader of the log could open somebody's goal. A line is JSON, with the time in UTC
and the id of its request; in a local trial it is plain text.
"""

import json
import logging
import re
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

TOKEN_LENGTH = 30

# Whatever follows /g/ is a token or a mistyped one. Elsewhere, what looks like a token counts.
AFTER_G = re.compile(r"(/g/+)[^/\s'\"]+", re.IGNORECASE)
OF_A_PASSWORD = re.compile(r"(/admin/password/+[^/\s'\"]+/+)[^/\s'\"]+", re.IGNORECASE)
LOOKS_LIKE_A_TOKEN = re.compile(rf"(?<![\w-])[\w-]{{{TOKEN_LENGTH}}}(?![\w-])", re.ASCII)
QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")

request_id: ContextVar[str] = ContextVar("request_id", default="")

_formatter = logging.Formatter()


def masked(text: str) -> str:
    text = QUERY.sub(r"\1?…", text)
    text = OF_A_PASSWORD.sub(r"\1…", AFTER_G.sub(r"\1…", text))
    return LOOKS_LIKE_A_TOKEN.sub("…", text)


class WithoutTokens(logging.Filter):
    """Masks tokens and queries in the message and traceback of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True


class RefusalsAreNoMistakes(logging.Filter):
    """Logs a refused request (status 4xx) as a warning at most, without a traceback.

    Django logs a form with too many fields as an error, so anybody could fill the log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class Lines(logging.Formatter):
    """Plain text for people, with the time in UTC."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("{asctime}Z {levelname} {name}: {message}", style="{")


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": record.getMessage(),
            "traceback": record.exc_text or "",
        }
        return json.dumps({name: value for name, value in line.items() if value})


def to_stderr(*, as_json: bool) -> dict[str, Any]:
    """The part of a logging configuration that the site and gunicorn share."""
    formatter = JsonLines if as_json else Lines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {
            "refusals": {"()": RefusalsAreNoMistakes},
            "without_tokens": {"()": WithoutTokens},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["refusals", "without_tokens"],
            }
        },
    }
