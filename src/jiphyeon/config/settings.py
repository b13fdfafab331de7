"""Settings: one file, read from the environment. Nothing secret has a default outside demo mode.

JIPHYEON_DEMO=1            the demo city: named demo people, a civil day that can be moved, a banner on every page
JIPHYEON_DATA_DIR          where the embedded database, files and keys live (default: ./data)
DATABASE_URL               postgres://user:password@host:port/name; without it SQLite in the data folder
JIPHYEON_SECRET_KEY        signs sessions and tokens; required outside demo mode, refused within it
JIPHYEON_FIELD_KEYS        id:base64,id:base64 …, newest first; encrypts personal fields; required outside demo mode
JIPHYEON_LEDGER_KEY        path of the P-256 key (PEM) that signs tree heads; made in the data folder where absent
JIPHYEON_LEDGER_SEEN       path of the newest head seen, kept outside the database (default: beside the ledger's key)
JIPHYEON_HOSTS             comma-separated host names that may be asked for
JIPHYEON_CITY              the city: the name of a pack that comes with the house (default: jiphyeon.cities.DEFAULT), or a path
JIPHYEON_MYDATA            address of the MyData provider
JIPHYEON_MYDATA_CLIENT     the name this office is registered under there (default: jiphyeon- and the pack's folder name)
JIPHYEON_MYDATA_SECRET     this office's client secret with that provider; without it (outside demo mode) nothing is fetched
JIPHYEON_ACCOUNT_NAMES     address of the account-name service (계좌실명조회)
JIPHYEON_ACCOUNT_NAMES_CLIENT, JIPHYEON_ACCOUNT_NAMES_SECRET     this office's name and secret there; without the secret (outside
                           demo mode) no bank is asked, and accounts wait
JIPHYEON_EMAIL             smtp://user:password@host:port of the mail server
JIPHYEON_TEXTS             address of the gateway for text messages; without it texts wait
JIPHYEON_TEXTS_TOKEN       what this office proves itself to that gateway by
JIPHYEON_RELAY             address of the relay of official electronic documents; without it what goes by it waits
JIPHYEON_RELAY_TOKEN       what this office proves itself to the relay by
JIPHYEON_RELAY_SECRET      what the relay signs its callbacks with; it turns identities into what the relay knows, too
JIPHYEON_PAYMENTS          address of the payment house that people pay in at; without it nothing can be paid
JIPHYEON_PAYMENTS_TOKEN    what this office proves itself to the payment house by
JIPHYEON_PAYMENTS_SECRET   what the payment house signs its callbacks with
"""

import os
from pathlib import Path

from jiphyeon import cities
from jiphyeon.config import environment, private

DEMO = environment.switched_on("JIPHYEON_DEMO")
TESTING = environment.switched_on("JIPHYEON_TESTING")
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("JIPHYEON_DATA_DIR", "data")).resolve()
private.close(DATA_DIR)
CITY_PACK = cities.pack(cities.named())

_secrets = environment.read_secrets(demo=DEMO, testing=TESTING, data=DATA_DIR)
SECRET_KEY = _secrets.signing
FIELD_KEYS = _secrets.field_keys
LEDGER_KEY = _secrets.ledger_key
DEBUG = False
ALLOWED_HOSTS = os.environ.get(
    "JIPHYEON_HOSTS", "localhost,127.0.0.1,[::1],testserver" if DEMO or TESTING else ""
).split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *environment.rooms(PACKAGE / "foundation", "jiphyeon.foundation"),
    *environment.rooms(PACKAGE / "contexts", "jiphyeon.contexts"),
    "jiphyeon.desk",
    "allauth",  # after our rooms, whose templates dress its pages
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "jiphyeon.foundation.accounts.middleware.one_scheme",  # before whoever asks whether a request is secure
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiphyeon.foundation.ui.packing.packed",
    "csp.middleware.CSPMiddleware",
    "jiphyeon.foundation.accounts.middleware.not_kept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiphyeon.foundation.accounts.middleware.actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "jiphyeon.foundation.ui.resident_numbers.resident_numbers",
    "jiphyeon.foundation.ui.refusing.nul_signs",
    "jiphyeon.foundation.ui.answering.refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "jiphyeon.config.urls"
