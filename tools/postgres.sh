#!/bin/sh
# Run a command beside a throw-away PostgreSQL:  tools/postgres.sh COMMAND [ARGUMENT…]
# The command finds the server in DATABASE_URL. The server listens on a socket in a folder of its own and on no port,
# so it meets no other server, and it is gone with its folder when the command ends. PG_BIN chooses the binaries,
# PG_OPTIONS adds settings of the server, as -c NAME=VALUE.
set -eu
. "$(dirname "$0")/find.sh"
bin=$(find_postgres) || { echo "postgres: no initdb found; install postgresql" >&2; exit 1; }

unset PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS

# A short path: the name of a Unix socket may have 107 bytes.
folder=$(mktemp -d /tmp/extemp-pg.XXXXXX)

as_server() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
    chown "$owner" "$folder"
    as_server() { (cd / && setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"); }
fi

finish() {
    status=$?
    trap - EXIT INT TERM HUP
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || :
    rm -rf "$folder"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

{
    as_server "$bin/initdb" -D "$folder/data" -U extemp -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
        as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start -o "-c listen_addresses='' \
            -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off ${PG_OPTIONS:-}" &&
        as_server "$bin/createdb" -h "$folder" -U extemp extemp
} >"$folder/start" 2>&1 </dev/null || {
    cat "$folder/start" "$folder/log" >&2 2>/dev/null || :
    echo "postgres: the server did not start" >&2
    exit 1
}

DATABASE_URL="postgresql://extemp@$(printf %s "$folder" | sed 's,/,%2F,g')/extemp" "$@"
