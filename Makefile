# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needs Python 3.11 or newer, JDK 17 or newer, Maven, and for `make lint` also Node.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JAR := docker/engine/target/sop-engine.jar
PYTHON_CLIENT := .venv-python-client
ENGINE_SOURCES := $(shell find docker/engine -name target -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup engine image fault-images demo test coverage soak faults bench bench-scenario lint reference pictures lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed ## make the virtual environment with pinned dependencies

$(VENV)/.installed: constraints/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

engine: $(JAR) ## build the engine

$(JAR): $(ENGINE_SOURCES)
	@command -v java >/dev/null && command -v mvn >/dev/null || \
		{ echo 'JDK 17 or newer and Maven are needed to build the engine (Debian: apt-get install openjdk-17-jdk-headless maven)' >&2; exit 1; }
	mvn -q -B -f docker/engine package -DskipTests
	@touch $(JAR)

# Any image with bash and Java 17 serves as base; without a registry docker/base makes one, as root.
image: engine ## build the images of both engines (Camunda, Operaton) where Docker answers
	@if docker info >/dev/null 2>&1; then \
		docker/images.sh || SOP_BASE_IMAGE=eclipse-temurin:17-jre-jammy docker/images.sh || \
		echo 'an image could not be built: the tests will say what they run on instead' >&2; \
	fi

fault-images: image ## build what the tests under faults need beside them, where Docker answers
	@if docker info >/dev/null 2>&1; then \
		docker/faults/images.sh || echo 'the tests under faults will be skipped' >&2; \
	fi

demo: setup engine ## play the example complaints from intake to archive
	$(BIN)/sop demo $(DEMO)

# Without TEST also the coverage, as a pass of its own: assertions hold on the unmodified models first.
test: setup engine fault-images ## all tests; scenarios on the containerised engine where Docker answers
	$(BIN)/pytest $(or $(TEST),--coverage-pass)

# Thresholds and exclusions stand in pyproject.toml.
coverage: setup engine image ## what the scenarios reach of the models, as table and page; fails below the threshold
	$(BIN)/pytest tests/scenarios tests/kit/test_order.py --scenario-coverage

soak: setup engine ## twenty demos, each with customers and orders of its own (about 15 minutes)
	$(BIN)/python -m tests.soak $(SOAK)

faults: setup engine fault-images $(PYTHON_CLIENT)/.installed ## nothing lost and nothing doubled under faults, beside two peers (about 10 minutes)
	@$(BIN)/python -m tests.faults --python-client $(PYTHON_CLIENT) $(FAULTS)

# The peer stands in an environment of its own: its pins are not ours.
$(PYTHON_CLIENT)/.installed: tests/benchmarks/foreign/python_clients/external-task-client-python3.txt
	$(PYTHON) -m venv $(PYTHON_CLIENT)
	$(PYTHON_CLIENT)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

bench-scenario: setup engine image ## how long one scenario takes, and where the time goes
	$(BIN)/python -m tests.benchmarks.bench_scenario $(BENCH)

bench: setup engine ## how fast our worker is beside all other clients (about 45 minutes, on an idle machine)
	@$(BIN)/python -m tests.benchmarks $(BENCH)

lint: setup node_modules/.package-lock.json ## formats, types, architecture, models
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent lint:bpmn

node_modules/.package-lock.json: package-lock.json
	npm ci --silent

reference: setup ## write docs/worker-api.md from the docstrings
	$(BIN)/python -m docs.api_reference

pictures: node_modules/.package-lock.json ## draw docs/pictures from the models (needs Chromium)
	npm run --silent pictures

lock: setup ## renew constraints/dev.txt (needs uv)
	uv pip compile pyproject.toml --extra demo --group dev --group build --generate-hashes \
		--no-emit-index-url --python-version 3.11 -o constraints/dev.txt \
		--custom-compile-command "make lock"

clean: ## remove what was built; data folders stay
	rm -rf $(VENV) $(PYTHON_CLIENT) node_modules docker/engine/target tests/benchmarks/foreign/build \
		tests/benchmarks/foreign/javascript/node_modules .pytest_cache .mypy_cache .ruff_cache
