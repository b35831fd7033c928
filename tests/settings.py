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
WHITENOISE_USE_FINDERS = True  # a web process that a test starts gives out scripts as well
TIME_ZONE = "UTC"
FETCH_LOOPBACK = True
FETCH_PAUSE = 0
# One folder a run and worker, which the web processes that a test starts share with it.
_RUN = os.environ.setdefault(
    "TEST_RECORDINGS", str(Path(tempfile.gettempdir()) / f"extemp-test-recordings-{os.getpid()}")
)
RECORDINGS_DIR = Path(f"{_RUN}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")

# A file of this process's own: threads and a live server must see one database, and two runs must not meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": Path(tempfile.gettempdir()) / f"extemp-test-{os.getpid()}.sqlite3"}
