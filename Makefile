# `make run` and `make test` set up all that they need; see tools/setup.sh.
SHELL := /bin/sh
PORT ?= 8000
CASES ?= ../shared/cases
export PORT
PY := .venv/bin/python

.PHONY: help run dev test unit check format conformance bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: ## set up and serve the demo on http://127.0.0.1:8000 (PORT changes it)
	@tools/setup.sh run
	@exec tools/run.sh

dev: ## the same database under Django's reloading server, with DEBUG
	@tools/setup.sh check
	@$(PY) manage.py migrate --verbosity 0
	@DEBUG=1 exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: ## set up and run every test: on SQLite, on PostgreSQL, in a browser
	@tools/setup.sh test
	@tools/test.sh

unit: ## only the tests on SQLite, the quick ones
	@tools/setup.sh check
	@tools/test.sh sqlite

check: ## lint, format, types, import contracts, templates, migrations, production settings
	@tools/setup.sh check
	@tools/check.sh

format: ## rewrite the code in the house format
	@tools/setup.sh check
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

conformance: ## cases from elsewhere and seeded edits: make conformance CASES=../shared/cases
	@tools/setup.sh check
	@$(PY) -m tests.conformance.xss "$(CASES)"
	@$(PY) -m tests.conformance.anchoring "$(CASES)"
	@$(PY) -m tests.conformance.edits

bench: ## measure what must stay quick
	@tools/setup.sh check
	@$(PY) -m bench

lock: ## write requirements*.txt again from pyproject.toml
	@tools/lock.sh

clean: ## remove what can be made again; the database under var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/static var/lock
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
