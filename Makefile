# Everything a person or a machine does with this tree. `make help` lists it.
# Needed on the machine: make, git, Python 3.11 or newer with its venv module. Nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The first Python on the path that is new enough; PYTHON=… names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
COMPILE := build/lock/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	--universal --python-version 3.11

export PYTHONUTF8 := 1

# Tests put every file of theirs to disk, thousands of times: where there is room they do it in memory.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 {print "/dev/shm"}')
ifneq ($(MEMORY),)
test postgres browser walk sampled coverage: export TMPDIR := $(MEMORY)
endif

.PHONY: help demo test postgres browser walk heavy sampled outside check bench articles bundles pictures lock zipapp format lint types contracts docstrings generated coverage sizes

help: ## 本页：列出全部目标
	@printf '%s\n\n' '双随机、一公开监管平台 shuangsuiji — make 目标'
	@sed -nE 's/^([a-z]+):[^#]*## (.*)$$/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

# ------------------------------------------------------------------------------------------------------------ environment

# Plain venv and pip. The package itself is put on the path by a .pth file: nothing is built, so nothing can fail to build
# offline. One stamp per lock: an unchanged lock is not installed twice.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo '找不到 Python 3.11 或更新版本。请先安装（Debian：apt-get install python3 python3-venv），或用 PYTHON=… 指定。' >&2; exit 1; fi
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) 缺少 venv 模块，无法建立运行环境。请执行：apt-get install python3-venv，然后重试。' >&2; exit 1; }
	@echo '建立运行环境 $(VENV) …'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-base: requirements/base.txt pyproject.toml | $(BIN)/python
	@echo '安装运行依赖（按哈希核对） …'
	@$(PIP_INSTALL) -r requirements/base.txt
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/shuangsuiji.pth"
	@printf '#!%s\nimport sys\n\nfrom shuangsuiji.web.console.main import main\n\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/shuangsuiji
	@chmod +x $(BIN)/shuangsuiji
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt requirements/postgres.txt $(VENV)/.installed-base
	@echo '安装测试依赖（按哈希核对） …'
	@$(PIP_INSTALL) -r requirements/dev.txt -r requirements/postgres.txt
	@touch $@

# ------------------------------------------------------------------------------------------------------------- two commands

# First the draw on a folder and its verification, then the office of the same county in a database, and the site. SERVE=no stops before it.
demo: $(VENV)/.installed-base ## 演示：示范县的一次抽取及复算，再建立其办公系统并打开网站（SERVE=no 不打开）
	@$(BIN)/shuangsuiji demo
	@$(BIN)/shuangsuiji demo-office $(if $(filter no,$(SERVE)),--no-serve)

test: $(VENV)/.installed-dev ## 测试：全部测试，两个进程，随机顺序，不联网（ARGS=tests/core 只测一处）
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)
	@echo '数据库测试在 SQLite 上运行；在 PostgreSQL 上：make postgres（须先给出服务器）。'

# Every test that touches a database, on the server that SHUANGSUIJI_TEST_POSTGRES_DSN names (`.ci/postgres start` runs one).
postgres: $(VENV)/.installed-dev ## 测试：全部数据库测试，在 PostgreSQL 上（须给出 SHUANGSUIJI_TEST_POSTGRES_DSN）
	@if [ -z "$${SHUANGSUIJI_TEST_POSTGRES_DSN:-}" ]; then \
		echo '未给出 PostgreSQL 服务器。先运行：eval "$$(.ci/postgres start)"' >&2; exit 3; fi
	@SHUANGSUIJI_TEST_DATABASE=postgres $(BIN)/python -m pytest -n $(WORKERS) -m django_db $(ARGS)

# Every page in Chromium at three widths, with axe. Not part of `make test`: it takes minutes and needs a browser.
browser: $(VENV)/.installed-dev ## 测试：页面巡检，每个页面三种宽度（须有 Chromium；CHROMIUM=… 指定）
	@$(BIN)/python -m pytest -m browser tests/browser -n $(WORKERS) $(ARGS)

walk: $(VENV)/.installed-dev ## 测试：页面巡检，每个页面、每种岗位、三种宽度（半小时以上；ARGS='-k clerk' 只巡一种岗位）
	@$(BIN)/python -m pytest -m walk tests/browser -n $(WORKERS) $(ARGS)

# ------------------------------------------------------------------------------------------------------------ heavier checks

# COVERED=yes: `make test ARGS='--cov --cov-report='` has just run, its figures are counted instead of running all of it again.
check: format lint types contracts docstrings generated coverage sizes ## 检查：格式、静态检查、类型、层次、文档、生成物、覆盖率、规模报告

format: $(VENV)/.installed-dev
	@echo '== 格式'; $(BIN)/ruff format --check .

lint: $(VENV)/.installed-dev
	@echo '== 静态检查'; $(BIN)/ruff check .

types: $(VENV)/.installed-dev
	@echo '== 类型'; $(BIN)/mypy

