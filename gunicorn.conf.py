"""Read by gunicorn by itself: in `./run serve` and in the container. See its docs for each name."""

import logging
import os

from usmlegoals.logs import WithoutTokens

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Pages are computed, not waited for: threads would only contend for the same processor.
worker_class = "sync"

# The site is loaded once, before the workers part: what keeps it from starting is said once.
preload_app = True

# No access log: what a student typed stands in the addresses.
accesslog = None

# Gunicorn tells of a request that it cannot read, or that breaks: without its query and token.
logging.getLogger("gunicorn.error").addFilter(WithoutTokens())

# Nobody steers this server through a socket in somebody's home directory.
control_socket_disable = True
