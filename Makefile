# `make run` and `make test` set up whatever is missing. `make check` is what a change must pass.

PY := .venv/bin/python
# Tests need no screen: those that want one start an X server of their own.
PYTEST := env QT_QPA_PLATFORM=offscreen $(PY) -m pytest
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test explore check setup setup-dev setup-clients format style lint types contracts bench soak docs extras train lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r name words; do printf '%-16s %s\n' "$$name" "$$words"; done

run: setup ## set everything up and open the app on the demo batch
	@sh packaging/open.sh

test: setup-dev setup-clients ## set everything up and run the tests (ARGS="-k word" for some)
	@$(PYTEST) -n 2 $(ARGS)

check: setup-dev style lint types contracts test ## all that a change must pass

setup:
	@sh packaging/system.sh run
	@sh packaging/environment.sh run

setup-dev:
	@sh packaging/system.sh test
	@sh packaging/environment.sh test

setup-clients:
	@sh packaging/environment.sh clients

format: setup-dev ## lay out the code and mend what the linter can mend
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

style: setup-dev ## is the code laid out as ruff lays it out?
	@$(PY) -m ruff format --check .

lint: setup-dev ## ruff
	@$(PY) -m ruff check .

types: setup-dev ## mypy, strict
	@$(PY) -m mypy

contracts: setup-dev ## who may import whom
	@.venv/bin/lint-imports --no-logo

bench: ## measure start, next picture and toggle beside other viewers (installs qimgv and geeqie)
	@sh packaging/system.sh bench
	@sh packaging/environment.sh test
	@$(PY) tests/bench/report.py $(ARGS)

explore: setup-dev ## look for counterexamples with new, and more, random cases than the tests take
	@EXAMPLES=explore $(PYTEST) -n 2 tests/domain tests/store tests/operations tests/imaging $(ARGS)

soak: setup-dev ## kill the desk at random moments for a long time and look for losses
	@$(PY) tests/bench/soak.py $(ARGS)

extras: setup ## add camera raw, HEIC and Parquet
	@$(PY) -m pip install -qq --require-hashes --requirement packaging/requirements-extras.lock

train: setup ## add what training the desk's models needs (the CPU build of PyTorch must be found: packaging/README.md)
	@$(PY) -m pip install -qq --require-hashes --only-binary :all: --no-binary pyvips --no-build-isolation --requirement packaging/requirements-train.lock

docs: setup-dev ## make the pages that come from the code, and the guide's pictures
	@$(PY) -m review_desk.cli.manual > docs/commands.md
	@$(PY) -m review_desk.ui.actions.manual > docs/keys.md
	@$(PY) docs/pictures/make.py

lock: ## write the lock files anew from pyproject.toml (needs uv; UPGRADE=1 takes the newest)
	@sh packaging/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## remove what was made here, the environment too
	rm -rf .venv .venv-clients .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist shots
