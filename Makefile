# Hotline: `make up` runs everything on this machine, `make test` tests it. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

CLOCK ?=
PORTS ?= 0
NUMBER ?= +380501234567
N ?= 10000000
TICKETS ?= 10000000
SHIFTS ?= 5000
TIMES ?= 100
RACE ?=
SPEECH ?= $(CURDIR)/var/prompts/demo/caller.alaw
LINT := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/hotline/bin/golangci-lint-2.6.2

# The environment of a running demo, for the commands of hotline.
demo = test -s var/hotline.env || { echo "спершу make up" >&2; exit 1; }; set -a; . var/hotline.env; set +a

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

up: ## run everything on this machine; CLOCK=real, CLOCK=14:30 or an RFC 3339 instant; PORTS=100: a fresh clone's are greater by 100
	@CLOCK='$(CLOCK)' PORTS='$(PORTS)' deploy/up

down: ## stop it; data stay in var/
	@deploy/down

call: ## place a call with a citizen's speech; NUMBER=+380… is the caller's, SPEECH=file.alaw is said
	@$(demo); exec var/bin/hotline call --server "$$HOTLINE_SIP_ADDR" --to "$${HOTLINE_DIDS%%,*}" --from '$(NUMBER)' --speech '$(SPEECH)'

doctor: ## check each part of the running demo
	@$(demo); exec var/bin/hotline doctor

build: ## the desktop and the binary, var/bin/hotline
	@cd web/ui && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@mkdir -p var/bin && go build -o var/bin/hotline ./cmd/hotline

test: ## install what is missing, start test servers, run all tests
	@deploy/test

interleave: ## ten million random orders of what can happen to a call, N=…; and SHIFTS=… on an Asterisk that errs (nightly)
	@HOTLINE_TEST_INTERLEAVINGS=$(N) go test -count=1 -timeout 2h -run RandomInterleavings -v ./telephony/call
	@GOGC=400 HOTLINE_TEST_SCENES=$(SHIFTS) go test -count=1 -timeout 2h -run Disorder -v ./telephony/disorder

races: ## each race of the telephones on a real Asterisk, TIMES=100; RACE=02 of them only
	@mkdir -p var; HOTLINE_TEST_CROSSINGS=$(TIMES) deploy/with-test-servers go test -count=1 -timeout 3h -run 'TestRace_$(RACE)' -v ./cmd/hotline | tee var/races.log
	@deploy/race-table var/races.log

bench: ## how fast, beside Dial() and app_queue on the same Asterisk
	@deploy/bench

bench-data: ## a made-up register for measurements, TICKETS=10000000; data in var/bench
	@deploy/bench-data '$(TICKETS)'

check: ## formatting, vet, linters: who may import whom, unchecked errors, long functions
	@deploy/check '$(LINT)'

clean: ## remove what was built; data, recordings and passwords stay
	@rm -rf var/bin var/prompts var/test/log web/ui/dist/app

.PHONY: help up down call doctor build test interleave races bench bench-data check clean
