"""Whether the server in this container answers: `python -m usmlegoals.health`."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def answers(port: int, host: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/livez", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


if __name__ == "__main__":
    first_host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    sys.exit(not answers(int(os.environ.get("PORT", "8000")), first_host))
