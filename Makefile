# Hotline: `make up` runs everything on this machine, `make test` tests it. `make help` lists the rest.
.DEFAULT_GOAL := help
CLOCK ?=
NUMBER ?= +380501234567

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

test: ## install what is missing, start test servers, run all tests
	@deploy/test

check: ## formatting and vet
	@test -z "$$(git ls-files '*.go' | xargs gofmt -l)" || { echo "not gofmt'ed:"; git ls-files '*.go' | xargs gofmt -l; exit 1; }
	@go vet ./...
	@cd web/ui && npm run --silent lint

.PHONY: help test check
