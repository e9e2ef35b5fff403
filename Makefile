# gradstep: `make run` and `make test` need nothing but Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check fix generate bench clean

run: .venv/installed            ## install what is needed and open the catalogue
	@$(BIN)/gradstep

test: .venv/tested              ## the same, then the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/developed          ## everything that must hold; edits nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/gradstep verify

fix: .venv/developed            ## format, and mend what a tool can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: .venv/installed       ## write the generated files: lesson index, schema, tree
	$(BIN)/python -m gradstep.core.lesson.generate lessons
	$(BIN)/python docs/make_tree.py

bench: .venv/benched            ## measure against the peers, side by side
	$(BIN)/python -m bench

clean:
	rm -rf .venv *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q core tui
	@touch $@

.venv/tested: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/installed

.venv/developed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/tested .venv/installed

.venv/benched: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ .venv/installed
