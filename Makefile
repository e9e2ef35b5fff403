# gradstep: `make run` and `make test` need nothing but Python 3.11 or newer and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Sources that are compiled once start four times as fast, whatever else the environment says about compiling.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --editable
COMPILE = $(BIN)/python -m compileall -q core tui

.PHONY: run test check fix generate bench clean

run: $(VENV)/installed          ## install what is needed and open the catalogue
	@$(BIN)/gradstep

test: $(VENV)/tested            ## the same, then the whole test suite
	$(BIN)/python -m pytest -n 3 --dist loadfile

check: $(VENV)/developed        ## everything that must hold; edits nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 3 --dist loadfile
	$(BIN)/gradstep verify

fix: $(VENV)/developed          ## format, and mend what a tool can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: $(VENV)/installed     ## write the generated files: lesson index, schema, tree, table of the course, notebooks
	$(BIN)/python -m gradstep.core.lesson.generate lessons
	$(BIN)/python docs/make_tree.py
	$(BIN)/python docs/make_course.py
	$(BIN)/python docs/make_notebooks.py

bench: $(VENV)/benched          ## measure against the peers, side by side
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) *.egg-info

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(INSTALL) .
	$(COMPILE)
	@touch $@

$(VENV)/tested: pyproject.toml | $(BIN)/python
	$(INSTALL) '.[test]'
	$(COMPILE)
	@touch $@ $(VENV)/installed

$(VENV)/developed: pyproject.toml | $(BIN)/python
	$(INSTALL) '.[dev]'
	$(COMPILE)
	@touch $@ $(VENV)/tested $(VENV)/installed

$(VENV)/benched: pyproject.toml | $(BIN)/python
	$(INSTALL) '.[bench]'
	$(COMPILE)
	@touch $@ $(VENV)/installed
