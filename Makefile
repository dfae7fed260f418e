# One door to everything. `make demo` needs git, make and python3 (3.11 or newer) with venv; nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
TEXTS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
# What needs a browser, a server or patience belongs to the CI tier.
QUICK := not browser and not postgres and not redis and not kills and not long
POSTGRES_URL ?= postgresql://postgres@127.0.0.1:5432/postgres
WORKERS ?= 2
# uv reads no pip configuration; without its own variables it locks against the public index only.
UV := env $(foreach name,$(filter UV_%,$(.VARIABLES)),-u $(name)) $(BIN)/uv --no-config

.PHONY: help demo demo-reset test check lint ci ci-tier bench bench-smoke lock messages texts vendor clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/run.stamp texts ## start the portal with two years of a model buyer: broker, worker and web server
	@exec $(MANAGE) demo

demo-reset: .venv/run.stamp texts ## the same, but forget the data of earlier starts
	@exec $(MANAGE) demo --reset

test: .venv/dev.stamp texts ## the quick tests (SQLite, no browser)
	$(BIN)/python -m pytest -n $(WORKERS) -m "$(QUICK)" $(ARGS)

check: .venv/dev.stamp texts ## format, lint, types, import rules, templates, Django's checks, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	ENV=test $(MANAGE) makemigrations --check --dry-run
	ENV=prod SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  $(MANAGE) check --deploy --fail-level WARNING
	$(UV) lock --check --python $(BIN)/python
	$(UV) export -q --frozen --no-dev --no-header --no-annotate | diff -u requirements.lock -
	$(UV) export -q --frozen --no-header --no-annotate | diff -u requirements-dev.lock -

ci: check test ci-tier ## everything: check, test, PostgreSQL, Redis, real browser, kills, two years of files

ci-tier: .venv/dev.stamp texts
	KPI_REQUIRE_SERVICES=1 $(BIN)/python -m pytest --durations=12 -m "browser or kills or long" $(ARGS)
	KPI_REQUIRE_SERVICES=1 DATABASE_URL="$(POSTGRES_URL)" \
	  $(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not kills and not long" $(ARGS)

bench: .venv/dev.stamp texts ## speed as ratios with their guards: ingest, peers, queries, pages
	@$(BIN)/python -m benchmarks $(ARGS)

bench-smoke: .venv/dev.stamp texts
	@$(BIN)/python -m benchmarks --smoke --rounds 3 $(ARGS)

lock: .venv/dev.stamp ## maintainers: resolve anew and export
	$(UV) lock --python $(BIN)/python $(ARGS)
	$(UV) export -q --frozen --no-dev --no-header --no-annotate -o requirements.lock
	$(UV) export -q --frozen --no-header --no-annotate -o requirements-dev.lock

messages: .venv/dev.stamp ## maintainers: collect the texts to translate (needs gettext)
	$(MANAGE) makemessages --locale nb --no-obsolete --add-location file

texts: $(TEXTS)

$(TEXTS): %.mo: %.po .venv/run.stamp
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

vendor: ## maintainers: fetch the browser files anew (needs npm)
	.ci/vendor

clean: ## forget the environment and collected files, keep the data
	rm -rf .venv staticfiles $(TEXTS)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
	  || { echo "Python's venv is missing; on Debian: apt-get install -y python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

# Only files whose hashes stand in the lock are installed. Python compiles what it imports; compiling all takes longer
# than the rest of the installation.
.venv/run.stamp: requirements.lock | .venv/bin/python
	@echo "Installing $$(grep -c '^[a-z]' $<) packages into .venv (about a minute the first time)"
	@mkdir -p var
	@$(PIP) install --no-compile --progress-bar off --require-hashes -r $< 2>&1 | tee var/install.log \
	  | awk '/^Collecting|^ *ERROR|^Installing/{print "  " $$1, $$2; fflush()}' \
	  || { cat var/install.log >&2; exit 1; }
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Installing the tools for tests and checks"
	@$(PIP) install -q --no-compile --progress-bar off --require-hashes -r $<
	@touch $@
