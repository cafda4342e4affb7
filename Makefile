# Each verb does its own set-up: python3, make and git are all that is asked for.
#   make run      see it all in a minute (no network, no root)
#   make test     everything CI runs; also installs Debian's nginx, unbound, postfix, chromium
#   make check    the quick part, for one's own loop
#   make bench    the numbers of README, measured on this machine; installs Debian's curl, blackbox
#                 exporter and check_http to measure against, where it may
#   make report   the report of a month:  make report MONTH=2026-10 CONFIG=config/watcher.toml

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
TOOLS  := .venv/.tools
PEERS  := .venv/.peers
SOURCE := watcher tests
DEBS   := nginx-light unbound postfix chromium fonts-liberation systemd poppler-utils libfaketime iproute2 \
         nftables openssl libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

RIVALS := nginx-light unbound curl prometheus-blackbox-exporter monitoring-plugins-basic iproute2

.PHONY: run test check bench report packages lock clean

run: $(READY)
	$(BIN)/watcher demo --out demo

test: packages check
	$(BIN)/pytest tests/integration tests/browser

check: $(TOOLS)
	$(BIN)/ruff format --check $(SOURCE)
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests --ignore tests/integration --ignore tests/browser --ignore tests/bench

bench: $(PEERS)
	-sh .ci/packages $(RIVALS)
	$(BIN)/python tests/bench/run.py

report: $(READY)
	$(BIN)/watcher $(if $(CONFIG),--config $(CONFIG)) report $(MONTH)

packages:
	sh .ci/packages $(DEBS)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "watcher needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(TOOLS): $(READY) requirements-test.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.lock
	touch $@

$(PEERS): $(TOOLS) requirements-bench.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock
	touch $@

# Write the locks anew: hashes of everything, no addresses in them.
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(TOOLS)
	$(BIN)/python -m pip install --quiet pip-tools
	$(LOCK) --extra build --output-file requirements.lock pyproject.toml
	$(LOCK) --extra build --extra test --output-file requirements-test.lock pyproject.toml
	$(LOCK) --extra build --extra test --extra bench --output-file requirements-bench.lock pyproject.toml

clean:
	rm -rf .venv demo dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
