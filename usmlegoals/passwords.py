from django.core.exceptions import ValidationError

WORDS = ("usmlegoals", "usmle", "step1", "step2", "step3", "nbme", "nrmp", "goals", "editor")
ENOUGH_WITHOUT = 8


class OwnWordsValidator:
    """Refuses a password that has fewer than eight characters besides words of this site."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < min(ENOUGH_WITHOUT, len(password)):
            raise ValidationError("This password is easy to guess here: use words of your own.")

    def get_help_text(self) -> str:
        return "Your password can’t be made of the words of this site."