WSGI_APPLICATION = "jiphyeon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiphyeon.foundation.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
LEDGER_SEEN = environment.ledger_seen(LEDGER_KEY, os.environ.get("DATABASE_URL", ""))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # allauth's limits: for all processes together, and in no memory that other requests could fill.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_remembered",
        "KEY_FUNCTION": "jiphyeon.foundation.accounts.remembering.hashed",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOCALE_PATHS = [PACKAGE / "config" / "locale"]  # what the libraries say, in the words of the house
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING

_https = not (DEMO or TESTING)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
]  # asked by machines beside it, and they hold nothing of anybody
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
_proxy = environment.switched_on("JIPHYEON_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _proxy else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(_proxy)  # without it the whole city would share one limit on sign-ins
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "jiphyeon.foundation.secrets.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *environment.form_targets(simulated=DEMO or TESTING)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGIN_URL = "/accounts/sign-in/"
LOGIN_REDIRECT_URL = "desk:landing"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "jiphyeon.foundation.accounts.adapters.AccountAdapter"
# Wrong pass phrases are counted by accounts/limits.py, and no flood from a network shuts out who is known on it;
# "login_failed" here counts wrong codes of authenticator apps.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/m/ip,5/300s/key"}
ACCOUNT_EMAIL_VERIFICATION = "none" if DEMO or TESTING else "mandatory"
MFA_ADAPTER = "jiphyeon.foundation.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
ACCOUNT_FORMS = {"login": "jiphyeon.foundation.accounts.sign_in_form.SignInForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "jiphyeon.foundation.accounts.forms.NameForm"
SOCIALACCOUNT_ADAPTER = "jiphyeon.foundation.accounts.openid.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = environment.openid_providers()
SOCIALACCOUNT_EMAIL_REQUIRED = False  # what a provider does not tell is not asked for
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # only addresses it has verified are taken

EMAIL_BACKEND = "jiphyeon.foundation.mail.outbox.Outbox"  # a worker hands it over, never a request
vars().update(environment.mail(os.environ.get("JIPHYEON_EMAIL", "smtp://127.0.0.1:8025")))
DEFAULT_FROM_EMAIL = os.environ.get("JIPHYEON_EMAIL_FROM", "no-reply@jiphyeon.invalid")

TEXTS = os.environ.get("JIPHYEON_TEXTS", "")
TEXTS_TOKEN = os.environ.get("JIPHYEON_TEXTS_TOKEN", "")

TASKS = {"default": {"BACKEND": "jiphyeon.foundation.jobs.backend.Backend", "QUEUES": []}}
RELAY = os.environ.get("JIPHYEON_RELAY", "")
RELAY_TOKEN = os.environ.get("JIPHYEON_RELAY_TOKEN", "demo-relay-token" if DEMO or TESTING else "")
RELAY_SECRET = os.environ.get("JIPHYEON_RELAY_SECRET", "demo-relay-secret" if DEMO or TESTING else "")
PAYMENTS = os.environ.get("JIPHYEON_PAYMENTS", "")
PAYMENTS_TOKEN = os.environ.get("JIPHYEON_PAYMENTS_TOKEN", "demo-payments-token" if DEMO or TESTING else "")
PAYMENTS_SECRET = os.environ.get(
    "JIPHYEON_PAYMENTS_SECRET", "demo-payments-secret" if DEMO or TESTING else ""
)
MYDATA_SECRET = os.environ.get("JIPHYEON_MYDATA_SECRET", "demo-client-secret" if DEMO or TESTING else "")
MYDATA_CLIENT = cities.mydata_client(CITY_PACK)
MYDATA_PROVIDER = os.environ.get("JIPHYEON_MYDATA", "http://127.0.0.1:8801")
ACCOUNT_NAMES = os.environ.get("JIPHYEON_ACCOUNT_NAMES", "http://127.0.0.1:8804")
ACCOUNT_NAMES_CLIENT = os.environ.get("JIPHYEON_ACCOUNT_NAMES_CLIENT", "jiphyeon")
ACCOUNT_NAMES_SECRET = os.environ.get(
    "JIPHYEON_ACCOUNT_NAMES_SECRET", "demo-account-names-secret" if DEMO or TESTING else ""
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_HANDLERS = [
    "jiphyeon.foundation.files.limits.StopWriting",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
# Each is read by a process that may take 1.5 GB; others wait.
WORKBOOKS_AT_ONCE = max(1, int(os.environ.get("JIPHYEON_WORKBOOKS", "2")))
LOGGING = environment.logging(testing=TESTING)
