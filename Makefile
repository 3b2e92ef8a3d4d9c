# `make` alone prints what there is.
.DEFAULT_GOAL := help
.SHELLFLAGS := -eu -c
# What runs for long is started with `exec`: make passes SIGTERM on to a shell, which would not pass it on.

PYTHON ?= python3
TABLE := runner/implementations.toml
NAMES := $(shell sed -n 's/^\[\([a-z0-9_-]*\)\].*/\1/p' $(TABLE))
TREES := $(shell sed -n 's/^tree = "\(.*\)".*/\1/p' $(TABLE))
# An implementation without requirements brings its own environment.
VENVS := $(patsubst %/requirements.txt,%/.venv/.ready,$(wildcard $(TREES:%=%/requirements.txt)))
SUITE := shared_tests/.venv/.ready
IN_BROWSER := shared_tests/browser/.venv/.ready
COMPARISON := comparison/.venv/.ready
BENCH := bench/.venv/.ready
MIGRATE := docs/migrate/.venv/.ready
TEMPLATES := project_templates/.venv/.ready
KUBERNETES := deploy/kubernetes/.venv/.ready
# The environments of the newest releases.
NEWEST := $(patsubst %/requirements_newest.txt,.data/newest/%/.venv/.ready,$(wildcard $(TREES:%=%/requirements_newest.txt)))
PY := shared_tests/.venv/bin/python
KATA := comparison/.venv/bin/python -m comparison.kata
LOCK := uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header
COMPILE := $(LOCK) --python-version 3.11
COMPOSE := docker compose
TESTED := EMAIL_URL=smtp://suite:1025 LOGIN_FAILURES_PER_IP=1000000 STATS_CACHE_TTL=1 \
	OIDC_ISSUER=http://localhost:9400 OIDC_CLIENT_ID=profiles OIDC_CLIENT_SECRET=x $(COMPOSE) --profile test
SHOW := . ./secrets.sh && echo "  log in as ada, grace, ... with $$DEMO_PASSWORD" && echo "  log in as admin           with $$ADMIN_PASSWORD"

# Values from the command line reach a recipe by its environment, as they are: no shell and no make reads into them.
# These names count there alone; what the environment has by one of them was meant for something else.
$(foreach name,R T F U P AS M D DIR ROAD STEP DATABASE KEEP FROM OWNER SIDE LEVEL STEPS MINUTES SEED UPGRADE,$(if $(filter command,$(origin $(name))),,$(eval undefine $(name))))
$(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(eval override $(name) := $$(value $(name)))$(eval export $(name))))
# Nor does the caller's environment of Python, or of what installs, say anything about these ones.
unexport $(filter-out PYTHON,$(filter PYTHON%,$(.VARIABLES))) VIRTUAL_ENV
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_NO_DEPS PIP_DRY_RUN PIP_CONSTRAINT PIP_REQUIREMENT PIP_SRC
unexport UV_SYSTEM_PYTHON UV_PYTHON UV_CONSTRAINT UV_OVERRIDE UV_EXCLUDE UV_EXCLUDE_NEWER UV_BUILD_CONSTRAINT UV_NO_DEPS
unexport UV_PYTHON_PREFERENCE UV_MANAGED_PYTHON UV_NO_SYSTEM_PYTHON UV_RESOLUTION UV_PRERELEASE UV_WORKING_DIR UV_WORKING_DIRECTORY
unexport UV_PROJECT UV_PROJECT_ENVIRONMENT UV_VENV_RELOCATABLE
export PIP_USER := 0
export PIP_REQUIRE_VIRTUALENV := 0

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile

run: python $(VENVS) $(COMPARISON) ## serve both with demo people, and the comparison, until Ctrl-C (DEBUG=1 for debug pages)
	@exec $(PYTHON) -m runner.serve

run-shared: python $(VENVS) ## both behind one URL, on one database (OWNER=flask makes its tables), until Ctrl-C
	@exec $(PYTHON) -m runner.shared_database "$${OWNER:-django}"

strangle: run-shared ## both on one database; STEP=n parts of shared_database/parts.toml have moved away from FROM=flask

logins: python ## show the demo logins of `make run` or `docker compose up` again
	@$(COMPOSE) exec -T django sh -c '$(SHOW)' 2>/dev/null || $(PYTHON) -m runner.serve logins

test: $(if $(R)$(T),,lint test-slow) $(if $(T),,$(VENVS)) $(SUITE) ## lint, and the suite against both (test-django, test-flask: one; R=LOGIN-5: these tests; T=http://...: that server)
	@exec $(PY) -m runner.run_suite $(if $(R),--only="$$R") $(if $(T),url -- "$$T",local)

