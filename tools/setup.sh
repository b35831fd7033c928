#!/bin/sh
# Make this checkout ready: `tools/setup.sh run` (Python and .venv), `check` (and the developer's packages),
# `test` (and Chromium and PostgreSQL). What the system lacks comes by apt where we are root or may sudo without a
# password; else one line says what to install. Nothing is done twice: a run with all in place takes milliseconds.
set -eu
cd "$(dirname "$0")/.."
. tools/find.sh
goal=${1:?run, check or test}

say() { echo "setup: $*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_apt() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

# Only one clone at a time talks to apt. A fresh PostgreSQL package would start a server for the whole machine, which
# nobody asked for: a drop-in forbids it for as long as the installation takes.
apt_install() {
    as_root timeout 1500 flock /var/lib/apt/lists sh -eu -c '
        export DEBIAN_FRONTEND=noninteractive
        no_cluster=/etc/postgresql-common/createcluster.d/extemp-setup.conf
        trap "rm -f $no_cluster; rmdir -p ${no_cluster%/*} 2>/dev/null || :" EXIT
        mkdir -p "${no_cluster%/*}"
        echo "create_main_cluster = false" >"$no_cluster"
        timeout 300 apt-get -qq -o Acquire::Retries=3 update ||
            echo "setup: apt-get update failed; trying with the lists that are here" >&2
        timeout 1200 apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 \
            install -y --no-install-recommends "$@" >/dev/null
    ' sh "$@" </dev/null
}

# What is missing, as names of Debian packages.
missing_packages() {
    if ! python=$(find_python); then
        command -v apt-get >/dev/null || { say "Python 3.11 or newer is needed."; exit 1; }
        echo python3 python3-venv
    elif ! works .venv/bin/python && ! "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    [ "$goal" = test ] || return 0
    find_chromium >/dev/null || echo chromium fonts-dejavu-core
    find_postgres >/dev/null || echo postgresql
    # Playwright brings a node of its own, which wants this library.
    [ "$(uname)" != Linux ] || /sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || echo libatomic1
}

works() { [ -x "$1" ] && "$1" -m pip --version >/dev/null 2>&1; }

install_requirements() { # the copy kept in .venv says what was installed; it is written last
    cmp -s "$1" ".venv/installed-$1" && return
    say "installing $1"
    .venv/bin/python -m pip install -q --no-input --disable-pip-version-check --require-hashes -r "$1"
    cp "$1" ".venv/installed-$1"
}

mkdir -p var
if command -v flock >/dev/null; then # two `make` in one checkout wait for each other
    exec 9>var/setup.lock
    flock 9
fi

packages=$(echo $(missing_packages))
if [ -n "$packages" ]; then
    if ! may_apt; then
        say "install these first, then try again: $packages (on Debian: apt-get install $packages)"
        exit 1
    fi
    say "installing with apt: $packages"
    apt_install $packages 9>&- || { say "apt could not install: $packages"; exit 1; }
    packages=$(echo $(missing_packages))
    [ -z "$packages" ] || { say "still missing after apt: $packages"; exit 1; }
fi

if ! works .venv/bin/python; then
    python=$(find_python) || { say "Python 3.11 or newer is needed."; exit 1; }
    say "creating .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

if [ "$goal" = run ]; then
    # The developer's packages contain the site's, at the same versions.
    [ -e .venv/installed-requirements-dev.txt ] && cmp -s requirements.txt .venv/installed-requirements.txt ||
        install_requirements requirements.txt
else
    install_requirements requirements-dev.txt
    cp requirements.txt .venv/installed-requirements.txt
fi
