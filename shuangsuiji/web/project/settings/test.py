"""For the tests: a database of its own per process; PostgreSQL where a server is given.

`SHUANGSUIJI_TEST_DATABASE=postgres` with `SHUANGSUIJI_TEST_POSTGRES_DSN` runs the same suite on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

from shuangsuiji.web.project.databases import database
from shuangsuiji.web.project.settings.base import *
from shuangsuiji.web.project.settings.base import INSTALLED_APPS, env

SECRET_KEY = "a key for tests only, of no use anywhere else"  # noqa: S105 - guards nothing
_FOLDER = Path(tempfile.gettempdir()) / f"shuangsuiji-test-{os.getpid()}"
_FOLDER.mkdir(exist_ok=True)
SHUANGSUIJI_HOME = _FOLDER
SHUANGSUIJI_ORIGIN = "log.example.org/410928/rsj"
SHUANGSUIJI_LOG_FOLDER = _FOLDER / "log"
SHUANGSUIJI_FILES_FOLDER = _FOLDER / "files"
SHUANGSUIJI_JOBS_FOLDER = _FOLDER / "jobs"
SHUANGSUIJI_SEALER_HOME = _FOLDER / "sealer"
SHUANGSUIJI_WRAPPING_KEY_FILE = _FOLDER / "wrapping.key"

if env.str("SHUANGSUIJI_TEST_DATABASE", default="sqlite") == "postgres":
    _default = database(env.str("SHUANGSUIJI_TEST_POSTGRES_DSN"))
    _default["TEST"] = {"NAME": f"shuangsuiji_test_{os.getpid()}"}
else:
    _default = database(f"sqlite://{_FOLDER / 'unused.sqlite3'}")
    _default["TEST"] = {"NAME": str(_FOLDER / "test.sqlite3")}
DATABASES = {"default": _default}
STATIC_ROOT = _FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.specimen"]
