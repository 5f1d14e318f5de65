"""Settings, for production by default, from environment variables; .env.example lists them."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from .logs import to_stderr
from .mail import mailers_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")

# A local trial: plain HTTP and local names only. `./run` sets it.
LOCAL = os.environ.get("USMLEGOALS_LOCAL") == "1"

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set: give the site a long random one, "
        "or start a local trial with ./run serve, which makes its own."
    )

# Debug pages, and changes to code, templates and static files without a restart.
DEBUG = os.environ.get("USMLEGOALS_DEBUG") == "1"
if DEBUG and not LOCAL:
    raise ImproperlyConfigured(
        "USMLEGOALS_DEBUG=1 shows code and settings to visitors, so it is for a local trial only: "
        "unset it, or work on the site with ./run dev, which sets USMLEGOALS_LOCAL=1 as well."
    )

LOCAL_HOSTS = "localhost,127.0.0.1,[::1]" if LOCAL else ""
NAMED_HOSTS = (os.environ.get("ALLOWED_HOSTS") or LOCAL_HOSTS).split(",")
ALLOWED_HOSTS = [name.strip() for name in NAMED_HOSTS if name.strip()]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is empty, so every page would be refused: name the hosts under which "
        "visitors reach the site, as in ALLOWED_HOSTS=usmlegoals.example."
    )

if addresses := [name for name in ALLOWED_HOSTS if "/" in name]:
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS holds {addresses[0]!r}: write names of hosts alone, as in "
        "ALLOWED_HOSTS=usmlegoals.example."
    )

# The site's address in links that commands print.
SITE_ADDRESS = (
    f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    if LOCAL
    else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

ROOT_URLCONF = "usmlegoals.urls"

INSTALLED_APPS = [
    "usmlegoals.apps.FiguresAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "import_export",
    "scores",
]

MIDDLEWARE = [
    "usmlegoals.middleware.mark_every_response",
    "usmlegoals.middleware.DoWithoutDatabase",
    "usmlegoals.middleware.address_behind_proxies",
    # These come before middleware that may answer itself, so that its answers get the headers too.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Static files were compressed when they were collected, so only what follows is compressed.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "usmlegoals.middleware.refuse_large_bodies",
    "usmlegoals.staff.guard_admin",
    "axes.middleware.AxesMiddleware",
]

TEMPLATE_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": TEMPLATE_LOADERS
            if DEBUG
            else [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "scores.views.site.reading",
            ],
        },
    },
    {
        # The answer is rendered with every change of the form, and takes most of a page's time.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "usmlegoals.jinja.environment"},
    },
]

# Database

if os.environ.get("DATABASE_URL") == "":
    raise ImproperlyConfigured(
        "DATABASE_URL is empty: say where the data is, as in "
        "DATABASE_URL=postgres://user:password@host:5432/name, or take the line out for SQLite."
    )
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
# No page waits more than a few seconds for the database. gunicorn.conf.py limits statements.
DATABASE_OPTIONS: dict[str, dict[str, Any]] = {
    # IMMEDIATE: a transaction that begins by reading and then writes would fail with "database is
    # locked"; this makes it wait. FULL: what was acknowledged survives a loss of power.
    # secure_delete: deleted data is overwritten with zeros (scores/goals/traces.py).
    # On an idle disk, three seconds were enough for 1,600 transactions of four constant writers.
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 3,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    },
    # Two seconds is the shortest timeout of libpq; a dead connection is detected as fast.
    # A statement is prepared once it has run five times, as planning took half of its time.
    "django.db.backends.postgresql": {
        "connect_timeout": 2,
        "tcp_user_timeout": 2000,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
        "server_side_binding": True,
        "prepare_threshold": 5,
    },
}
DATABASE = DATABASES["default"]
DATABASE["OPTIONS"] = {
    **DATABASE_OPTIONS.get(DATABASE["ENGINE"], {}),
    **DATABASE.get("OPTIONS", {}),
}
# Set by gunicorn.conf.py: pages give up on a frozen server, while commands keep waiting.
if os.environ.get("DATABASE_PATIENCE") and "postgresql" in DATABASE["ENGINE"]:
    from .patience import PatientCursor

    PatientCursor.patience = float(os.environ["DATABASE_PATIENCE"])
    DATABASE["OPTIONS"]["cursor_factory"] = PatientCursor

# Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("guide", BASE_DIR / "docs" / "pictures")]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# loaddata reads fixtures in JSON lines with it.
SERIALIZATION_MODULES = {"jsonl": "scores.editions.fixture"}

# The e-mail address for errors in the figures, shown on /corrections/.
CORRECTIONS_ADDRESS = os.environ.get("CORRECTIONS_ADDRESS", "")

# The mail server for notices to reviewers and authors. Without it, only the desk shows them.
EMAIL_URL = os.environ.get("EMAIL_URL", "")
MAILERS = mailers_of(EMAIL_URL)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or CORRECTIONS_ADDRESS or "usmlegoals@localhost"

# One person may write, approve and publish an edition alone; its page then says so.
SINGLE_EDITOR = os.environ.get("SINGLE_EDITOR") == "1"

# Security

OF_OUR_OWN = ("script", "style", "img", "font", "connect", "manifest")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    **{f"{kind}-src": [CSP.SELF] for kind in OF_OUR_OWN},
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}

# Larger requests are refused unread: forms are small, and files of figures not large.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
LARGEST_BODY = 5 * 1024 * 1024

# Behind a proxy, gunicorn detects HTTPS by X-Forwarded-Proto, and trusts it only from the
# addresses in FORWARDED_ALLOW_IPS; so SECURE_PROXY_SSL_HEADER is not set here.
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|purgez)$"]  # asked from inside, over plain HTTP
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = os.environ.get("HSTS_SUBDOMAINS") == "1"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A browser accepts a __Host- cookie only from this host itself, and only over HTTPS.
COOKIE_PREFIX = "" if LOCAL else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True

# The proxies trusted for a visitor's address: the same that gunicorn trusts for HTTPS.
TRUSTED_PROXIES = (os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1").split(",")

SILENCED_SYSTEM_CHECKS = [
    # The owner of the domain decides on HSTS for subdomains and on the preload list.
    "security.W005",
    "security.W021",
]
if not EMAIL_URL:
    # Without a mail server nothing is sent: the desk shows what waits, and for whom.
    SILENCED_SYSTEM_CHECKS.append("mail.E001")

# People: editors and reviewers. Visitors have no account.

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    ]
] + [{"NAME": "usmlegoals.passwords.OwnWordsValidator"}]

# How long a link to set a password is valid, after an invitation or a forgotten password.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

# Staff are signed out after eight idle hours, a day after signing in, and when the browser closes.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_LONGEST = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Five wrong passwords from one IPv4 address or IPv6 network lock it for a quarter of an hour. The
# lock is on the address alone, as with a lock on the name anybody could lock out an editor.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_CLIENT_IP_CALLABLE = "usmlegoals.addresses.network_of"
AXES_RESET_ON_SUCCESS = True  # LockOuts resets only the account that signed in
AXES_HANDLER = "scores.accounts.sign_in.LockOuts"
AXES_USERNAME_CALLABLE = "scores.accounts.sign_in.hashed_name"
AXES_LOCKOUT_CALLABLE = "scores.views.people.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Kept out of logs and the table of attempts, as some people type their password as the name.
AXES_SENSITIVE_PARAMETERS = ["username", "code", "next", "csrfmiddlewaretoken"]

# Staff enter a code of an app after the password. Only a local trial may do without it.
SECOND_FACTOR = not (LOCAL and os.environ.get("SECOND_FACTOR") == "0")
OTP_TOTP_ISSUER = "usmlegoals"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True

# Language and time

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# Logs go to stderr. The query of an address holds what a student typed, and a token opens what a
# student shared, so a filter masks both, and the request lines of runserver are off.

LOGGING = to_stderr(as_json=not LOCAL) | {
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Scanners of the internet invent host names; each would log a traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "scores": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

# The address of an error tracker; without one, its code is not even loaded.
ERROR_TRACKER = os.environ.get("ERROR_TRACKER", "")
if ERROR_TRACKER:
    from .tracker import report_errors

    report_errors(LOGGING, to=ERROR_TRACKER)