$(NAMES:%=test-%): test-%: $(VENVS) $(SUITE)
	@exec $(PY) -m runner.run_suite $(if $(R),--only="$$R") local $*

test-newest: python $(SUITE) ## the suite on the newest releases and the newest Python (R=LOGIN-5; SHARE=4 SAMPLE_SEED=...; UPGRADE=1 resolves them again)
	@$(if $(UPGRADE),$(MAKE) --no-print-directory lock-newest; rm -rf .data/newest)
	@newest=$$($(PYTHON) -m runner.newest_python); exec $(MAKE) --silent --no-print-directory PYTHON="$$newest" $(NEWEST)
	@exec $(PY) -m runner.run_newest_tests $(if $(R),--only="$$R")

watch: $(VENVS) $(SUITE) ## run the tests R=LOGIN-5 again after each change (SIDE=flask: of one)
	@exec $(PY) -m runner.watch $(if $(R),--only="$$R") $(if $(SIDE),-- "$$SIDE")

test-browser: python chromium $(VENVS) $(IN_BROWSER) $(if $(T),,site) ## both in a Chromium, with pictures of every screen (T=http://...)
	@exec $(dir $(IN_BROWSER))bin/python -m runner.run_browser_tests $(if $(T),"$$T")

lint: python $(VENVS) $(SUITE) $(COMPARISON) $(BENCH) $(KUBERNETES) ## check style, types and templates, and run the fast tests of comparison/, bench/, deploy/, docs/migrate/ and project_templates/
	@shared_tests/.venv/bin/ruff check --quiet .
	@shared_tests/.venv/bin/ruff format --quiet --check . || { echo "shared_tests/.venv/bin/ruff format . formats the code." >&2; exit 1; }
	@shared_tests/.venv/bin/mypy --no-error-summary
	@shared_tests/.venv/bin/djlint --quiet --lint django_impl/templates flask_impl/templates
	@exec $(dir $(COMPARISON))bin/python -m pytest -q -m 'not slow' comparison/tests
	@exec $(dir $(BENCH))bin/python -m pytest -q -m 'not slow' bench/tests
	@exec $(dir $(KUBERNETES))bin/python -m pytest -q -m 'not slow' deploy/kubernetes/tests
	@exec $(PY) -m pytest -q -m 'not slow' docs/migrate/tests project_templates/tests

test-rules: python $(VENVS) $(SUITE) $(COMPARISON) ## the rules in CONTRIBUTING.md: requirements, names, words, documents (in five minutes)
	@exec $(PY) -m pytest -q -n 2 shared_tests/meta

test-slow: python $(VENVS) $(SUITE) $(COMPARISON) $(BENCH) $(KUBERNETES) ## the slow tests of comparison/, bench/ and deploy/
	@exec $(dir $(COMPARISON))bin/python -m pytest -q -m slow comparison/tests
	@exec $(dir $(BENCH))bin/python -m pytest -q -m slow bench/tests
	@exec $(dir $(KUBERNETES))bin/python -m pytest -q -m slow deploy/kubernetes/tests

up: ## build and start both on PostgreSQL, in containers
	$(COMPOSE) up --build --detach --wait
	@$(COMPOSE) exec -T django sh -c '$(SHOW)'

test-containers: ## the same suite, from its own container, against each container
	$(TESTED) up --build --detach --wait django flask site
	$(TESTED) build suite django-provider flask-provider
	@mkdir -p "$${DATA_DIR:-.data}/results"
	$(TESTED) run --rm --use-aliases suite || failed=$$?; \
	$(TESTED) run --rm --no-deps -T --entrypoint tar suite -C .data/results -c . \
		| tar -C "$${DATA_DIR:-.data}/results" -x --no-same-owner || echo "The results are not stored." >&2; \
	exit $${failed:-0}

test-scale: $(SUITE) ## three replicas of each behind a proxy: kill, restart, back up and restore (Docker on Linux; KILLS=600: at random for ten minutes)
	@exec $(PY) -m runner.run_scale_tests

test-swarm: $(SUITE) ## three replicas of each on Docker Swarm: update, roll back, kill (Docker on Linux; NODES=3, as root: a node dies)
	@exec $(PY) -m runner.run_swarm_tests

test-shared: $(VENVS) $(SUITE) ## both on one database, each request to a random one (OWNER=flask makes the tables, DATABASE=postgresql)
	@exec $(PY) -m runner.run_shared_suite $(if $(R),--only="$$R") -- "$${OWNER:-django}"

test-strangler: python ## the suite at each step of the strangler, behind nginx in containers (STATES=2: two random ones)
	@exec $(PYTHON) -m runner.run_strangler_tests

test-latitude: $(VENVS) $(SUITE) ## the suite through a proxy that changes what SPEC.md leaves open (AS=flask: one; R=LOGIN-5; SHARE=4 SAMPLE_SEED=...)
	@exec $(PY) -m runner.run_latitude_tests $(if $(R),--only="$$R") $(if $(AS),-- "$$AS")

