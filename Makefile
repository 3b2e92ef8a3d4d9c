# `make` alone prints what there is.
.DEFAULT_GOAL := help
.SHELLFLAGS := -eu -c

PYTHON ?= python3
TREES := django_impl flask_impl
VENVS := $(TREES:%=%/.venv/.ready)
SUITE := shared_tests/.venv/.ready
IN_BROWSER := shared_tests/in_browser/.venv/.ready
COMPARISON := comparison/.venv/.ready
BENCH := bench/.venv/.ready
PY := shared_tests/.venv/bin/python
COMPOSE := docker compose
DATA := $(or $(DATA_DIR),.data)
TESTED := EMAIL_URL=smtp://suite:1025 LOGIN_ADDRESS_LIMIT=1000000 STATS_SECONDS=1 $(COMPOSE) --profile test
SHOW := . ./secrets.sh && echo "  log in as ada, grace, ... with $$DEMO_PASSWORD" && echo "  log in as admin           with $$ADMIN_PASSWORD"

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile

run: python $(VENVS) site ## serve both with demo people, and the comparison, until Ctrl-C (DEBUG=1 for debug pages)
	@$(PYTHON) -m shared_tests.launchers.serve

logins: python ## show the demo logins of `make run` or `docker compose up` again
	@$(COMPOSE) exec -T django sh -c '$(SHOW)' 2>/dev/null || $(PYTHON) -m shared_tests.launchers.serve logins

test: $(if $(R)$(T),,lint) $(if $(T),,$(VENVS)) $(SUITE) ## lint, and the suite against both (R=LOGIN-5: these tests alone; T=http://...: that server)
	@$(PY) -m shared_tests.launchers.suite $(if $(R),--only '$(R)') $(if $(T),address '$(T)',local)

test-django test-flask: test-%: $(VENVS) $(SUITE)
	@$(PY) -m shared_tests.launchers.suite $(if $(R),--only '$(R)') local $*

test-browser: python chromium $(VENVS) $(IN_BROWSER) $(if $(T),,site) ## both in a Chromium, with pictures of every screen (T=http://...)
	@$(dir $(IN_BROWSER))bin/python -m shared_tests.launchers.in_browser $(T)

lint: python $(VENVS) $(SUITE) $(COMPARISON) $(BENCH) ## check style and templates, and that the topics are whole
	@shared_tests/.venv/bin/ruff check --quiet .
	@shared_tests/.venv/bin/ruff format --quiet --check .
	@shared_tests/.venv/bin/djlint --quiet --lint django_impl/templates flask_impl/templates
	@$(dir $(COMPARISON))bin/python -m pytest -q comparison/tests
	@$(dir $(BENCH))bin/python -m pytest -q bench/tests

up: ## build and start both on PostgreSQL, in containers
	$(COMPOSE) up --build --detach --wait
	@$(COMPOSE) exec -T django sh -c '$(SHOW)'

test-containers: ## the same suite, from its own container, against each container
	$(TESTED) up --build --detach --wait django flask site
	$(TESTED) build suite
	@mkdir -p $(DATA)/results
	$(TESTED) run --rm --use-aliases suite || failed=$$?; \
	$(TESTED) run --rm --no-deps -T --entrypoint tar suite -C .data/results -c . \
		| tar -C $(DATA)/results -x --no-same-owner || echo "The results are not kept." >&2; \
	exit $${failed:-0}

test-scale: $(SUITE) ## three replicas of each behind a proxy: kill, restart, back up and restore (Docker on Linux)
	@$(PY) -m shared_tests.launchers.scaled

test-commands: python ## run the commands of README.md in a fresh clone, at ports 8000 to 8002
	@$(PYTHON) -m shared_tests.launchers.commands

rolling: ## replace the replicas of docker-compose.scale.yml one by one, unnoticed
	@proxy/rolling.sh

matrix: python ## print what the last runs of the suite gave
	@$(PYTHON) -m shared_tests.launchers.matrix

down: ## stop the containers and remove their data
	$(COMPOSE) --profile test down --volumes --remove-orphans

diff: python $(COMPARISON) ## the topics; T=profile-by-pk or F=profiles/views.py: side by side (U=1: unified)
	@comparison/.venv/bin/python -m comparison.terminal \
		$(if $(T),--topic "$(T)") $(if $(F),--file "$(F)") $(if $(U),--unified)

# AS is also a name that make itself gives a value.
http: python $(COMPARISON) ## one request to both: P=/profile/ada/ (AS=ada M=POST D="name=value" or JSON)
	@comparison/.venv/bin/python -m comparison.terminal_http '$(or $(P),/)' $(if $(filter-out default,$(origin AS)),--user '$(AS)') \
		$(if $(M),--method '$(M)') $(if $(D),--body '$(value D)')

site: python $(COMPARISON) ## build the comparison to read: a folder for any static host
	@comparison/.venv/bin/python -m comparison.site

requests: python $(VENVS) $(COMPARISON) ## what both answer to chosen requests; fails where SPEC.md forbids a difference
	@comparison/.venv/bin/python -m comparison.exchange

numbers: python $(VENVS) $(COMPARISON) ## count lines and packages, measure time and memory of both
	@comparison/.venv/bin/python -m comparison.numbers

bench: python $(VENVS) $(BENCH) ## measure both against a floor, and say which goals are met (QUICK=1: in two minutes)
	@QUICK='$(QUICK)' $(dir $(BENCH))bin/python -m bench

article: python $(COMPARISON) ## count what the parts take that the article holds against each other: ORM, templates, ...
	@comparison/.venv/bin/python -m comparison.parts

startup: python $(VENVS) $(COMPARISON) ## measure each step from the start of a process to its first answer
	@comparison/.venv/bin/python -m comparison.startup

docs: python $(COMPARISON) ## write docs/article.md anew, from article.toml and topics.toml
	@comparison/.venv/bin/python -m comparison.article

lock: ## resolve the requirements anew
	@for tree in $(TREES) shared_tests shared_tests/in_browser comparison bench; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $$tree/requirements.in -o $$tree/requirements.txt; \
	done
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --constraints flask_impl/requirements.txt flask_impl/requirements_test.in -o flask_impl/requirements_test.txt

clean: ## remove the environments and the data of `make run`
	rm -rf .data shared_tests/.venv shared_tests/in_browser/.venv comparison/.venv bench/.venv $(TREES:%=%/.venv)

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; choose it with PYTHON=..., e.g. make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=python3.13" >&2; exit 1; }

chromium: python
	@$(PYTHON) -m shared_tests.launchers.chromium

%/.venv/.ready: TESTS = $(wildcard $*/requirements_test.txt)
%/.venv/.ready: %/requirements.txt | python
	@echo "Making the environment of $*"
	@rm -rf $*/.venv
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
		uv venv --quiet --python "$$(command -v $(PYTHON))" $*/.venv; \
		uv pip install --quiet --python $*/.venv/bin/python --require-hashes -r $< $(TESTS:%=-r %); \
	else \
		$(PYTHON) -m venv $*/.venv || { echo "The venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }; \
		$*/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< $(TESTS:%=-r %); \
	fi
	@touch $@

.PHONY: help site run logins test test-django test-flask test-browser lint up test-containers test-scale test-commands rolling matrix down diff http requests numbers bench article startup docs lock clean python chromium
.SECONDARY:
