# The whole vocabulary. `make site` and `make test` are all a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
export OPENBLAS_NUM_THREADS := 1 # small matrices: threads only get in each other's way

.PHONY: help site serve test check format bench canary lock clean env-site env-test

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

site: env-site ## Build the site into site/
	@$(BIN)/handbook build

serve: env-site ## Live preview on http://127.0.0.1:8000
	@$(BIN)/handbook serve

test: env-test ## Run every test; builds the site first
	@$(BIN)/handbook build --quiet
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: env-test ## Linters, types and content checks, in seconds
	@$(BIN)/python scripts/check.py

format: env-test ## Let ruff format the Python files
	@$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format --quiet .

bench: env-test ## Measure the build, the pages and search; print ratios
	@$(BIN)/python -m handbook.bench

canary: env-test ## Build with zensical and print how its site differs
	@$(BIN)/handbook canary

lock: ## Renew the lock files (needs uv on PATH)
	uv pip compile -q --universal --python-version 3.11.2 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11.2 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --extra test --extra canary \
	  -c requirements.lock pyproject.toml -o requirements-test.lock

clean: ## Remove what was built; the environment stays
	rm -rf build site dist .cache

env-site:
	@$(PYTHON) scripts/handbook/bootstrap.py site

env-test:
	@$(PYTHON) scripts/handbook/bootstrap.py test
