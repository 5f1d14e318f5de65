"""Read by gunicorn by itself: in `./run serve` and in the container. See its docs for each name."""

import os
from pathlib import Path

from usmlegoals.logs import to_stderr

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Pages are computed, not waited for: threads would only contend for the same processor.
worker_class = "sync"

# The site is loaded once, before the workers part: what keeps it from starting is said once.
preload_app = True

# A worker grows with what it is asked; after so many requests a fresh one takes its place.
max_requests = 2000
max_requests_jitter = 500

# No access log: what a student typed stands in the addresses.
accesslog = None

# Gunicorn tells of a request that it cannot read, or that breaks: without its query and token.
logconfig_dict = to_stderr(as_json=os.environ.get("USMLEGOALS_LOCAL") != "1") | {
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

# Told to stop, it takes no more requests and finishes those at hand; a page that takes longer
# than this is broken, and its worker begins anew.
graceful_timeout = 20
timeout = 10

# PostgreSQL ends a statement of a page that takes longer, be it waiting for a lock. Commands, which
# do not run under gunicorn, may take their time.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=2s")

# One that is frozen ends nothing: pages wait so many seconds for an answer.
os.environ.setdefault("DATABASE_PATIENCE", "2.5")

# Where workers show that they live: in memory, as a disk may be slow or read-only.
worker_tmp_dir = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)  # noqa: S108


def post_request(worker, req, environ, resp):
    """Once an answer is out: what has ended is deleted, once a day by all workers together."""
    from usmlegoals.upkeep import purge_once_a_day  # the settings are not there any sooner

    purge_once_a_day()


# Nobody steers this server through a socket in somebody's home directory.
control_socket_disable = True
