#!/bin/sh
# Run the parts of the test suite that are named (all without a name): sqlite, postgres, browser.
# A part that fails does not hold up the next one; the last lines say which failed.
set -u
cd "$(dirname "$0")/.."
. tools/find.sh

# The suite means the settings of an empty environment, whatever this shell has exported.
unset DATABASE_URL DEBUG ALLOWED_HOSTS SECRET_KEY VAR_DIR TIME_ZONE
CHROMIUM=$(find_chromium) && export CHROMIUM

failed=
part() {
    name=$1
    shift
    printf '\n== %s ==\n' "$name"
    "$@" && return
    failed="$failed${failed:+, }$name"
}

for chosen in ${*:-sqlite postgres browser}; do
    case $chosen in
    sqlite) part "unit tests on SQLite" .venv/bin/python -m pytest -m "not browser" -n 2 ;;
    postgres) part "unit tests on PostgreSQL" tools/postgres.sh .venv/bin/python -m pytest -m "not browser" -n 2 ;;
    # Alone on the cores: pages with running clocks are timed, and two at once gain little.
    browser) part "browser tests" .venv/bin/python -m pytest -m browser ;;
    *) echo "test.sh: no such part: $chosen" >&2 && exit 2 ;;
    esac
done

echo
[ -z "$failed" ] || { echo "FAILED: $failed"; exit 1; }
echo "All parts passed."
