"""WSGI entry point: `gunicorn extemp.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "extemp.settings")
application = get_wsgi_application()
