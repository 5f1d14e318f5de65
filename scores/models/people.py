"""Recovery codes, for a person whose phone is gone.

The person is Django's user and the app on the phone is django-otp's `TOTPDevice`. The recovery
codes of django-otp itself are stored in plain text, so this device stores hashes instead.
"""

import hashlib

from django.db import models
from django_otp.models import Device, ThrottlingMixin


class RecoveryCodes(ThrottlingMixin, Device):
    """The unused codes of one person, as hashes.

    A code has 120 random bits, too many to guess: a plain hash protects it as well as a slow one.
    """

    hashes = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "recovery codes"
        constraints = (models.UniqueConstraint(fields=("user",), name="recovery_codes_once"),)

    def verify_token(self, token: str) -> bool:
        """Uses up a code; False if it is wrong or too early. Each wrong one prolongs the wait."""
        if not self.verify_is_allowed()[0]:
            return False
        digest = hash_code(token)
        if digest not in self.hashes:
            self.throttle_increment()
            return False
        self.hashes.remove(digest)
        self.throttle_reset()
        return True

    def get_throttle_factor(self) -> int:
        return 1


def hash_code(code: str) -> str:
    """The hash of a code, regardless of case, spaces and hyphens."""
    letters = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(letters.encode()).hexdigest()
