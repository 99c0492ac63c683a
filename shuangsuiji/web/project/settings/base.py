"""What every environment shares. Nothing here is unsafe in production; what must differ is in dev, test and production.

Source: 80-reliability §1; 70-interface §2, §11; 00-decisions (security profile).
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from shuangsuiji.web.project.databases import database
from shuangsuiji.web.project.profiles import PROFILES

env = environ.Env()
PACKAGE = Path(__file__).resolve().parents[3]

# ------------------------------------------------------------------------------------------------------------- folders, keys

SHUANGSUIJI_HOME = Path(env.str("SHUANGSUIJI_HOME", default="var")).resolve()
# What `ledger init` and the operator wrote down; the process's own environment comes first.
if (SHUANGSUIJI_HOME / "settings.env").is_file():
    env.read_env(SHUANGSUIJI_HOME / "settings.env")
SHUANGSUIJI_ORIGIN = env.str("SHUANGSUIJI_ORIGIN", default="")
SHUANGSUIJI_LOG_FOLDER = Path(env.str("SHUANGSUIJI_LOG_FOLDER", default=str(SHUANGSUIJI_HOME / "log")))
SHUANGSUIJI_FILES_FOLDER = Path(env.str("SHUANGSUIJI_FILES_FOLDER", default=str(SHUANGSUIJI_HOME / "files")))
# Where a long upload, worked off beside the site, says how far it is; nothing of the file lies there.
SHUANGSUIJI_JOBS_FOLDER = Path(env.str("SHUANGSUIJI_JOBS_FOLDER", default=str(SHUANGSUIJI_HOME / "jobs")))
# Lists of about so many rows are read while the browser waits, longer ones beside the site. Ours, not law.
SHUANGSUIJI_ROWS_IN_REQUEST = env.int("SHUANGSUIJI_ROWS_IN_REQUEST", default=5_000)
SHUANGSUIJI_SEALER_HOME = Path(env.str("SHUANGSUIJI_SEALER_HOME", default=str(SHUANGSUIJI_HOME / "sealer")))
# Whether the operator says that the sealer runs on another host; pages promise no more than is said here.
SHUANGSUIJI_SEALER_ELSEWHERE = env.bool("SHUANGSUIJI_SEALER_ELSEWHERE", default=False)
SHUANGSUIJI_WRAPPING_KEY_FILE = Path(
    env.str("SHUANGSUIJI_WRAPPING_KEY_FILE", default=str(SHUANGSUIJI_HOME / "wrapping.key"))
)
SHUANGSUIJI_ACCESS_POLICY = PACKAGE / "web" / "project" / "policy.toml"
SHUANGSUIJI_BEHIND_PROXY = env.bool("SHUANGSUIJI_BEHIND_PROXY", default=False)
SHUANGSUIJI_FONT_FOLDERS = [folder for folder in env.str("SHUANGSUIJI_FONT_FOLDERS", default="").split(":") if folder]
SHUANGSUIJI_OUTBOX = env.str("SHUANGSUIJI_OUTBOX", default="none")
SHUANGSUIJI_APP_ROLE = env.str("SHUANGSUIJI_APP_ROLE", default="")
SHUANGSUIJI_PROFILE = env.str("SHUANGSUIJI_PROFILE", default="djbh3")
PROFILE = PROFILES[SHUANGSUIJI_PROFILE]

# ------------------------------------------------------------------------------------------------------------------- Django

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("SHUANGSUIJI_HOSTS", default=["localhost", "127.0.0.1"])
ROOT_URLCONF = "shuangsuiji.web.project.urls"
WSGI_APPLICATION = "shuangsuiji.web.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": database(
        env.str("SHUANGSUIJI_DATABASE", default=f"sqlite://{SHUANGSUIJI_HOME / 'database' / 'shuangsuiji.sqlite3'}")
    )
}
ATOMIC_REQUESTS = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "js_lib_bootstrap5",
    "lucide",
    "csp",
    "shuangsuiji.foundation.ledger",
    "shuangsuiji.foundation.accounts",
    "shuangsuiji.foundation.approvals",
    "shuangsuiji.foundation.lifecycle",
    "shuangsuiji.foundation.overrides",
    "shuangsuiji.foundation.evidence",
    "shuangsuiji.foundation.outbox",
    "shuangsuiji.foundation.papers",
    "shuangsuiji.stages.items",
    "shuangsuiji.stages.registry",
    "shuangsuiji.stages.plans",
    "shuangsuiji.stages.draws",
    "shuangsuiji.stages.inspections",
    "shuangsuiji.stages.disclosure",
    "shuangsuiji.web.components",
    "shuangsuiji.web.project",
]
# From outside in. Headers and content policy stand outermost, so that errors and static files carry them too; the session is
# saved outside the reading guard; the policy stands directly before the view.
MIDDLEWARE = [
    "shuangsuiji.web.components.middleware.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shuangsuiji.web.office.accounts.middleware.SessionMiddleware",
    "shuangsuiji.web.components.middleware.reading.ReadOnlyMiddleware",
    "shuangsuiji.web.components.middleware.refusals.RefusalMiddleware",
    "shuangsuiji.web.components.middleware.policy.PolicyMiddleware",
    "shuangsuiji.web.components.middleware.idempotency.IdempotencyMiddleware",
]
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "office:home"
CSRF_FAILURE_VIEW = "shuangsuiji.web.components.pages.cross_site"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shuangsuiji.web.office.menu.office_menu",
            ],
            "builtins": [
                "shuangsuiji.web.components.templatetags.house",
                "shuangsuiji.web.components.templatetags.pieces",
                "lucide.templatetags.lucide",
            ],
        },
    }
]

FORM_RENDERER = "shuangsuiji.web.components.rendering.HouseRenderer"

LANGUAGE_CODE = "zh-hans"
FORMAT_MODULE_PATH = ["shuangsuiji.web.project.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = SHUANGSUIJI_HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]

# ---------------------------------------------------------------------------------------------------------- people signing in

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["shuangsuiji.foundation.accounts.backend.SessionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = PROFILE.password_validators
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --------------------------------------------------------------------------------------------------- what browsers may do

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
