"""Settings, read from the environment. HOMESTRETCH_MODE is demo, test or production (the default).

Demo is for one computer: plain cookies, mail kept for /demo/mail/, a secret of its own under var/.
Production refuses to start with a default secret or with DEBUG.
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clinic.journal import journal_mode

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)
env = environ.Env()

MODE = env("HOMESTRETCH_MODE", default="production")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured("HOMESTRETCH_MODE must be demo, test or production.")
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", default=False)

# --- Secret -----------------------------------------------------------------


def kept_secret():
    """The secret of a demo on this computer: made once, readable by its owner only."""
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="")
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("Production does not run with DEBUG on.")
    known = SECRET_KEY.startswith(("django-insecure", "change-me"))
    if known or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
        raise ImproperlyConfigured(
            "Production needs its own SECRET_KEY: at least 50 random characters."
        )
elif not SECRET_KEY:
    SECRET_KEY = kept_secret() if MODE == "demo" else "test-mode-" + "only-" * 10

# Earlier secrets still open sessions, links and sealed app secrets.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# --- Where it answers -------------------------------------------------------

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else LOCAL_HOSTS)
if MODE == "test":
    ALLOWED_HOSTS.append("testserver")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

# --- Rooms and the libraries they stand on ----------------------------------

INSTALLED_APPS = [
    "people",
    "exercises",
    "programs",
    "logbook",
    "caseload",
    "clinic",
    "clinic.admin.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "clinic.headers.CrossOriginResourceMiddleware",  # first: over static files as well
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # over static files too: a drawing opened alone is a page
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages hold a token, but a masked one that differs each time; Django pads what it compresses.
    "django.middleware.gzip.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "people.audience.AudienceMiddleware",
    "people.audit.AuditMiddleware",
    "people.break_glass.BreakGlassMiddleware",
]

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
        },
    },
]

# --- Database ---------------------------------------------------------------

# The demo's password is public: its people never share a file with a real clinic's.
SQLITE_FILE = VAR / ("demo.sqlite3" if MODE == "demo" else "homestretch.sqlite3")
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{SQLITE_FILE}")}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# A log that was acknowledged survives a power cut. A test database need not.
SYNCHRONOUS = env("SQLITE_SYNCHRONOUS", default="OFF" if MODE == "test" else "FULL").upper()
if SYNCHRONOUS not in {"EXTRA", "FULL", "NORMAL", "OFF"}:
    raise ImproperlyConfigured("SQLITE_SYNCHRONOUS must be EXTRA, FULL, NORMAL or OFF.")
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # Deferred read-then-write by several writers fails with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={journal_mode()}; PRAGMA synchronous={SYNCHRONOUS}",
    }
    # Threads of one process share an in-memory test database badly: tests use a file each run.
    DATABASES["default"]["TEST"] = {"NAME": VAR / f"test-{os.getpid()}.sqlite3"}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = None
# Who may read all rows for a backup, where the server's own role sees one clinic at a time.
DATABASE_BACKUP = env.db("DATABASE_BACKUP_URL") if env("DATABASE_BACKUP_URL", default="") else None
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
# Given to migrate alone: the role that owns the tables. It lets the role of DATABASE_URL in and
# builds the wall between the clinics (people/wall.py), which stands before the owner as well: so it
# asks for every clinic, since migrations rewrite every row.
APP_ROLE = ""
EVERY_CLINIC = "-c homestretch.clinic=every"
if owner := env("DATABASE_OWNER_URL", default=""):
    APP_ROLE = DATABASES["default"]["USER"]
    DATABASES["default"] |= env.db_url_config(owner)
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = EVERY_CLINIC
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits count in a cache that all processes share. A full cache forgets a third of what it
# holds: at Django's 300 rows a stranger's tries with many addresses would wipe the counts out.
CACHE_TABLE = "cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": CACHE_TABLE,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "sessions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# SQLite is served by one process, so its memory may hold sessions; two processes must not.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if SQLITE else 'db'}"
SESSION_CACHE_ALIAS = "sessions"

# --- Privacy ----------------------------------------------------------------

# Where a clinic restricts therapists to their own caseload: whom a safety flag opens to whom.
PATIENTS_PASSED_ON = "caseload.passed_on.passed_on_to"

# --- Sign-in ----------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.MD5PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS.reverse()
else:
    PASSWORD_HASHERS.pop()
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "people.passwords.EasyWordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = lambda user: user.name or user.email  # noqa: E731
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
# Nobody switches it off in production. The demo's own people have a public password.
SECOND_FACTOR_FOR_STAFF = MODE != "test"
SECOND_FACTOR_EXEMPT = "@demo.test" if MODE == "demo" else ""
MFA_ADAPTER = "people.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Homestretch"
MFA_TOTP_TOLERANCE = 1  # codes of half a minute ago: people type slowly, and clocks differ
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "people.sign_in.AppCodeForm",
    "activate_totp": "people.sign_in.ActivateAppForm",
}
# Our own rule asks before a factor changes (people/reauthentication.py).
MFA_REAUTHENTICATION_REQUIRED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Counted in the shared cache: an address of the network (ip) may try more than one person (key).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "login_code": "30/m/ip,3/10m/key",
    "handout_code": "10/m/ip,60/h/ip",
    "reauthenticate": "5/5m/user",
    "patient_find": "10/m/user,60/h/user",
    "refusal_written_down": "1/m/ip",  # people/audit.py
}
# Longer than an answer needs, so that each takes the same time whatever was known.
SIGN_IN_ANSWERS_AFTER_SECONDS = 0 if MODE == "test" else 0.3
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
ACCOUNT_FORMS = {
    "login": "people.sign_in.LoginForm",
    "request_login_code": "people.sign_in.RequestLoginCodeForm",
    "confirm_login_code": "people.sign_in.ConfirmLoginCodeForm",
    "reset_password": "people.sign_in.ResetPasswordForm",
    "reset_password_from_key": "people.sign_in.ResetPasswordKeyForm",
}
# As long as the longest sign-in; people/session_limits.py ends each role's sooner.
SESSION_COOKIE_AGE = 24 * 60 * 60
SIGN_OUT_WARNING_SECONDS = env.int("SIGN_OUT_WARNING_SECONDS", default=60)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Messages name patients: in the session they end with it, in a cookie they would stay behind.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Mail -------------------------------------------------------------------

# Everything is written into the outbox; MAIL_DELIVERY is how it leaves from there.
if MODE == "demo":
    MAIL_DELIVERY = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
else:
    EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
    vars().update(EMAIL_CONFIG)
    MAIL_DELIVERY = EMAIL_CONFIG["EMAIL_BACKEND"]
    EMAIL_TIMEOUT = 10  # seconds, for each word of the mail server
EMAIL_BACKEND = "people.outbox.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Homestretch <no-reply@localhost>")

# --- Safety on the wire -----------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list] = {
    name: []
    for name in """
        accelerometer camera display-capture geolocation gyroscope hid local-fonts
        magnetometer microphone midi payment serial usb xr-spatial-tracking
    """.split()
}

# --- Static files and pictures ----------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR / "bundles"]
for place in (STATIC_ROOT, VAR / "bundles"):
    place.mkdir(exist_ok=True)
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {  # what is not text/… has to name its letters itself
    ".svg": "image/svg+xml; charset=utf-8",
}
# Reading the whole folder at each start is for servers; every test client would do it again.
WHITENOISE_AUTOREFRESH = MODE == "test"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- Words and clocks -------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- Logs: no health data, no addresses of people ---------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "clinic.redaction.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"redact": {"()": "clinic.redaction.RedactSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["redact"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