faults: python chromium $(VENVS) $(SUITE) $(IN_BROWSER) ## put faults into copies of both, each of which a test must notice (F=LOGIN-5, F=times or a name; QUICK=1, SHARE=20)
	@exec $(PY) -m runner.run_faults $(if $(F),-- "$$F")

test-commands: python ## run the commands of README.md and docs/ in a fresh clone, at ports 8000 to 8003
	@exec $(PYTHON) -m runner.run_readme_commands

test-roads: python $(SUITE) $(MIGRATE) ## walk the roads of docs/migrate/ under load, each step forward and back, on both databases
	@exec $(PY) -m pytest -q -m slow docs/migrate/tests

move: python $(SUITE) $(MIGRATE) ## move an application step by step: ROAD=flask-to-django STEP=3 (DATABASE=postgresql, KEEP=1: serve until Ctrl-C)
	@exec $(PY) -m runner.move $(if $(DATABASE),--database="$$DATABASE") $(if $(KEEP),--keep) $(if $(STEP),--step="$$STEP") -- "$$ROAD"

new-target: $(SUITE) ## create the skeleton of another implementation, in any language: DIR=path/of/a/new/folder
	@exec $(PY) -m runner.new_target $(if $(DIR),"$$DIR")

new-django: python $(TEMPLATES) ## create a small Django project to start from: DIR=path/of/a/new/folder
	@exec $(dir $(TEMPLATES))bin/python -m project_templates.new_project django $(if $(DIR),"$$DIR")

new-flask: python $(TEMPLATES) ## create a small Flask project to start from: DIR=path/of/a/new/folder
	@exec $(dir $(TEMPLATES))bin/python -m project_templates.new_project flask $(if $(DIR),"$$DIR")

test-templates: python $(VENVS) $(SUITE) $(TEMPLATES) ## create a project from each template, and run what it promises to pass of the suite (SHARE=8)
	@exec $(PY) -m pytest -q -m slow project_templates/tests

matrix: python ## print what the last runs of the suite gave
	@$(PYTHON) -m runner.report

down: ## stop the containers and remove their data
	$(COMPOSE) --profile test down --volumes --remove-orphans

diff: python $(COMPARISON) ## list the topics; T=profile-by-pk or F=profiles/views.py: show one side by side (U=1: unified)
	@comparison/.venv/bin/python -m comparison.terminal.diff \
		$(if $(T),--topic="$$T") $(if $(F),--file="$$F") $(if $(U),--unified)

kata: python $(VENVS) $(SUITE) $(COMPARISON) ## list the exercises; T=profile-by-username SIDE=flask (LEVEL=body, file, feature): remove one from a copy
	@exec $(KATA) $(if $(T),start --topic="$$T" $(if $(SIDE),--side="$$SIDE") $(if $(LEVEL),--level="$$LEVEL"),list)

kata-check: python $(VENVS) $(SUITE) $(COMPARISON) ## test the copy of `make kata`: the requirements of its exercise (SIDE=flask)
	@exec $(KATA) check $(if $(SIDE),--side="$$SIDE")

kata-show: python $(COMPARISON) ## compare the copy of `make kata` with our code (SIDE=flask)
	@exec $(KATA) show $(if $(SIDE),--side="$$SIDE")

routes: python $(VENVS) $(COMPARISON) ## print the routes of both, with their names
	@exec comparison/.venv/bin/python -m comparison.terminal.routes

http: python $(COMPARISON) ## send a request to both: P=/profile/ada/ (AS=ada M=POST D="name=value" or JSON)
	@comparison/.venv/bin/python -m comparison.terminal.http $(if $(AS),--user="$$AS") $(if $(M),--method="$$M") \
		$(if $(D),--body="$$D") -- $(if $(P),"$$P",/)

site: python $(COMPARISON) ## build the comparison site: a folder for any static host
	@comparison/.venv/bin/python -m comparison.site

requests: python $(VENVS) $(COMPARISON) ## compare the responses of both to chosen requests; fails if SPEC.md forbids a difference
	@exec comparison/.venv/bin/python -m comparison.exchange.runner

fuzz: python $(VENVS) $(COMPARISON) ## random steps of users in both, until something differs (STEPS=, MINUTES=, SEED=, DATABASE=postgresql)
	@exec comparison/.venv/bin/python -m comparison.fuzz $(if $(STEPS),--steps="$$STEPS") $(if $(MINUTES),--minutes="$$MINUTES") \
		$(if $(SEED),--seed="$$SEED") $(if $(DATABASE),--database="$$DATABASE")

