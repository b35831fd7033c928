# Read by the other scripts with `.`: where things are on this machine. Each function prints a path or fails.

find_python() { # the first Python that is new enough and really starts
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        command -v "$candidate" && return
    done
    return 1
}

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$candidate" ] && command -v "$candidate" 2>/dev/null && return
    done
    return 1
}

find_postgres() { # the folder that holds initdb and pg_ctl; Debian keeps it off the PATH; the newest wins
    for candidate in "${PG_BIN:-}" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        "$(pg_config --bindir 2>/dev/null)"; do
        [ -n "$candidate" ] && [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ] || continue
        echo "$candidate" && return
    done
    return 1
}
