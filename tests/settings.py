"""The site's own settings, made quick for tests."""

import os
import tempfile
from pathlib import Path

from extemp.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
FETCH_LOOPBACK = True
FETCH_PAUSE = 0
RECORDINGS_DIR = Path(tempfile.gettempdir()) / f"extemp-test-recordings-{os.getpid()}"

# A file of this process's own: threads and a live server must see one database, and two runs must not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"extemp-test-{os.getpid()}.sqlite3"}
