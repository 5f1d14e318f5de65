"""psycopg, but that a page waits for an answer no longer than it has time.

The server's own limits do not help where the server itself stands still, or the way to it.
"""

from typing import Any

import psycopg
from psycopg import *  # noqa: F403

from usmlegoals.databases.patience import outage, time_left


class Impatient(psycopg.Connection[Any]):
    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        left = time_left()
        if left is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, left)
        except psycopg.errors._WaitTimeout:
            self.close()  # whatever comes now would be taken for the answer to something else
            problem = psycopg.OperationalError("no answer in time")
            outage.begins(problem, took=left)
            raise problem from None


connect = Impatient.connect
