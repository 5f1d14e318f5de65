"""Setting a password by a one-time link, after an invitation or a forgotten password."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy

from scores.views.token_pages import private

log = logging.getLogger(__name__)


class PasswordByLink(PasswordResetConfirmView):
    """Django's view, which checks the token, removes it from the address and sets the password."""

    template_name = "people/password.html"
    success_url = reverse_lazy("admin:index")

    def get_user(self, uidb64: str) -> User | None:
        """The user of the link; None for a closed account."""
        found: Any = super().get_user(uidb64)
        return found if found is not None and found.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        log.info("%s set a password by a link.", self.user)
        messages.success(self.request, "Your password is set.")
        return response


by_link: Any = PasswordByLink.as_view()
by_link = private(by_link)
