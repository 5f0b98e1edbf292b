"""One settings file; the environment decides, and a production start without its secrets is refused.

docs/deploy.md lists the variables. With DEBUG off there is no fallback for a secret.
"""

from datetime import timedelta
from pathlib import Path

import bootstrap_wrapper
import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from commission.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEBUG = env.flag("DEBUG", default=False)
# DEMO: the demonstration that `make run` shows. It loads invented accounts and may switch the second factor off.
DEMO = env.flag("DEMO", default=False)
STAFF_MFA = env.flag("STAFF_MFA", default=True)
if not STAFF_MFA and not DEMO:
    env.problems.append("STAFF_MFA=off is only allowed together with DEMO=on.")

development = "only-for-development" if DEBUG else None
SECRET_KEY = env.required("SECRET_KEY", why="signs sessions and links", otherwise=development, secret=True)
# 32 bytes in hexadecimal each. FIELD_KEY encrypts the IIN; AUDIT_KEY seals every audit event.
FIELD_KEY = env.required("FIELD_KEY", why="encrypts identity numbers", otherwise="00" * 32 if DEBUG else None, secret=True)
AUDIT_KEY = env.required("AUDIT_KEY", why="seals the audit log", otherwise="11" * 32 if DEBUG else None, secret=True)
for _name, _key in (("FIELD_KEY", FIELD_KEY), ("AUDIT_KEY", AUDIT_KEY)):
    if _key and (len(_key) != 64 or set(_key) - set("0123456789abcdefABCDEF")):
        env.problems.append(f"{_name} must be 64 hexadecimal digits.")
DATABASE_URL = env.required("DATABASE_URL", why="the PostgreSQL server", secret=True)
REDIS_URL = env.required("REDIS_URL", why="the Redis or Valkey server", secret=True)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if DEBUG or DEMO else "")
if not ALLOWED_HOSTS:
    env.problems.append("ALLOWED_HOSTS is missing (the names under which the portal is reached, comma-separated).")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

try:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=0)} if DATABASE_URL else {}
except (ValueError, KeyError):
    env.problems.append("DATABASE_URL can't be read: it looks like postgres://user@host:5432/name.")
    DATABASES = {}
if DATABASES and DATABASES["default"].get("ENGINE") != "django.db.backends.postgresql":
    env.problems.append("DATABASE_URL must name a PostgreSQL server: locks, constraints and triggers of the portal need it.")
if not DATABASES:
    raise ImproperlyConfigured("The portal can't start. " + env.complain())
# A connection a request: a web process has hundreds of threads (see InTurn), and each would keep its own.
# A query that hangs must become a sentence, not a worker that is lost.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=60000 -c lock_timeout=10000"

INSTALLED_APPS = [
    "commission.apps.CommissionConfig",
    "candidates",
    "stations",
    "results",
    "commission.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

# How many requests a web process works on at once; the connections that it holds to the database are as many.
WEB_TURNS = env.number("WEB_TURNS", default=8)
MIDDLEWARE = [
    "commission.middleware.ReceivedAt",  # first: a deadline is judged by the moment of receipt
    "commission.middleware.InTurn",
    "commission.middleware.ServiceDown",
    "django.middleware.security.SecurityMiddleware",
    "commission.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "commission.middleware.ReaderLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "commission.uploads.BodyLimit",  # before any view, and before the check for forgery reads the form
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commission.middleware.SecondFactor",
    "commission.middleware.RefusedToPage",
]

ROOT_URLCONF = "commission.urls"
WSGI_APPLICATION = "commission.wsgi.application"

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
                "commission.context.portal",
            ],
            "builtins": ["commission.templatetags.ui", "commission.templatetags.words", "django.templatetags.i18n"],
        },
    }
]

