"""Settings of the bench's own processes: those of production's base, with the rows of the bench. Tables come from the models."""

from shuangsuiji.web.project.settings.base import *  # noqa: F403 - settings are inherited by name

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "shuangsuiji.foundation.ledger",
    "shuangsuiji.foundation.lifecycle",
    "bench.rows",
]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE = []
SECRET_KEY = "a key for the bench only, of no use anywhere else"  # noqa: S105 - guards nothing
MIGRATION_MODULES = {"ledger": None, "lifecycle": None, "auth": None, "contenttypes": None}
