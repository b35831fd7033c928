#!/bin/sh
# Everything that can be known without running a test. All checks run, the last line names those that failed.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL DEBUG ALLOWED_HOSTS SECRET_KEY VAR_DIR

failed=
check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok    $name"
    else
        printf 'FAIL  %s: %s\n%s\n' "$name" "$*" "$output"
        failed="$failed${failed:+, }$name"
    fi
}

check "lint" python -m ruff check .
check "format" python -m ruff format --check .
check "types" python -m mypy
check "import contracts" python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
check "templates" python -m djlint --lint --quiet templates
check "migrations" python manage.py makemigrations --check --dry-run
check "production settings" env ALLOWED_HOSTS=example.org \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    python manage.py check --deploy --fail-level WARNING

[ -z "$failed" ] || { echo "FAILED: $failed"; exit 1; }
