# Homestretch. `make run` and `make test` need a fresh machine with Python 3.11 or newer, no more.
.PHONY: run test trials trials-long check format lock audit vendor scripts figures
SHELL := /bin/bash
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
export PORT PYTHON PIP_DISABLE_PIP_VERSION_CHECK = 1

run: .venv/runtime.stamp  ## the demo clinic at http://localhost:8000 (PORT=... for another port)
	@HOMESTRETCH_MODE=demo exec $(PY) bin/run.py

test: .venv/dev.stamp  ## the whole suite on SQLite and on PostgreSQL, browser tests included
	@bin/test.sh

trials: .venv/dev.stamp  ## what docs/security.md promises, tried: one line a trial, in minutes
	@bin/trials.sh

trials-long: .venv/dev.stamp  ## the same in full: ten thousand posts, every guard taken out in turn
	@bin/trials.sh --long

check: .venv/dev.stamp  ## lint, format, types, migrations, production settings
	@bin/check.sh

format: .venv/dev.stamp  ## let the formatters rewrite Python and templates
	$(PY) -m ruff check --quiet --fix . || true
	$(PY) -m ruff format --quiet .
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2 || true

# The second stamp covers the first: the dev file repeats every runtime package.
.venv/runtime.stamp: requirements.txt
	@bin/environment.sh requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt
	@bin/environment.sh requirements-dev.txt
	@touch $@ .venv/runtime.stamp

lock:  ## compile the .in files again after changing them
	$(PYTHON) -m venv var/lock && var/lock/bin/pip install -q uv
	for name in requirements requirements-dev; do \
	  var/lock/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --universal --python-version 3.11 \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; \
	done

audit:  ## compare every pinned package with the advisories known to the registry
	$(PYTHON) -m venv var/audit && var/audit/bin/pip install -q pip-audit
	var/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements-dev.txt

vendor: .venv/dev.stamp  ## fetch font, icons and the vendored scripts again (needs npm)
	$(PY) bin/vendor.py

scripts: .venv/dev.stamp  ## bundle static/js/*/index.js into static/scripts (needs npm)
	$(PY) bin/scripts.py

figures:  ## draw the stills of static/figures/poses again (needs node and npm)
	@bin/figures/draw.sh
