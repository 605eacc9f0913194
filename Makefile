# `make run` and `make test` make all that they need: .venv from the locks and, as root on Debian,
# the system packages. packaging/windows holds the same for Windows.
PYTHON ?= python3
BIN = .venv/bin
SETUP = @$(PYTHON) packaging/setup/environment.py

.PHONY: help run test lint bench docs lock clean environment-run environment-test
.NOTPARALLEL:

help:
	@echo "make run    open the console on the practice pool"
	@echo "make test   lint, then the whole test suite"
	@echo "make lint   ruff, mypy, import contracts"
	@echo "make bench  measure against bare Qt and bare boto3"
	@echo "make docs   write the table of ARCHITECTURE.md and docs/faults.md anew"
	@echo "make lock   make packaging/locks anew (needs uv)"
	@echo "make clean  remove .venv and what the tools leave behind"

run: environment-run
	@$(BIN)/signin-console --practice

test: lint
	$(BIN)/python -m pytest -m "not bench" tests

lint: environment-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: environment-test
	$(BIN)/python -m pytest -m bench -s tests

docs: environment-test
	$(BIN)/python -m tests.core.conversation.every_pair
	$(BIN)/python -m tests.faults.table

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)" >&2; exit 1; }
	sh packaging/locks/relock.sh

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find console tests packaging -name __pycache__ -prune -exec rm -rf {} +

environment-run:
	$(SETUP) run

environment-test:
	$(SETUP) test
