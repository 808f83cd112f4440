# make demo    the whole job on the bundled sample world
# make test    all that must hold: ruff, mypy, import-linter, pytest (with a real Postgres)
# make run     the daemon on config/
# make quality scores on labelled data, where it is present (MONITOR_DATA)
# make bench   the benchmark table
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test run quality bench clean

demo: $(VENV)/.installed
	$(BIN)/monitor demo

run: $(VENV)/.installed
	$(BIN)/monitor run

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

quality: $(VENV)/.installed-dev
	$(BIN)/pytest tests/quality -m quality -s

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

$(VENV)/.pip: constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.installed: $(VENV)/.pip pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
