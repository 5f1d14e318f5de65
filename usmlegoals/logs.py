"""What may stand in a log: paths, but never a token or a query.

Whoever reads a log could otherwise open the goals of others.
"""

import logging
import re

TOKEN_LENGTH = 30

# Behind /g/ stands a token, or one mistyped; elsewhere, whatever looks like one.
AFTER_G = re.compile(r"(/g/+)[^/\s'\"]+", re.IGNORECASE)
LOOKS_LIKE_A_TOKEN = re.compile(rf"(?<![\w-])[\w-]{{{TOKEN_LENGTH}}}(?![\w-])", re.ASCII)
QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")

_formatter = logging.Formatter()


def masked(text: str) -> str:
    text = QUERY.sub(r"\1?…", text)
    text = AFTER_G.sub(r"\1…", text)
    return LOOKS_LIKE_A_TOKEN.sub("…", text)


class WithoutTokens(logging.Filter):
    """Masks the message of every record with its arguments, and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True
