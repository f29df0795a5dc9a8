# Everything that this project does, by name. On a fresh machine with Python, make and git, each target does its own
# set-up. `make demo` shows what Détente is; `make test` is what CI runs.
#
#   make demo ARGS="--no-browser"    serve no page: end after printing where things are
#   make unit ARGS="tests/record -x" the quick tests, with any pytest arguments
#   make PYTHON=/path/to/python3.12  use that Python for the new .venv

.POSIX:
PY = .venv/bin/python
# Where this is set, pytest rewrites each test module in each process anew, and each program that a test starts compiles us: 8 s.
CACHED = PYTHONDONTWRITEBYTECODE=
PIP = $(PY) -m pip --disable-pip-version-check --quiet

all: test

help:
	@echo 'make demo      the talks of Geneva in 2021 as a report tells them, played between two nodes and a host'
	@echo 'make test      set-up, style, types, arrows, every test: what CI runs'
	@echo 'make unit      only the quick tests'
	@echo 'make lint      style alone;  make types, make arrows: the other two checks;  make format: put into shape'
	@echo 'make docs      write docs/reference anew'
	@echo 'make vectors   write the test vectors anew'
	@echo 'make verifier  build the page that checks proofs in a browser anew'
	@echo 'make simulate  10,000 runs with adversaries, deaths, old backups and bad couriers: does all hold? Writes the table of docs/simulation.md'
	@echo 'make fuzz      ten minutes of damaged input to all that reads what strangers wrote: is each refused, or read whole?'
	@echo 'make model     every history of a small model up to a depth: is each promise kept?'
	@echo 'make bench     measure everything, and write docs/benchmarks.md (ARGS=--full: hours);  make bench-peers: install what is measured beside us'
	@echo 'make sbom      what the program is made of, as CycloneDX, to build/sbom.json'
	@echo 'make audit     ask the package registry for known weaknesses of what is locked'
	@echo 'make faults    every call with which a command writes fails once, and kills it once: what is the record afterwards?'
	@echo 'make soak      two parties, a host and a door for two hours under load: does anything grow?  make load: how much one server holds'
	@echo 'make shots     screenshots of every page in three languages, two widths and both themes, to build/shots'
	@echo 'make lock      choose dependencies anew (needs a package registry)'
	@echo 'make clean     remove what tests, builds and the demo left;  make distclean: .venv too'

# ---- set-up

CATALOGUES = $(wildcard src/detente/locale/*/LC_MESSAGES/detente.po)

setup: .venv/catalogues

.venv/catalogues: .venv/stamp $(CATALOGUES)
	@$(PY) -c 'from detente.i18n import write_compiled_catalogues; write_compiled_catalogues()'
	@touch .venv/catalogues

.venv/stamp: requirements/uv.txt requirements/lock.txt pyproject.toml
	@$(PY) -c '' 2>/dev/null || { python=$$(PYTHON='$(PYTHON)' sh scripts/find_python.sh) && echo "making .venv with $$python" && "$$python" -m venv --clear .venv; }
	@echo 'installing what requirements/lock.txt names'
	@sh scripts/install_locked.sh
	@touch .venv/stamp

system-packages:
	@sh scripts/system_packages.sh

node-modules: system-packages
	@sh scripts/node_modules.sh

lock:
	@PYTHON='$(PYTHON)' sh scripts/lock.sh --upgrade

# ---- checks

# What waits for a registry and what computes go side by side, and so do the checks, each on one processor, and the tests.
test:
	@$(MAKE) --no-print-directory -j 3 before-tests
	@$(MAKE) --no-print-directory -j 4 lint types arrows all-tests

before-tests: setup system-packages node-modules

all-tests: setup
	@$(CACHED) $(PY) -m pytest -n auto --dist worksteal $(ARGS)

unit: setup
	@DETENTE_EXAMPLES=quick $(CACHED) $(PY) -m pytest -n auto --dist worksteal -m 'not slow and not whole' $(ARGS)

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --quiet --check .

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

types: setup
	@$(PY) -m mypy

arrows: setup
	@.venv/bin/lint-imports --no-logo --cache-dir .import_linter_cache

# ---- things to run

demo: setup
	@.venv/bin/detente demo $(ARGS)

docs: setup
	@$(PY) -m detente.cli.reference

vectors: setup
	@$(PY) conformance/make_vectors.py $(ARGS)

verifier: setup node-modules
	@$(PY) scripts/verifier_page.py $(ARGS)

simulate: setup
	@$(PY) -m tests.simulate --seeds 10000 --write $(ARGS)

model: setup
	@$(PY) -m tests.model $(ARGS)

fuzz: setup
	@$(PIP) install --require-hashes -r requirements/fuzz.txt || echo 'atheris does not install here: inputs are changed blindly'
	@$(PY) -m tests.fuzz --table docs/fuzzing.md $(ARGS)

sbom: setup
	@$(PY) scripts/sbom.py build/sbom.json && echo build/sbom.json

# In a place of its own: what audits is no part of what is audited.
audit:
	@sh scripts/audit.sh

faults: setup system-packages
	@$(PY) -m tests.faults.matrix --table docs/faults.md $(ARGS)

soak: setup
	@$(PY) -m benchmarks.soak --picture docs/soak.svg $(ARGS)

load: setup
	@$(PY) -m benchmarks.load $(ARGS)

bench: setup
	@$(PY) -m benchmarks.bench $(ARGS)

bench-peers: setup system-packages
	@sh scripts/bench_peers.sh

shots: setup system-packages
	@$(PY) -m scripts.shots $(ARGS)

# ---- tidying

catalogues: setup
	.venv/bin/python scripts/catalogues.py

clean:
	rm -rf build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv conformance/js/node_modules benchmarks/peers/node_modules

.PHONY: all before-tests help setup system-packages node-modules lock test unit lint format types arrows demo docs vectors verifier simulate model fuzz faults soak load sbom audit bench bench-peers shots catalogues clean distclean
