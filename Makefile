# One way to run things; .ci/run calls these same targets. `make` alone lists them.
# Settings: PYTHON=/path/to/python3.12, WORKERS=2 (processes that run tests), ARGS="…" (handed on).

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

WORKERS ?= auto
MINUTES ?= 10
ARGS ?=
BIN := .venv/bin

export PYTHON

.PHONY: help environment demo test check lint types layers docs audit sbom fuzz format bench lock upgrade messages picture clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

environment: ## make .venv from the lock (every target that needs it does this itself)
	@scripts/environment

demo: environment ## serve the model case with made-up people: prints the address and accounts
	@$(BIN)/drawdown demo $(ARGS)

test: environment ## run the tests, and the examples in docstrings; the site's on both databases
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup $(ARGS)
	@$(if $(ARGS),,echo "the site's tests again, on PostgreSQL" && $(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup tests/site)

check: lint types layers docs audit ## all of lint, types, layers, docs and audit

lint: environment ## look for mistakes and for code that is not formatted
	@echo "lint: ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "lint: run make format" >&2; exit 1; }

types: environment ## check the types of the package
	@echo "types: mypy"
	@$(BIN)/mypy

layers: environment ## check that rooms import only along the flow
	@echo "layers: import-linter"
	@$(BIN)/lint-imports --no-logo --no-cache

docs: environment ## run the examples in docstrings and in the documentation, and follow its links
	@echo "docs: examples and links"
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup src/drawdown tests/house/test_documentation.py

audit: environment ## look for known weaknesses in the code and in what it is made of
	@$(BIN)/python scripts/audit

sbom: environment ## write sbom.json: every part of a release with its version, licence and hashes
	@$(BIN)/python scripts/audit --sbom sbom.json

fuzz: environment ## try to break every reader of the outside: MINUTES=10 each (of a processor), ARGS="sip sdp" for some
	@scripts/environment fuzz
	@$(BIN)/python -m fuzz --minutes $(MINUTES) $(ARGS)

format: environment ## format the code and put imports in order
	@$(BIN)/ruff check --quiet --select I --fix .
	@$(BIN)/ruff format .

bench: environment ## measure, and write benchmarks/out
	@scripts/environment bench
	@$(BIN)/python -m benchmarks $(ARGS)

lock: ## write the lock files anew after a change of dependencies in pyproject.toml
	@scripts/lock

upgrade: ## the same, with the newest versions that fit
	@scripts/lock --upgrade

messages: environment ## gather the words of the site into its catalogues
	@$(BIN)/python scripts/messages

picture: environment ## draw anew what the README shows
	@scripts/picture docs/images/demo.svg
	@scripts/screenshot docs/images/site.png

clean: ## remove what these targets made, .venv too
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
