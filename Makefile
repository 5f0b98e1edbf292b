# `make run` and `make test` do all the set-up themselves; `make help` lists the rest.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin
# Linters read the settings; they reach no server.
LINT := DEBUG=on DATABASE_URL=postgres://nobody@localhost/none REDIS_URL=redis://localhost PYTHONWARNINGS=ignore DJANGO_SETTINGS_MODULE=commission.settings

.DEFAULT_GOAL := help
.PHONY: run test test-long test-all lint bench messages manage help ci python

run: python ## Bring up the portal with everything it needs (PORT=8000, HOST=127.0.0.1)
	@$(PYTHON) -I commission/local/setup.py run
	@exec $(VENV)/python -m commission.local.run

test: python ## Run the tests, in some minutes; ARGS="-k name" goes to pytest
	@$(PYTHON) -I commission/local/setup.py test
	@exec $(VENV)/python -m pytest -q -n 2 --dist loadfile -m "not e2e and not slow" $(ARGS)

test-long: python ## Run what `make test` leaves out: the long tests and those with a browser (where Chromium is installed)
	@$(PYTHON) -I commission/local/setup.py test
	@exec $(VENV)/python -m pytest -q -n 2 -m "e2e or slow" $(ARGS)

test-all: python ## Run both
	@$(PYTHON) -I commission/local/setup.py test
	@exec $(VENV)/python -m pytest -q -n 2 $(ARGS)

lint: python ## Check style, types, floors, templates and missing migrations
	@$(PYTHON) -I commission/local/setup.py test
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(LINT) $(VENV)/mypy
	$(VENV)/lint-imports
	$(VENV)/djlint --quiet --lint templates
	$(LINT) $(VENV)/python manage.py makemigrations --check --dry-run

bench: python ## Measure what tests/bench measures
	@$(PYTHON) -I commission/local/setup.py test
	@if [ -f tests/bench/__main__.py ]; then exec $(VENV)/python -m tests.bench $(ARGS); else echo "tests/bench holds no measurements yet."; fi

messages: python ## Collect texts for translation into commission/locale and compile them (needs gettext)
	@$(PYTHON) -I commission/local/setup.py test
	@command -v xgettext >/dev/null || { echo "Collecting texts needs GNU gettext; on Debian: apt-get install gettext"; exit 1; }
	@$(LINT) $(VENV)/python manage.py makemessages --locale kk --locale ru --locale en --no-obsolete --add-location file \
		--ignore .venv --ignore var --ignore tests --ignore styleguide.html
	@$(LINT) $(VENV)/python manage.py compile_catalogues

manage: ## Run a command on the portal that `make run` started: make manage ARGS="verify_audit"
	@exec $(VENV)/python -m commission.local.manage $(ARGS)

ci: ## Everything that CI proves, on a fresh Debian 12 as root
	@.ci/run

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "The portal needs Python 3.11 or newer. Install it (on Debian: apt-get install python3 python3-venv)"; \
		echo "or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
