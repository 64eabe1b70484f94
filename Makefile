# Two commands do the work: `make figures` and `make test`. Each sets up what it needs.
PYTHON ?= python3
UV     := 0.13.8
AUDIT  := 2.10.1
MINUTES := 10
BIN    := .venv/bin
STAMP  := .venv/.installed
LOWEST := .venv-lowest
# one more than there are cores: tests wait for browsers, kernels and clocks
TESTS  := -m pytest -n $(shell $(PYTHON) -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))') --dist worksteal

export PYTHONHASHSEED := 0
# tests and figures fill the cores by processes, each of which multiplies matrices in one thread
export OMP_NUM_THREADS := 1
# else every process that a test starts compiles all that it imports anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help env figures docs examples pictures test every-test test-lowest attack audit licences coverage lint \
	style types lab lock clean

help:  ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

env: $(STAMP)  ## Make the environment in .venv from requirements.lock

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed, this is %s: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

figures: $(STAMP)  ## Make every figure of the worked example, with its receipts
	$(BIN)/toolkit figures

docs: $(STAMP)  ## Build the documentation, notebooks with their outputs included: out/docs/index.html
	$(BIN)/python docs/outputs.py
	$(BIN)/sphinx-build -E -W --keep-going -q -t notebooks docs out/docs

examples: $(STAMP)  ## Run the examples of the documentation, and write their outputs anew
	$(BIN)/python docs/examples.py

pictures: $(STAMP)  ## Take the documentation's pictures of pages anew, with Chromium
	$(BIN)/python -m pytest tests/browser/pictures.py

test: style  ## Lint, run every test and every notebook
	$(MAKE) --no-print-directory --jobs 2 types every-test

every-test: $(STAMP)
	$(BIN)/python $(TESTS)

test-lowest: $(LOWEST)/.installed  ## Run the tests, but those in a browser, on the lowest versions allowed
	$(LOWEST)/bin/python $(TESTS) --ignore tests/browser

attack: $(STAMP)  ## Attack every reader with files that nobody thought of: make attack MINUTES=10
	MINUTES=$(MINUTES) $(BIN)/python -m pytest -s tests/attacks/fuzz.py

audit: $(STAMP)  ## Ask for known vulnerabilities of what requirements.lock names, where a service answers
	$(BIN)/python .ci/audit.py requirements.lock $(BIN)/uv tool run --quiet --from pip-audit==$(AUDIT) pip-audit

licences: $(STAMP)  ## List the licences of what requirements.lock names anew: docs/licences.md
	$(BIN)/python tests/licences.py > docs/licences.md

coverage: $(STAMP)  ## Run the tests, but those in a browser, and tell what of the toolkit they run
	$(BIN)/python $(TESTS) --ignore tests/browser --cov

$(LOWEST)/.installed: $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct -r pyproject.toml --group dev
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --no-deps --no-build-isolation -e .
	@touch $@

lint: style types  ## Check style, format and types

style: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

lab: $(STAMP)  ## Open JupyterLab on the first notebook
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/01-corpus.ipynb

lock:  ## Resolve the dependencies of pyproject.toml anew into requirements.lock
	$(BIN)/uv lock --quiet --upgrade
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --output-file requirements.lock
	rm uv.lock

clean:  ## Remove the environment and the caches; figures/ stays
	rm -rf .venv $(LOWEST) out .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
