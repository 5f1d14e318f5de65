"""The second factor of an editor or reviewer: set up, shown at sign-in, renewed, removed."""

import logging
from collections.abc import Callable
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from scores.accounts.devices import (
    app_of,
    codes_left,
    setup_address,
    setup_key,
)
from scores.accounts.people import (
    WRONG_CODE,
    PersonRefused,
    enroll,
    new_key,
    remove_second_factor,
    renew_codes,
    use_code,
)
from scores.forms.people import CodeForm, ConfirmForm
from scores.models import RecoveryCodes
from scores.views.qr import qr_code
from scores.views.token_pages import private

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

KEY = "second_factor_key"


def for_whoever_signed_in(view: View) -> View:
    """Require a name and password, though not yet a second factor."""
    return private(login_required(require_http_methods(["GET", "HEAD", "POST"])(view)))


@for_whoever_signed_in
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in."""
    user: Any = request.user
    if user.is_verified():
        return redirect(after(request))
    if app_of(user) is None:
        return redirect("second-factor-setup")
    form = CodeForm(request.POST or None)
    device = use(request, form)
    if device is None:
        return render(request, "people/code.html", {"form": form, "next": next_page(request)})
    accept(request, device)
    return redirect(after(request))


@for_whoever_signed_in
def setup(request: HttpRequest) -> HttpResponse:
    """Give a new app its key, and ask for a code that proves it has the key."""
    user: Any = request.user
    if app_of(user):
        return redirect("second-factor")
    key = bytes.fromhex(request.session.setdefault(KEY, new_key().hex()))
    form = CodeForm(request.POST or None)
    codes = enroll(user=user, key=key, code=form.cleaned_data["code"]) if form.is_valid() else None
    app = app_of(user)
    if codes and app:
        del request.session[KEY]
        log.info("%s set up a second factor.", user)
        accept(request, app)
        return render(request, "people/codes.html", {"codes": codes})
    if form.is_valid():
        form.add_error("code", WRONG_CODE)
    context = {"form": form, "key": setup_key(key), "qr": qr_code(setup_address(user, key))}
    return render(request, "people/setup.html", context)


@for_whoever_signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show the second factor; renew the recovery codes, or remove it for another phone."""
    user: Any = request.user
    if not user.is_verified():
        return redirect("second-factor-code")
    form = ConfirmForm(request.POST or None)
    if confirms(request, form):
        if request.POST.get("do") == "codes":
            log.info("%s made new recovery codes.", user)
            return render(request, "people/codes.html", {"codes": renew_codes(user=user)})
        remove_second_factor(user=user)
        log.info("%s removed the second factor.", user)
        request.session.cycle_key()
        return redirect("second-factor-setup")
    context = {"form": form, "app": app_of(user), "left": codes_left(user)}
    return render(request, "people/second_factor.html", context)


def use(request: HttpRequest, form: Form) -> Device | None:
    """The device that accepts the code. Otherwise None, and the form says why."""
    user: Any = request.user
    if not form.is_valid():
        return None
    try:
        return use_code(user=user, code=form.cleaned_data["code"])
    except PersonRefused as refused:
        form.add_error("code", str(refused))
        return None


def confirms(request: HttpRequest, form: Form) -> bool:
    """Whether password and code are right. Otherwise, the form says why."""
    user: Any = request.user
    if not form.is_valid():
        return False
    password = form.cleaned_data["password"]
    if authenticate(request, username=user.get_username(), password=password) != user:
        form.add_error("password", "That password is incorrect.")
        return False
    return use(request, form) is not None


def accept(request: HttpRequest, device: Device) -> None:
    """Mark the session as verified, under a new key, so that a key seen before is worthless."""
    request.session.cycle_key()
    django_otp.login(request, device)
    log.info("%s is signed in, with a code of the %s.", request.user, device.name)
    if isinstance(device, RecoveryCodes):
        left = f"{len(device.hashes)} of your recovery codes are left."
        messages.warning(request, f"{left} Make new ones at {reverse('second-factor')}.")


def next_page(request: HttpRequest) -> str:
    """The page to go to next; empty where none is named, or one of another site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    hosts, is_secure = {request.get_host()}, request.is_secure()
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, hosts, is_secure)
    return asked if is_ours else ""


def after(request: HttpRequest) -> str:
    return next_page(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """The answer to a sign-in after too many failures."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "people/locked.html", {"minutes": minutes}, status=429)
