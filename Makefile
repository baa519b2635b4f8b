# Les commandes de ClusterHub. « make help » les énumère.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

PORT ?= 8000
DEMO ?= 1
PYTHON ?= python3
UV_VERSION := 0.13.9

# The demonstration and a real beginning live side by side, each with its database and its files.
ifeq ($(DEMO),1)
STATE := $(CURDIR)/var/demo
else
STATE := $(CURDIR)/var/site
endif

BIN := .venv/bin
STAMPS := .venv/stamps
APPS := clusterhub participants meetings actions minutes
export UV_LINK_MODE ?= copy
# Compiled once and kept (in __pycache__), not again by every process: each would take a second longer to start.
unexport PYTHONDONTWRITEBYTECODE

# What `make run` tells the application: see docs/settings.md.
LOCAL = DEMO=$(DEMO) HTTPS=0 STATE_DIR=$(STATE) SECRET_KEY_FILE=$(CURDIR)/var/secret-key MAIL_URL=filemail:// \
	BASE_URL=http://localhost:$(PORT) PORT=$(PORT)
# What the linters run under: production settings.
PRODUCTION = SECRET_KEY=only-for-the-linters-0123456789-abcdefghijklmnopqrstuvwxyz ALLOWED_HOSTS=example.org \
	BASE_URL=https://example.org STATE_DIR=$(CURDIR)/var/lint

.PHONY: help run prepared demo-reset test test-slow-line test-faults lint lint-types lint-rest format bench lock clean

help: ## Affiche cette aide
	@echo "Commandes :"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'
	@echo
	@echo "  make run PORT=8123   choisit le port"
	@echo "  make run DEMO=0      commence vide : le premier visiteur crée l’administrateur et le premier cluster"

# --- Installing -------------------------------------------------------------------------------------------------------

$(STAMPS)/venv:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) manque. Debian : apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) clusterhub/preflight.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements.txt | $(STAMPS)/venv
	@echo "Installation des bibliothèques…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

$(STAMPS)/dev: requirements-dev.txt | $(STAMPS)/venv
	@echo "Installation des bibliothèques et des outils de test…"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

var/secret-key:
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

# --- Running ----------------------------------------------------------------------------------------------------------

PAGES := $(shell find templates static $(APPS) -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' 2>/dev/null | grep -v static/css/clusterhub.css)

static/css/clusterhub.css: $(PAGES) $(shell find $(APPS) -name '*.py') | var/secret-key
	@mkdir -p $(STATE)
	@$(LOCAL) $(BIN)/python manage.py build_css >/dev/null

var/%/static/.stamp: static/css/clusterhub.css $(PAGES) requirements.txt
	@mkdir -p $(@D)
	@$(LOCAL) $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@

run: $(STAMPS)/runtime var/secret-key ## Installe ce qui manque, prépare la démonstration et sert l’application
	@$(PYTHON) clusterhub/preflight.py
	@$(MAKE) -s -j2 --no-print-directory $(STATE:$(CURDIR)/%=%)/static/.stamp prepared
	@env $(LOCAL) $(BIN)/python manage.py send_mail_while_served & \
	env $(LOCAL) $(BIN)/python manage.py clock --while-served-every 300 & \
	env $(LOCAL) $(BIN)/python manage.py write_exports --while-served-every 2 & \
	exec env $(LOCAL) $(BIN)/gunicorn --config python:clusterhub.server clusterhub.wsgi

prepared:
	@mkdir -p $(STATE)
	@$(LOCAL) $(BIN)/python manage.py prepare

demo-reset: ## Efface la démonstration ; le prochain « make run » la refait
	@rm -rf var/demo
	@echo "Démonstration effacée. « make run » la refait."

# --- Checking ---------------------------------------------------------------------------------------------------------

# What does not depend on the database (pages in Chromium, conformance of PDFs) runs once, on SQLite. Chromium has a
# process of its own: playwright's event loop stays in it, and signing needs a thread without one.
# All that stands in the folders SEEN, and nothing else, drives Chromium: no process reads a file of which it runs
# nothing. Those that wait for pages are three: two would leave a core idle.
# Every run takes place even when an earlier one fails. The databases of both kinds are made at the same time.
SEEN = tests/browser tests/faults
UNSEEN = $(addprefix --ignore=,$(SEEN))

test: $(STAMPS)/dev static/css/clusterhub.css ## Passe tous les tests : PostgreSQL, SQLite, puis Chromium
	@status=0; \
	$(BIN)/python -m tests.databases & \
	$(BIN)/python -m tests.postgresql $(BIN)/pytest -n auto $(UNSEEN) -m "not browser and not once and not faults" \
		|| status=$$?; \
	$(BIN)/pytest -n auto $(UNSEEN) -m "not browser and not faults" || status=$$?; \
	$(BIN)/pytest -n 3 $(SEEN) -m "browser and not faults" || status=$$?; \
	exit $$status

# The same stories while every page comes late and in pieces (tests/slow_line.py): what reads a page too early fails here
# every time, and in `make test` once in a hundred.
test-slow-line: $(STAMPS)/dev static/css/clusterhub.css ## Repasse les tests de Chromium derrière une ligne lente
	@SLOW_LINE=1 $(BIN)/pytest -n 3 $(SEEN) -m "browser and not faults"

# What takes minutes: processes that are killed, days of typing. It ends with each bar, and what was counted.
test-faults: $(STAMPS)/dev static/css/clusterhub.css ## Passe les essais de panne, longs, et dit quelles barres sont tenues
	@$(BIN)/python -m tests.faults

lint: lint-types lint-rest ## Vérifie le style, les types, les imports, les migrations et les réglages

lint-types: $(STAMPS)/dev
	@mkdir -p var/lint
	$(PRODUCTION) $(BIN)/mypy

lint-rest: $(STAMPS)/dev
	@mkdir -p var/lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates $(wildcard $(addsuffix /templates,$(APPS)))
	$(BIN)/lint-imports
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(STAMPS)/dev ## Met le code en forme
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMPS)/dev ## Mesure les pages, le premier affichage, le PDF et l’enregistrement
	@$(BIN)/python -m bench

lock: $(STAMPS)/dev ## Fige les versions des bibliothèques, avec leurs empreintes
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in

clean: ## Efface ce qui se refait : bibliothèques, feuille de style, caches (garde les données de var/)
	rm -rf .venv static/css/clusterhub.css var/demo/static var/site/static var/mypy var/lint var/coverage var/tests \
		.pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
