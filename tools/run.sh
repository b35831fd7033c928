#!/bin/sh
# Bring the database up to date, load what a first visitor needs, and serve on http://127.0.0.1:$PORT.
set -eu
cd "$(dirname "$0")/.."
export PORT="${PORT:-8000}"

.venv/bin/python - <<'END'
import os, socket, sys

port = os.environ["PORT"]
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
    sys.exit(f"run: PORT={port} is not a port number")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except OSError as error:
        sys.exit(f"run: port {port} cannot be used ({error.strerror}); try: make run PORT={int(port) % 65535 + 1}")
END

manage() { .venv/bin/python manage.py "$@"; }
manage migrate --verbosity 0
manage load_rulesets
manage seed_demo
manifest=var/static/staticfiles.json # written last, so what is newer than it was not collected yet
if [ ! -e $manifest ] || [ -n "$(find static extemp/settings.py .venv/installed-requirements.txt -newer $manifest)" ]; then
    manage collectstatic --noinput --verbosity 0
fi
exec .venv/bin/python -m gunicorn --config tools/gunicorn.py extemp.wsgi
