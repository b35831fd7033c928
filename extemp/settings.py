"""The one settings file. It runs with an empty environment (this machine only) and refuses an unsafe production.

Every variable it reads is listed in docs/deploy.md. "Local" means: ALLOWED_HOSTS names nothing but loopback.
"""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from environs import Env
from tzlocal import get_localzone_name

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
LOCAL = set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}


def _zone_of_this_machine() -> str:
    """Its name in the zone database; UTC where the machine does not tell."""
    try:
        return get_localzone_name() or "UTC"
    except (LookupError, ValueError):
        return "UTC"


def _local_secret_key() -> str:
    """A key of this machine's own, made once; two processes that start together agree on it."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        whole = VAR_DIR / f"secret-key-{secrets.token_hex(8)}"
        whole.touch(mode=0o600)
        whole.write_text(secrets.token_urlsafe(64))
        try:  # under its name it is never seen half written
            path.hardlink_to(whole)
        except FileExistsError:
            pass
        except OSError:  # a disk that knows no hard links
            whole.rename(path)
        whole.unlink(missing_ok=True)
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or (_local_secret_key() if LOCAL else "")

if not LOCAL:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on while ALLOWED_HOSTS names a public host: turn one of them off.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set to at least 50 random characters when ALLOWED_HOSTS names a public host. "
            "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS=* accepts forged hosts: name the hosts you serve.")

# Applications, upper rooms first: a template of ours wins over one of a library.
INSTALLED_APPS = [
    "extemp",
    "practice",
    "evidence",
    "articles",
    "teams",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lib.headers.PermissionsPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lib.htmx.LoginRequired",
    "teams.zones.one_request_each",
    "practice.legal.devices.Marking",
    "teams.limits.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "extemp.urls"
WSGI_APPLICATION = "extemp.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["template_partials.templatetags.partials", "django_htmx.templatetags.django_htmx"],
        },
    }
]

# One behaviour on two databases. SQLite takes the write lock at BEGIN, so that a read-then-write never fails half way.
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'extemp.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
# Opening SQLite reads the whole schema, as much work as four queries, and forgets the pages that were read.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 0 if DEBUG else 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttling counts must be one count for all processes, so the cache lives in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

# Accounts: user name and password; e-mail is optional and nothing else is asked.
AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": f"teams.passwords.{name}"} for name in ("Length", "Common", "Alike")]
ACCOUNT_ADAPTER = "teams.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_FORMS = {"login": "teams.signing_in.SignInForm", "signup": "teams.signing_in.SignUpForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "teams.accounts.SignupFields"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# A whole class signs in from behind one address, so the limits by address are wide and those by account narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "40/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "join_team": "10/10m/user",
    "bring_in": "20/h/user",
    "open_link": "120/m/ip",
    "leave_room": "5/10m/user",
    "send_recording": "60/h/user",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_USERNAME_VALIDATORS = "teams.accounts.USER_NAMES"
# How many proxies stand before us and may name the client's address (allauth's own setting).
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "extemp@localhost")

# An article's page shows its notes and a question's its rounds: both belong to rooms above the articles' own.
ABSOLUTE_URL_OVERRIDES = {
    "articles.article": lambda article: reverse("evidence:reader", args=[article.team.slug, article.pk]),
    "articles.question": lambda question: reverse("practice:question", args=[question.team.slug, question.pk]),
}

# Other pages of those rooms, to which the articles room (articles/above.py) and a team's page link by these words.
PAGES_ABOVE = {
    "merge": "evidence:merging",
    "unmerge": "evidence:unmerge",
    "note": "evidence:note",
    "card": "evidence:card",
    "window": "practice:window",
    "legality": "practice:legality",
    "proctor": "practice:proctor",
    "recordings": "practice:recordings",
}

# Where a login leads when a form had come after the last one expired: the form, with what was typed.
KEPT_PAGE = "kept"

# The bytes of recordings of speeches lie here, and nowhere that a web server gives out by itself.
RECORDINGS_DIR = VAR_DIR / "recordings"
RECORDINGS_OF_A_TEAM = env.int("RECORDINGS_OF_A_TEAM_MB", 4_000) * 1024 * 1024

# Long work is done in the web process, in slices; WORKERS=1 says that `manage.py db_worker` runs and takes it over.
WORKERS = env.bool("WORKERS", False)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend" if WORKERS else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", "") or _zone_of_this_machine()
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# An upload is read into memory whole, so its size is capped here and said in the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 200

# Pages are fetched from the public web only. Tests fetch from this machine; no variable of the environment does.
FETCH_LOOPBACK = False
FETCH_PAUSE = 1.0  # seconds between two pages of one site

# Nothing inline, nothing from elsewhere. See tests/test_security.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "extemp.views.csrf_failure"
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
