"""For a county's server: https only, secret from a file, everything the deployment check asks."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from shuangsuiji.web.project import operator_log
from shuangsuiji.web.project.settings.base import *
from shuangsuiji.web.project.settings.base import SHUANGSUIJI_BEHIND_PROXY, env

SHUANGSUIJI_SECRET_KEY_FILE = Path(env.str("SHUANGSUIJI_SECRET_KEY_FILE"))
if not SHUANGSUIJI_SECRET_KEY_FILE.is_file():
    raise ImproperlyConfigured(
        f"找不到密钥文件 {SHUANGSUIJI_SECRET_KEY_FILE}（SHUANGSUIJI_SECRET_KEY_FILE）；建立：(umask 077; "
        f"python3 -c 'import secrets; print(secrets.token_urlsafe(48))' > {SHUANGSUIJI_SECRET_KEY_FILE})，并交给运行应用的账号"
    )
SECRET_KEY = SHUANGSUIJI_SECRET_KEY_FILE.read_text().strip()

LOGGING = operator_log.LOGGING
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SHUANGSUIJI_BEHIND_PROXY else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
