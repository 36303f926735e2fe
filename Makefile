.DEFAULT_GOAL := help
.PHONY: help run dev test bench crash lint journeys site setup

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## build the portal and start it at http://localhost:3000
	@.ci/serve.sh

dev: ## the same, unoptimized, built again at every change
	@.ci/dev.sh

test: ## the whole gate: lints, tests on SQLite and PostgreSQL, journeys in a browser
	@.ci/test.sh

bench: ## measure the release build on SQLite and PostgreSQL
	@.ci/bench.sh

crash: ## kill the portal during a mixed load and look at what is left
	@.ci/crash.sh

lint: ## the gate's reading part: house, format, clippy, documentation, licenses
	@.ci/lint.sh

journeys: ## the gate's browser part
	@.ci/journeys.sh

site: ## build what the browser loads
	@.ci/site.sh

setup: ## fetch every tool that the gate needs
	@.ci/setup.sh
