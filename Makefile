# All of the project's commands. `make run` and `make test` need make, python3 and python3-venv, nothing else.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
MONTH := env PYTHONPATH=.:site DJANGO_SETTINGS_MODULE=tests.bench.desk_settings $(BIN)/python -W ignore -m tests.month
PYTEST := $(BIN)/python -m pytest --durations=25 --durations-min=2
# Two processes use both cores of a small machine; more gain little, since each makes its own database. tests/spreading.py says
# which tests stay together.
SPREAD ?= -n 2

# Any values do: the check reads the settings and opens no connection.
PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production ALLOWED_HOSTS=www.example.org BASE_URL=https://www.example.org \
	DATABASE_URL=postgres://nobody@localhost/none SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))")

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-postgres test-browser check check-types check-rules check-exchange bench month load format catalogues

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Creates the virtual environment once; installs a list of packages when the list has changed since it was last installed.
define install
	@test -x $(BIN)/pip || { echo "Creating the virtual environment …"; $(PYTHON) -m venv .venv; }
	@wanted=$$(cat requirements.txt $(1) | sha256sum); \
	if [ "$$wanted" != "$$(cat .venv/installed-$(1) 2>/dev/null)" ]; then \
		echo "Installing the packages of $(1) …"; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(1) && echo "$$wanted" > .venv/installed-$(1); \
	fi
endef

setup: ## virtual environment and the packages the site needs
	$(call install,requirements.txt)

setup-dev: ## the same with the tools for development
	$(call install,requirements-dev.txt)

run: setup ## set everything up as far as needed and serve the site (PORT=8000 HOST=127.0.0.1)
	@exec $(if $(filter 8000,$(PORT)),,env BASE_URL=http://127.0.0.1:$(PORT)) $(MANAGE) start --host $(HOST) --port $(PORT)

test: setup-dev ## tests on SQLite, without a browser
	$(PYTEST) -m "not browser" $(SPREAD) $(ARGS)

test-postgres: setup-dev ## the same tests on a PostgreSQL that is started for them
	.ci/with-postgres $(PYTEST) -m "not browser" $(SPREAD) $(ARGS)

test-browser: setup-dev ## tests that drive Chromium
	$(PYTEST) -m browser $(SPREAD) $(ARGS)

check: setup-dev ## format, lint, types, imports, migrations, catalogues, deployment
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-types check-rules

# The types take as long as everything else, on the other core.
check-types:
	$(BIN)/mypy

check-rules:
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	PYTHONPATH=.:site $(BIN)/lint-imports --no-logo
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_catalogues
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

check-exchange: setup-dev ## whether files for translators' tools are valid and come back, for all demo pages (SCHEMAS=folder of the standards' schemas)
	@env PYTHONPATH=.:site DJANGO_SETTINGS_MODULE=tests.bench.desk_settings $(BIN)/python -W ignore -m tests.exchange_check "$(SCHEMAS)"

bench: setup-dev ## what desk, search, parity, pages and a backup take, as JSON, on SQLite and PostgreSQL (ARGS="desk search parity pages backup lighthouse")
	@.ci/with-postgres $(BIN)/python -W ignore -m tests.bench $(ARGS)

month: setup-dev ## a month of work at the desk, played through the services on SQLite and PostgreSQL (ARGS=seed)
	$(MONTH) $(ARGS)
	.ci/with-postgres $(MONTH) $(ARGS)

load: setup-dev ## ten minutes of visitors and staff while servers are killed, as JSON (ARGS="--seconds 45 --small"; needs nginx, Redis, PostgreSQL)
	@PYTHONPATH=.:site $(BIN)/python -W ignore -m tests.load $(ARGS)

format: setup-dev ## bring code into the one format
	$(BIN)/ruff check --select I --fix --quiet
	$(BIN)/ruff format

catalogues: setup-dev ## read the interface texts from the code into locale/, what Wagtail lacks into site/wagtail_locale/, and compile
	$(MANAGE) make_catalogues
	$(MANAGE) compile_catalogues
