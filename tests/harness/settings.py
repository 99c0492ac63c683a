"""Settings of the processes that the harnesses start: those of production's base, a database and a folder given from outside.

Takes: `SHUANGSUIJI_HOME`, `SHUANGSUIJI_DATABASE`; `SHUANGSUIJI_HARNESS_WITHOUT`, short names of applications to leave out.
Tables come straight from the models: faster, and migrations have tests of their own.
"""

from shuangsuiji.web.project.settings.base import *  # noqa: F403 - settings are inherited by name
from shuangsuiji.web.project.settings.base import DATABASES, INSTALLED_APPS, SHUANGSUIJI_HOME, env


class _NoMigrations:
    """Every application is without migrations."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


_without = set(env.list("SHUANGSUIJI_HARNESS_WITHOUT", default=[]))

SECRET_KEY = "a key for the harness only, of no use anywhere else"  # noqa: S105 - guards nothing
SHUANGSUIJI_ORIGIN = "log.example.org/410928/rsj"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIGRATION_MODULES = _NoMigrations()
INSTALLED_APPS = [app for app in INSTALLED_APPS if app.rsplit(".", 1)[-1] not in _without]
INSTALLED_APPS += ["tests.specimen"]
STATIC_ROOT = SHUANGSUIJI_HOME / "static"
# The race harness answers one address of its own; what surrounds a page is tested elsewhere.
ROOT_URLCONF = "tests.harness.race_site"
MIDDLEWARE = []
# Many threads of short life: a server's connections are few, and others use it too.
DATABASES["default"]["CONN_MAX_AGE"] = 0