contracts: $(VENV)/.installed-dev
	@echo '== 层次（.importlinter）'; $(BIN)/lint-imports --no-logo --no-cache

# Written by Django.
WITHOUT_MIGRATIONS = $(patsubst %,--exclude %,$(wildcard shuangsuiji/*/*/migrations))

docstrings: $(VENV)/.installed-dev
	@echo '== 文档字符串'
	@$(BIN)/interrogate --quiet --ignore-init-method --ignore-magic --ignore-private --ignore-semiprivate --ignore-nested-functions \
		--fail-under 100 shuangsuiji/core shuangsuiji/verify
	@$(BIN)/interrogate --quiet --ignore-init-method --ignore-magic --ignore-private --ignore-semiprivate --ignore-nested-functions \
		$(WITHOUT_MIGRATIONS) --fail-under 90 shuangsuiji/foundation shuangsuiji/engines shuangsuiji/stages
	@$(BIN)/interrogate --quiet --ignore-init-method --ignore-magic --ignore-regex '.*' $(WITHOUT_MIGRATIONS) \
		--fail-under 100 shuangsuiji/web

generated: $(VENV)/.installed-dev
	@echo '== 生成物与源一致'
	@$(BIN)/python -m shuangsuiji.web.console.articles --check
	@$(BIN)/python -m tests.verify.write_bundles --check
	@$(BIN)/python -m tests.architecture.output_blocks --check
	@$(BIN)/python -m tests.architecture.links

# Counted on SQLite alone: what only PostgreSQL runs is little, and counting it would double the time of its run.
coverage: $(VENV)/.installed-dev
	@echo '== 覆盖率'
	@if [ "$(COVERED)" = yes ]; then echo '覆盖数据已由先前的 make test 收集。'; else $(BIN)/coverage erase; \
		$(BIN)/python -m pytest -n $(WORKERS) --quiet --cov --cov-report=; fi
	@$(BIN)/coverage report --include='shuangsuiji/core/*,shuangsuiji/verify/*' --fail-under=100
	@$(BIN)/coverage report --fail-under=95

sizes: $(VENV)/.installed-dev
	@echo '== 规模（只报告，不作门槛）'; $(BIN)/python -m tests.architecture.sizes

bench: $(VENV)/.installed-dev ## 性能：以比值报告抽取和日志的速度（日志在两种数据库上，有无日志同场比较）
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.ledger
	@$(BIN)/python -m bench.seal

# ---------------------------------------------------------------------------------------------------------- generated things

articles: $(VENV)/.installed-dev ## 重新生成对照表、状态图和文档中的命令输出
	@$(BIN)/python -m shuangsuiji.web.console.articles
	@$(BIN)/python -m tests.architecture.output_blocks

bundles: $(VENV)/.installed-base ## 重新生成 examples/bundles 的正反示例
	@$(BIN)/python -m tests.verify.write_bundles

pictures: $(VENV)/.installed-dev ## 重新截取 docs/guide/img 的页面图（须有 Chromium）
	@$(BIN)/python -m tests.browser.pictures

zipapp: $(VENV)/.installed-base ## 生成单文件核验程序 dist/ssj-verify.pyz
	@$(BIN)/python -m shuangsuiji.web.console.verifier_archive dist/ssj-verify.pyz

# Every act killed at every statement, many writers, every column tampered with; figures go to evidence/. Both databases where
# SHUANGSUIJI_TEST_POSTGRES_DSN names a server.
heavy: $(VENV)/.installed-dev ## 重型测试：逐句中断、同时办理、逐列篡改、旧备份回退（结果写入 evidence/）
	@$(BIN)/python -m pytest -m heavy tests/heavy -n $(WORKERS) --quiet $(ARGS)

# Some of the points, cases and acts of `make heavy`, another part at every commit; told as 抽样. Part of `.ci/run`.
sampled: $(VENV)/.installed-dev ## 重型测试的抽样：同样的项目，各取一部分（约六分钟以内，两种数据库）
	@$(BIN)/python -m pytest -m sampled tests/heavy -n $(WORKERS) --quiet $(ARGS)

# Somebody else's checker, in an environment of its own: it needs a newer Python than ours.
outside: requirements/outside.txt
	@$(OUTSIDE_PYTHON) -m venv build/outside
	@build/outside/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/outside.txt

build/lock/bin/uv: requirements/lock.txt | $(BIN)/python
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/lock.txt

lock: build/lock/bin/uv ## 重新编译 requirements/*.txt（UPGRADE=yes 同时升级）
	@cd requirements && for name in base postgres dev lock; do \
		../$(COMPILE) $(if $(UPGRADE),--upgrade) "$$name.in" --output-file "$$name.txt"; echo "requirements/$$name.txt"; done
	@cd requirements && ../$(COMPILE:3.11=3.12) $(if $(UPGRADE),--upgrade) outside.in --output-file outside.txt; echo requirements/outside.txt
