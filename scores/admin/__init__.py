"""Django's admin: figures of drafts are edited here, those of published editions are read-only.

`guard` protects published editions, `figures` edits the rows of drafts, `imports` reads rows from
files, and `editions` takes an edition from a draft to its readers.
"""

from scores.admin import editions, figures, reports, sources

__all__ = ["editions", "figures", "reports", "sources"]