numbers: python $(VENVS) $(COMPARISON) ## count lines and packages, and measure time and memory of both
	@exec comparison/.venv/bin/python -m comparison.measure.numbers

bench: python $(VENVS) $(BENCH) ## measure both against a baseline, with targets (QUICK=1: in about four minutes)
	@exec $(dir $(BENCH))bin/python -m bench

bench-async: python $(BENCH) ## measure views that wait for a slow service: threads, `async def`, ASGI, gevent (in five minutes)
	@exec $(dir $(BENCH))bin/python -m bench.waiting

flame-graphs: python $(VENVS) $(BENCH) ## sample both while they render a profile page, and draw where the time goes
	@exec $(dir $(BENCH))bin/python -m bench.flame_graphs

links: python $(COMPARISON) ## check that the pages and ids exist that the site and the documents link to (needs the Internet)
	@exec comparison/.venv/bin/python -m comparison.measure.links

record: python $(COMPARISON) ## copy the last results of test, requests, numbers, bench, bench-async and a whole run of faults to comparison/recorded/, for the site
	@comparison/.venv/bin/python -m comparison.measure.record

article: python $(COMPARISON) ## count lines and packages of each part of the article: ORM, templates, ...
	@comparison/.venv/bin/python -m comparison.measure.article_metrics

startup: python $(VENVS) $(COMPARISON) ## measure each step from process start to the first response
	@exec comparison/.venv/bin/python -m comparison.measure.startup

docs: python $(COMPARISON) ## rewrite docs/article.md and its index from comparison/data/
	@comparison/.venv/bin/python -m comparison.site.article_document
	@comparison/.venv/bin/python -m comparison.site.article_index

lock: ## resolve the requirements anew
	@for tree in $(TREES) shared_tests shared_tests/browser comparison bench deploy/kubernetes docs/migrate project_templates; do \
		$(COMPILE) $$tree/requirements.in -o $$tree/requirements.txt; \
	done
	@for tree in $(patsubst %/requirements_dev.in,%,$(wildcard $(TREES:%=%/requirements_dev.in))); do \
		$(COMPILE) --constraints $$tree/requirements.txt $$tree/requirements_dev.in -o $$tree/requirements_dev.txt; \
	done
	@for name in $(patsubst project_templates/%.in,%,$(wildcard project_templates/*/requirements*.in)); do \
		tree=$${name%/*}_impl; \
		$(COMPILE) --no-annotate --constraints $$tree/requirements.txt --constraints $$tree/requirements_dev.txt \
			project_templates/$$name.in -o project_templates/$$name.txt; \
	done

lock-newest: ## resolve the newest releases: the requirements without their limits
	@for tree in $(TREES); do \
		if [ -e $$tree/requirements_newest.txt ]; then \
			sed 's/[<~].*//' $$tree/requirements.in $$tree/requirements_dev.in \
				| $(LOCK) --no-annotate --python-version 3.12 - -o $$tree/requirements_newest.txt; \
		fi; \
	done

clean: ## remove the environments, the static files and the data of `make run`
	rm -rf .data shared_tests/.venv shared_tests/browser/.venv comparison/.venv bench/.venv deploy/kubernetes/.venv docs/migrate/.venv project_templates/.venv $(TREES:%=%/.venv) $(TREES:%=%/staticfiles)

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; choose it with PYTHON=..., e.g. make $(or $(firstword $(MAKECMDGOALS)),run) PYTHON=python3.13" >&2; exit 1; }

chromium: python
	@$(PYTHON) -m runner.chromium

.data/newest/%/requirements.txt: %/requirements_newest.txt
	@mkdir -p $(@D)
	@cp $< $@

.SECONDEXPANSION:
%/.venv/.ready: %/requirements.txt $$(wildcard $$*/requirements_dev.txt) | python
	@rm -rf $*/.venv
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
		echo "Installing the packages of $* with uv, into $*/.venv"; \
		uv venv --quiet --python "$$(command -v $(PYTHON))" $*/.venv; \
		exec uv pip install --quiet --python $*/.venv/bin/python --require-hashes $(addprefix -r ,$^); \
	else \
		echo "Installing the packages of $* with pip, into $*/.venv: up to a minute, once"; \
		$(PYTHON) -m venv $*/.venv || { echo "The venv module is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }; \
		exec $*/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$^); \
	fi
	@touch $@

.PHONY: help site run run-shared strangle logins test test-shared $(NAMES:%=test-%) test-browser lint test-rules test-slow up test-containers test-scale test-swarm watch test-newest test-shared test-strangler test-latitude faults test-commands test-roads move new-target new-django new-flask test-templates matrix down diff kata kata-check kata-show routes http requests fuzz numbers bench bench-async flame-graphs article startup docs lock lock-newest clean python chromium
.SECONDARY:
