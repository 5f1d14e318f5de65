"""Settings that gunicorn reads by itself, in `./run serve` and in the container."""

import os
from pathlib import Path

from usmlegoals.logs import to_stderr

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Pages take computing time, not waiting time: threads would only compete for the processor.
worker_class = "sync"

# The site is loaded once, before the workers fork, so an error at the start is logged once.
preload_app = True

# A worker's memory grows with its requests, so a fresh one replaces it after this many.
max_requests = 2000
max_requests_jitter = 500

# No access log: addresses hold what students typed.
accesslog = None

# Gunicorn logs requests that it cannot read or that fail, without their queries and tokens.
logconfig_dict = to_stderr(as_json=os.environ.get("USMLEGOALS_LOCAL") != "1") | {
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

# In seconds. A server that is told to stop finishes its requests within `graceful_timeout`. A page
# that takes longer than `timeout` is broken, and its worker is restarted.
graceful_timeout = 20
timeout = 10

# PostgreSQL ends a statement of a page that takes longer, even one waiting for a lock. Commands do
# not run under gunicorn and have no such limit.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=2s")

# A frozen PostgreSQL ends nothing, so pages wait at most this many seconds for an answer.
os.environ.setdefault("DATABASE_PATIENCE", "2.5")

# The heartbeat files of workers are in memory, as a disk may be slow or read-only.
worker_tmp_dir = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)  # noqa: S108


def post_request(worker, req, environ, resp):
    """Purge after a response is sent, once a day for all workers together."""
    from usmlegoals.upkeep import purge_once_a_day  # Django's settings are loaded only by now

    purge_once_a_day()


# No control socket in a home directory: nothing here controls the server through one.
control_socket_disable = True
