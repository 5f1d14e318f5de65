class UsmlegoalsError(Exception):
    """The one family of errors; each says a sentence for a person."""
