# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needs Python 3.11 or newer, and for `make lint` also Node. A JDK 17 or newer and Maven are used where they are
# installed; what is missing of them comes into .tools/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JAR := docker/engine/target/sop-engine.jar
OPERATON := docker/engine/target/operaton/sop-engine.jar
TOOLCHAIN := $(BIN)/python docker/engine/toolchain.py
PYTHON_CLIENT := .venv-python-client
ENGINE_SOURCES := $(shell find docker/engine -name target -prune -o -type f -print 2>/dev/null)

export PATH := $(CURDIR)/.tools/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help setup engine engines operaton image fault-images demo test coverage second-leg soak faults bench bench-scenario bench-check lint model reference mutants pictures lock clean

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

$(JAR): $(ENGINE_SOURCES) | setup
	@$(TOOLCHAIN)
	mvn -q -B -f docker/engine package -DskipTests
	@touch $(JAR)

engines: engine $(OPERATON) ## build both engines (Camunda, Operaton) as Java programs

$(OPERATON): $(ENGINE_SOURCES) | setup
	@$(TOOLCHAIN)
	@docker/images.sh --jar-only operaton
	@touch $(OPERATON)

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

# All on two processes. First what shares one engine or none, then what has engines of its own: those stay in one process
# each. Last the coverage, as a pass of its own: assertions hold on the unmodified models first.
SIDE_BY_SIDE := tests/unit tests/docs tests/scenarios
BY_ENGINE := -n 2 --dist loadgroup --no-loadscope-reorder

test: setup engines fault-images ## all tests; on engines in containers where Docker answers, else on local Java
ifdef TEST
	$(BIN)/pytest $(TEST)
else
	$(BIN)/pytest -n 2 --dist worksteal $(SIDE_BY_SIDE)
	$(BIN)/pytest $(BY_ENGINE) --coverage-pass $(SIDE_BY_SIDE:%=--ignore=%)
endif

# Thresholds and exclusions stand in pyproject.toml.
coverage: setup engine image ## what the scenarios reach of the models, as table and page; fails below the threshold
	$(BIN)/pytest -n 2 --dist worksteal -m 'not uncounted' tests/scenarios tests/kit/test_order.py --scenario-coverage

# After a run in containers: the coverage, and of each kind of test that has a path on local Java one that takes it.
second-leg: coverage engines
	$(BIN)/pytest $(BY_ENGINE) -m 'not container' tests/contract tests/worker/test_restart.py tests/plugin/test_keep.py \
		tests/plugin/test_parallel.py tests/plugin/test_job_executor.py tests/kit/test_real_time.py \
		tests/browser/test_cockpit.py

operaton: setup engines ## scenarios, browser and operations tests on Operaton instead of Camunda
	SOP_TEST_ENGINE=operaton $(BIN)/pytest -n 2 tests/scenarios
	SOP_TEST_ENGINE=operaton $(BIN)/pytest tests/browser tests/operations

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

bench-check: setup engine ## what it costs to look at every submission before a worker acts on it
	$(BIN)/python -m tests.benchmarks.submission_check $(BENCH)

bench: setup engine ## how fast our worker is beside all other clients (about 45 minutes, on an idle machine)
	@$(BIN)/python -m tests.benchmarks $(BENCH)

lint: setup node_modules/.package-lock.json ## formats, types, architecture, models and all that they name
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent lint:bpmn
	npm run --silent lint:templates
	npm run --silent lint:plugin
	$(BIN)/sop templates --check
	$(BIN)/sop render --check
	$(BIN)/sop lint --preset ci

node_modules/.package-lock.json: package-lock.json
	npm ci --silent

model: setup ## learn the shipped classifier from its corpus again (about two minutes)
	$(BIN)/python -m workers.services.classifier

reference: setup ## write docs/worker-api.md, the list of lint rules and the element templates from the code
	$(BIN)/python -m docs.api_reference
	$(BIN)/python -m docs.lint_rules
	$(BIN)/sop templates

mutants: setup ## break what we ship in 300 ways and see what lint makes of it (about 5 minutes)
	$(BIN)/python -m tests.mutations --write

pictures: setup ## draw docs/pictures from what has changed of models, tables and forms (needs Chromium)
	$(BIN)/sop render

lock: setup ## renew constraints/dev.txt (needs uv)
	uv pip compile pyproject.toml --extra demo --extra training --group dev --group build --generate-hashes \
		--no-emit-index-url --python-version 3.11 -o constraints/dev.txt \
		--custom-compile-command "make lock"
	uv pip compile constraints/toolchain.in --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 -o constraints/toolchain.txt \
		--custom-compile-command "make lock"

clean: ## remove what was built; data folders stay
	rm -rf $(VENV) $(PYTHON_CLIENT) .tools node_modules docker/engine/target tests/benchmarks/foreign/build \
		tests/benchmarks/foreign/javascript/node_modules .pytest_cache .mypy_cache .ruff_cache