AUTH_USER_MODEL = "commission.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_of_user"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "commission.accounts.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter sends no such letter, but asks whether the mail server answers
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "commission.accounts.MFAAdapter"
MFA_FORMS = {"add_webauthn": "commission.forms.keys.AddKeyForm", "edit_webauthn": "commission.forms.keys.EditKeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Election portal"
# Without TLS a browser offers passkeys only on localhost, which is where the demonstration runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
# our own texts, then what Django and allauth say without a Kazakh translation of their own
LOCALE_PATHS = [BASE_DIR / "commission" / "locale", BASE_DIR / "commission" / "locale_packages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "commission.formats"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [("bootstrap", Path(bootstrap_wrapper.get_bootstrap_dir()) / "css")]
# The demonstration and the tests serve files as they lie; production collects them under names that hold their hash.
AS_THEY_LIE = DEBUG or DEMO
WHITENOISE_USE_FINDERS = AS_THEY_LIE
WHITENOISE_AUTOREFRESH = DEBUG
# Papers of candidates: a private folder, or a service that speaks S3. They are served by views only.
PAPERS_ROOT = Path(env.text("PAPERS_ROOT", default=str(BASE_DIR / "var" / "papers"))).resolve()
if PAPERS_ROOT.is_relative_to(STATIC_ROOT.resolve()) or STATIC_ROOT.resolve().is_relative_to(PAPERS_ROOT):
    env.problems.append("PAPERS_ROOT and STATIC_ROOT must not lie in one another: static files are served to everybody.")
PAPERS: dict[str, object] = {
    "BACKEND": "commission.files.store.PrivateFolder",
    "OPTIONS": {"location": PAPERS_ROOT, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
}
if bucket := env.text("PAPERS_S3_BUCKET"):
    PAPERS = {
        "BACKEND": "commission.files.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.text("PAPERS_S3_ENDPOINT") or None,
            "region_name": env.text("PAPERS_S3_REGION") or None,
            "access_key": env.required("PAPERS_S3_KEY", why="opens the bucket of papers", secret=True),
            "secret_key": env.required("PAPERS_S3_SECRET", why="opens the bucket of papers", secret=True),
            "file_overwrite": False,
            "querystring_auth": False,
            "max_memory_size": 1024 * 1024,  # what is larger is read by way of the disk
        },
    }
STORAGES = {
    "papers": PAPERS,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if AS_THEY_LIE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Uploads. commission/files/reader/limits.py says how large a paper and a request may be.
FILE_UPLOAD_HANDLERS = ["commission.uploads.ToDisk"]
FILE_UPLOAD_TEMP_DIR = env.text("UPLOAD_TEMP_DIR") or None  # on a disk: /tmp may be memory
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # what is typed, without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
CLAMAV_URL = env.text("CLAMAV_URL")
if CLAMAV_URL and not CLAMAV_URL.startswith(("tcp://", "unix:///")):
    env.problems.append("CLAMAV_URL looks like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl.")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker that gave up on its broker would never come back
# Tasks are acknowledged late: what ran while the broker was lost is handed out again, so it must not run twice.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "commission.tasks.heartbeat", "schedule": timedelta(seconds=5), "options": {"expires": 10}},
    "reminders": {"task": "commission.tasks.plan_reminders", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
    "messages": {"task": "commission.tasks.send_messages", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
    "receipts": {"task": "candidates.tasks.send_receipts", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
    "open_and_close": {"task": "candidates.tasks.open_and_close", "schedule": timedelta(seconds=60), "options": {"expires": 50}},
}

# Cookies and TLS. BEHIND_TLS=off is for a machine that nobody else reaches.
BEHIND_TLS = env.flag("BEHIND_TLS", default=not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
# PUBLIC_ADDRESS: where people reach the portal. Certificates, letters and open data carry it, and no request tells it truly.
_named = f"localhost:{env.number('PORT', default=8000)}" if AS_THEY_LIE else next((h for h in ALLOWED_HOSTS if h.strip("*.") == h), "")
_usual = f"http{'s' * BEHIND_TLS}://{_named}" if _named else ""
PUBLIC_ADDRESS = env.address("PUBLIC_ADDRESS", default=_usual, tls=BEHIND_TLS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
# TRUST_PROXY: one reverse proxy in front that sets X-Forwarded-Proto and X-Forwarded-For itself.
TRUST_PROXY = env.flag("TRUST_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUST_PROXY)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; a machine left alone signs nobody in tomorrow
KEPT_SECONDS = 30 * 60  # what was typed when a session had ended waits so long for its typist
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "commission.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own icons are data: images inside its style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend" if AS_THEY_LIE else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default="portal@localhost")

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []

PORTAL_NAME = _("Election portal")
# On what terms anybody may use the published data: the name of the licence, and where it stands.
OPEN_DATA_LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "commission.logs.Sober", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "portal": {"level": "INFO"}},
}

if env.problems:
    raise ImproperlyConfigured("The portal can't start. " + env.complain())
