"""The stock admin: the figures of drafts are edited here, those of published editions only read.

`guard` keeps what is published, `figures` edits the rows of drafts, `imports` takes them from a
file, `editions` leads an edition from a draft to its readers.
"""

from scores.admin import editions, figures, reports, sources

__all__ = ["editions", "figures", "reports", "sources"]
