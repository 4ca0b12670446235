# Yimen 一门. `make` alone says what there is.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help run test check rules journeys chaos bench world rules-report docs lock clean ready ready-to-test

help:  ## 本页 · this page
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name words; do \
		printf '  make %-14s%s\n' "$$name" "$$words"; done

run: ready  ## 启动演示大厅（PORT、YIMEN_DATA、DATABASE_URL）· start the demo hall
	@exec $(BIN)/yimen up

test: ready-to-test  ## 全部测试 · the whole suite
	@exec $(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: ready-to-test  ## 不必运行就能查的一切 · all that can be checked without running it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yimen django makemigrations --check --dry-run
	$(BIN)/python -m yimen.wiring.translations check
	$(BIN)/python tools/docs.py --check

rules: ready-to-test  ## 只测规则，几秒钟 · only the rules: seconds, no database
	@exec $(BIN)/pytest -q tests/rules

journeys: ready-to-test  ## 浏览器里走一遍，并留下图片 · walks in the browser, with pictures for the docs
	@YIMEN_PICTURES="$${YIMEN_PICTURES:-var/pictures}" $(BIN)/pytest -q tests/journeys

chaos: ready-to-test  ## 有负载时随机强杀进程三十次 · kill -9 at random moments under load, thirty times
	@CHAOS_KILLS=30 $(BIN)/pytest -q tests/chaos

bench: ready-to-test  ## 与底线比较的用时 · what things cost, beside their floor
	@exec $(BIN)/python bench

world: ready  ## 重建演示大厅，原有数据另存 · build the demo hall anew; what was there is set aside
	@$(PYTHON) tools/set_aside.py "$${YIMEN_DATA:-var}"
	@exec $(BIN)/yimen world demo

rules-report: ready-to-test  ## 哪条规则由哪些测试证明 · which rule is proven by which tests
	@exec $(BIN)/python tools/rules_report.py

docs: ready-to-test  ## 由代码中的表生成文档 · print the documents that come from tables in the code
	@exec $(BIN)/python tools/docs.py

lock:  ## 重新锁定依赖（需要 uv）· lock the dependencies anew, with uv
	@for each in build run dev node; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-emit-find-links --custom-compile-command "make lock" requirements/$$each.in -o requirements/$$each.txt \
		|| exit 1; done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean:  ## 删除一切生成物，数据除外 · remove all that was made, except data
	rm -rf .venv node_modules .mypy_cache .ruff_cache .import_linter_cache .hypothesis build
	find src tests tools bench -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

ready:
	@$(PYTHON) tools/setup.py run

ready-to-test:
	@$(PYTHON) tools/setup.py test
