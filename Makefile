# Repère. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
CORPUS ?= corpus
DATA ?= $(or $(REPERE_DATA),var)
GOLD ?= $(wildcard eval/gold/*.jsonl)
ARGS ?=
SIZES ?= 1000 10000 100000

VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
TORCH := $(shell sed -n 's/^\(torch==[^ ;]*\).*/\1/p' requirements.lock)

# The first interpreter that answers and is recent enough; PYTHON=… chooses another.
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$p" -c '$(RECENT)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

export OMP_WAIT_POLICY ?= PASSIVE
export TOKENIZERS_PARALLELISM ?= false

.PHONY: help
help: ## affiche cette aide
	@echo 'Repère : des réponses citées, tirées de vos documents.'; echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' $(firstword $(MAKEFILE_LIST)) \
		| while read -r name what; do printf '  make %-7s %s\n' "$$name" "$$what"; done
	@echo; echo 'Réglages : PORT=$(PORT) HOST=$(HOST) CORPUS=$(CORPUS) DATA=$(DATA)'

serve eval: export REPERE_DATA := $(DATA)

.PHONY: serve
serve: $(VENV)/.installed ## installe, indexe CORPUS et sert sur http://HOST:PORT
	$(BIN)/repere serve --host '$(HOST)' --port '$(PORT)' --corpus '$(CORPUS)'

.PHONY: test
test: $(VENV)/.installed-dev ## installe les outils de test et lance toute la suite
	$(BIN)/python -m pytest $(ARGS)

.PHONY: lint
lint: $(VENV)/.installed-dev ## vérifie le style du code
	$(BIN)/ruff check .

.PHONY: types
types: $(VENV)/.installed-dev ## vérifie les types
	$(BIN)/mypy

.PHONY: eval
eval: $(VENV)/.installed ## mesure la qualité : make eval GOLD=questions.jsonl
	$(BIN)/repere ingest '$(CORPUS)'
	$(BIN)/repere eval $(GOLD) $(ARGS)

.PHONY: bench
bench: $(VENV)/.installed ## mesure la vitesse : make bench SIZES='1000 10000'
	$(BIN)/python -m eval.bench $(SIZES) --data '$(DATA)' --corpus '$(CORPUS)'

.PHONY: corpus
corpus: $(VENV)/.installed-dev ## refait les documents de démonstration
	$(BIN)/python corpus/build.py

.PHONY: lock
lock: ## refait les fichiers de versions figées
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet '$(TORCH)'
	build/lock/bin/python -m pip install --quiet .
	build/lock/bin/python -m pip freeze --exclude repere | sed 's/+[a-z0-9.]*$$//' > build/run.txt
	build/lock/bin/python -m pip install --quiet '.[dev]'
	build/lock/bin/python -m pip freeze --exclude repere | sed 's/+[a-z0-9.]*$$//' > build/all.txt
	@echo 'À relire puis à reporter : build/run.txt et build/all.txt'

.PHONY: clean
clean: ## efface ce qui a été produit (jamais DATA)
	rm -rf build dist artifacts .pytest_cache .mypy_cache .ruff_cache .hypothesis ./*.egg-info
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# Stamps: an unchanged installation costs nothing the second time. torch comes first and
# alone: where a processor-only build is at hand it is taken, and nothing that follows
# asks for another one.
$(VENV)/.created:
	@test -n '$(PYTHON)' || { echo 'Repère demande Python 3.11 ou plus récent; aucun trouvé. Installez-le, ou indiquez-le : make serve PYTHON=/chemin/python3' >&2; exit 1; }
	@$(PYTHON) -c '$(RECENT)' || { echo 'Repère demande Python 3.11 ou plus récent; « $(PYTHON) » est plus ancien.' >&2; exit 1; }
	@$(PYTHON) -m venv --clear '$(VENV)' || { echo 'Le module venv de Python manque; sous Debian ou Ubuntu : apt install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	@echo 'Installation des dépendances (quelques minutes la première fois)…'
	$(PIP) install --quiet -c requirements.lock '$(TORCH)' setuptools
	$(PIP) install --quiet -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --quiet -r requirements.lock -r requirements-dev.lock
	@touch $@
