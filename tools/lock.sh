#!/bin/sh
# Write requirements.txt and requirements-dev.txt again from pyproject.toml: every version, every hash, no host.
# `tools/lock.sh --upgrade` takes the newest versions that pyproject.toml allows; else versions stay where they can.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh run
[ -x var/lock/bin/uv ] || {
    .venv/bin/python -m venv var/lock
    var/lock/bin/python -m pip install -q --no-input --disable-pip-version-check uv
}

compile() {
    var/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate "$@" >/dev/null
}
compile "$@" -o requirements.txt
compile "$@" --group dev -c requirements.txt -o requirements-dev.txt

if grep -nE '://|^--' requirements.txt requirements-dev.txt; then
    echo "lock: the lines above name a host or an option; the lock file must not" >&2
    exit 1
fi
