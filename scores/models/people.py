"""What opens the door to a person whose phone is gone.

The person is Django's user, the app on the phone django-otp's `TOTPDevice`. Its own plugin for
recovery codes keeps them readable, so here is another, which keeps hashes.
"""

import hashlib

from django.db import models
from django_otp.models import Device, ThrottlingMixin


class RecoveryCodes(ThrottlingMixin, Device):
    """The unused codes of one person, as hashes.

    A code is 120 random bits, too many to try: a plain hash protects it as well as a slow one.
    """

    hashes = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "recovery codes"
        constraints = (models.UniqueConstraint(fields=("user",), name="recovery_codes_once"),)

    def verify_token(self, token: str) -> bool:
        """Whether it is one of the codes, which is used up by it; with ever longer waits."""
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
    """The hash of a code, however its letters were grouped and typed."""
    letters = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(letters.encode()).hexdigest()
