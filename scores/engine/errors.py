class UsmlegoalsError(Exception):
    """Base of all errors of this project; the message is a sentence for the user."""
