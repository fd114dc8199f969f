# Short names for the commands of every day. `make` lists them.

.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

.PHONY: help serve demo shell migrate test test-full lint fix types ci messages openapi coverage-table

##@ Run
serve: ## Serve the shop at http://127.0.0.1:8000
	bin/serve
demo: .venv ## Load the demo shop
	$(PYTHON) manage.py demo
shell: .venv ## Open a Python shell with the models
	$(PYTHON) manage.py shell
migrate: .venv ## Make migrations for what changed, and apply them
	$(PYTHON) manage.py makemigrations
	$(PYTHON) manage.py migrate

##@ Check
test: ## Run every test, on SQLite and on PostgreSQL
	bin/test
test-full: ## The same with repeats, kill points and every width
	bin/test --full
lint: .venv ## Look for what is wrong, without changing it
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
fix: .venv ## Repair what can be repaired
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
types: .venv ## Check the types
	.venv/bin/mypy .
ci: ## Everything that CI does
	.ci/run

##@ Generate
messages: .venv ## Collect the words to translate, tell what is missing, and compile the catalogues
	$(PYTHON) manage.py collect_translations
openapi: .venv ## Write docs/openapi.yaml
	$(PYTHON) manage.py spectacular --file docs/openapi.yaml
coverage-table: .venv ## Write docs/coverage.md from the last bin/test
	$(PYTHON) -m tests.coverage_table

.venv: requirements.txt requirements-dev.txt
	bash -c 'source bin/environment requirements-dev.txt'
	@touch .venv

help:
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
