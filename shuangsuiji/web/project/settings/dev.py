"""For developers and the demo: a key made on this machine, plain http on localhost."""

from shuangsuiji.web.project import operator_log
from shuangsuiji.web.project.secret import secret_key
from shuangsuiji.web.project.settings.base import *
from shuangsuiji.web.project.settings.base import SHUANGSUIJI_HOME, env

LOGGING = operator_log.LOGGING
# Static files come straight from their folders: nothing has to be collected first.
WHITENOISE_USE_FINDERS = True
DEBUG = env.bool("SHUANGSUIJI_DEBUG", default=False)
SECRET_KEY = secret_key(SHUANGSUIJI_HOME / "secret.key")
