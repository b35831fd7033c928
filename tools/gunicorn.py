"""How `make run` serves: one process with threads on this machine only. WEB_CONCURRENCY asks for more processes."""

import os
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = 8
keepalive = 75  # seconds: with two, a page that saves itself often meets a connection that is just being closed
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Say where to enter as the last line, once the port is really ours."""
    print(f"\nExtemp is at http://{bind}/  (Ctrl-C ends it)", flush=True)
