# Tests, linters and what they need; read by the project's Makefile.

# ---- What tests and linters need ----

.PHONY: deps-readers deps-lint
# Python's go into build/, from PyPI.
READERS := spacy>=3.8,<3.9 jsonschema>=4,<5 regex seqeval scikit-learn krippendorff>=0.8,<1 \
    polars duckdb datasets bioc>=2.1,<3 pybrat
# Names the list that is installed: another list is installed anew.
READERS_DONE := build/readers/complete-$(shell printf '%s' '$(READERS)' | cksum | cut -d ' ' -f 1)

deps-readers: deps ## installs the readers of gaz's output (Chromium, spaCy, shells, ...) without which tests are skipped
	$(call install_missing,,chromium=chromium pip3=python3-pip zsh=zsh fish=fish)
	@[ -e $(READERS_DONE) ] || { echo "installing from PyPI: $(READERS)"; rm -rf build/readers; \
	    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-conflicts \
	        --target build/readers $(READERS:%='%') && touch $(READERS_DONE); }

deps-lint: deps
	$(call install_missing,,$(LINT_COMMANDS))

# ---- `make test` ----

# Each test program is a target of its own, so that make runs them in parallel. The longest ones start first.
LONGEST  := long-cli-judged_corpora long-cli-cross_validate long-cli-convert long-cli-harvest long-cli-documents long-cli-eval long-cli-decide \
    cli-faults cli-documents cli-eval cli-source unit-fault_test unit-fault_loop_test unit-scored_test \
    unit-scanner_windows_test
RUN_UNIT := $(UNIT_TESTS:%=run-unit-%)
RUN_CLI  := $(patsubst tests/cli/%.bats,run-cli-%,$(shell grep -L '^\# bats file_tags=long' tests/cli/*.bats))
RUN_FUZZ := $(FUZZ_TESTS:%=run-replay-%)
# `make test` takes what users have, the release build, and is quick. `make test-long` looks at all of the command with the
# sanitizers, at what is marked as long too, and goes more rounds with random tests.
LONG_UNIT := $(patsubst tests/unit/%.c,run-long-unit-%,$(shell grep -lE 'oracle_(rounds|step)|stages\.h' tests/unit/*_test.c))
LONG_CLI  := $(patsubst tests/cli/%.bats,run-long-cli-%,$(wildcard tests/cli/*.bats))
INJECTOR := build/faults/inject.so
RUN_REST := run-install run-readme run-layers run-loops run-messages
longest_first = $(filter $(1),$(LONGEST:%=run-%)) $(filter-out $(LONGEST:%=run-%),$(1))

# Runs the test program $(2). Prints one line if it passes, and its whole output if it fails.
define run_test
	@mkdir -p build/tests; log=build/tests/$(1); rm -f $$log.*; \
	if $(2) >$$log.running 2>&1; then mv $$log.running $$log.passed; echo "  OK  $(1)"; \
	else cat $$log.running; mv $$log.running $$log.failed; echo "  FAILED  $(1)"; exit 1; fi
endef

# Runs these targets to the end, whatever fails, and prints the counts.
define run_tests
	@rm -rf build/tests
	@$(MAKE) --no-print-directory -j2 -k --output-sync=target $(call longest_first,$(1)); status=$$?; \
	cat build/tests/* | awk '/# skip/ { skipped++; next } /^(ok |\[ +OK )/ { passed++ } \
	    /^[0-9]+ passed, / { passed += $$1 } END { printf "%d tests passed, %d skipped; ", passed, skipped }'; \
	echo "of $(words $(1)) test programs $$(ls build/tests | grep -c 'failed$$') failed"; exit $$status
endef

.PHONY: test test-long test-unit test-cli test-install $(LONG_UNIT) $(LONG_CLI) $(RUN_UNIT) $(RUN_CLI) $(RUN_FUZZ) $(RUN_REST)
test: deps ## installs what is missing and runs the tests, but for the long ones
	@$(MAKE) --no-print-directory -j2 all build/checked/gaz $(INJECTOR) $(UNIT_TESTS:%=build/checked/unit/%) \
	    $(FUZZ_TESTS:%=build/checked/fuzz/%)
	$(call run_tests,$(RUN_UNIT) $(RUN_CLI) $(RUN_FUZZ) $(RUN_REST))

test-long: deps ## runs all tests of the command with the sanitizers, the long ones too, and random tests over more rounds
	@$(MAKE) --no-print-directory -j2 all build/checked/gaz $(LONG_UNIT:run-long-unit-%=build/checked/unit/%)
	$(call run_tests,$(LONG_CLI) $(LONG_UNIT))

test-unit: $(UNIT_TESTS:%=build/checked/unit/%)
	$(call run_tests,$(RUN_UNIT))

test-cli: all build/checked/gaz $(INJECTOR)
	$(call run_tests,$(RUN_CLI))

test-install: all
	$(call run_tests,run-install run-readme)

$(RUN_UNIT): run-unit-%: build/checked/unit/%
	$(call run_test,unit-$*,$<)

run-cli-faults run-long-cli-faults: $(INJECTOR)
$(RUN_CLI): run-cli-%: all build/checked/gaz
	$(call run_test,cli-$*,GAZ_BUILD=release bats --tap --filter-tags '!long' tests/cli/$*.bats)

$(LONG_CLI): run-long-cli-%: all build/checked/gaz
	$(call run_test,long-cli-$*,bats --tap tests/cli/$*.bats)

$(LONG_UNIT): run-long-unit-%: build/checked/unit/%
	$(call run_test,long-unit-$*,GAZ_TEST_LONG=1 $<)

# The inputs that fuzzing starts from, and those that it has found.
$(RUN_FUZZ): run-replay-%: build/checked/fuzz/%
	$(call run_test,replay-$*,$< tests/fuzz/$*/*)

run-install: all
	$(call run_test,install,bash tests/install/run.sh)

run-readme: all
	$(call run_test,readme,python3 tests/readme.py README.md build)

run-messages: all
	$(call run_test,messages,bash tests/messages.sh)

run-layers: all
	$(call run_test,layers,bats --tap tests/layers.bats)

run-loops: all
	$(call run_test,loops,bats --tap tests/loops.bats)

# ---- Threads under their sanitizer ----

.PHONY: test-threads
build/threads/reload: tests/faults/reload.c $(LIB_SOURCES:%.c=build/threads/%.o)
	@echo "  LD  $@"
	$(Q)$(CC) $(STANDARD) $(WARNINGS) $(THREADS) $^ $(LDFLAGS) $(PKG_LIBS) -o $@

test-threads: all build/threads/gaz build/threads/reload ## tags, harvests, serves on up to eight threads under the thread sanitizer
	@bats tests/threads.bats

# ---- Coverage ----

COVERED := $(UNIT_TESTS:%=build/coverage/unit/%) $(FUZZ_TESTS:%=build/coverage/fuzz/%)

.PHONY: deps-coverage coverage
deps-coverage: deps-fuzz
	$(call install_missing,,llvm-cov=llvm)

# Branches as they are written, which gcc does not count: those of the sanitizers would be among them.
coverage: deps-coverage ## the shares of lines and branches that the tests run, by folder; build/coverage/missed lists the rest
	@$(MAKE) --no-print-directory -j2 all
	@$(MAKE) --no-print-directory -j2 CC=clang build/coverage/gaz $(COVERED)
	@python3 tests/coverage.py build/coverage

# ---- With other programs: recipes, annotation tools ----

.PHONY: deps-recipes test-recipes
deps-recipes: deps ## unpacks rsyslog, syslog-ng, logrotate and more into build/, which test-recipes needs; installs nothing
	@bash tests/recipes/programs.sh

test-recipes: deps-recipes all ## runs the manual's recipes for logs with the real programs
	@GAZ_BUILD=release bats tests/recipes/recipes.bats

.PHONY: deps-inception test-inception
deps-inception: deps ## installs what test-inception needs: Java, Maven
	$(call install_missing,,javac=default-jdk-headless mvn=maven)

test-inception: deps-inception all ## asks gaz serve as INCEpTION does, with UIMA's own XMI (Maven)
	@mkdir -p build/inception
	@bash tests/inception/run.sh build/gaz build/inception

.PHONY: test-doccano
# What doccano needs and does not say: it breaks with newer ones.
DOCCANO := doccano>=1.8.4,<1.9 marshmallow<4 numpy<2 setuptools<81

test-doccano: all ## has doccano's own server label a document by gaz serve (PyPI)
	@[ -e build/doccano/complete ] || { echo "installing from PyPI: $(DOCCANO)"; rm -rf build/doccano; \
	    python3 -m venv build/doccano && build/doccano/bin/pip install --quiet --disable-pip-version-check \
	        $(DOCCANO:%='%') && touch build/doccano/complete; } || echo "skipped: doccano cannot be had"
	@[ ! -e build/doccano/complete ] || python3 tests/doccano/run.py build/gaz build/doccano/bin/python

.PHONY: test-label-studio
LABEL_STUDIO := label-studio>=1.23,<1.24

test-label-studio: all build/checked/gaz ## has a real Label Studio ask gaz serve for predictions, and tell it of annotations (PyPI)
	@[ -e build/label-studio/complete ] || { echo "installing from PyPI: $(LABEL_STUDIO)"; rm -rf build/label-studio; \
	    python3 -m venv build/label-studio && build/label-studio/bin/pip install --quiet --disable-pip-version-check \
	        '$(LABEL_STUDIO)' && touch build/label-studio/complete; } || echo "skipped: Label Studio cannot be had"
	@[ ! -e build/label-studio/complete ] || python3 tests/label_studio/run.py build/checked/gaz build/label-studio/bin/label-studio

# ---- On other machines ----

.PHONY: deps-emulated test-emulated
deps-emulated: deps ## installs what test-emulated needs
	$(call install_missing,,aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu qemu-aarch64=qemu-user clang=clang)
	@bash tests/emulated/arm64_libraries.sh

test-emulated: all ## tests the kernels that this CPU lacks: NEON and older CPUs by emulation, AVX-512 in plain C
	@bash tests/emulated/run.sh

# ---- Pictures of the pages ----

.PHONY: pictures
pictures: all ## pictures of the pages into build/pictures, and that of README.md (needs Chromium)
	@python3 tests/pictures.py build/gaz build/pictures

# ---- Linters ----

.PHONY: check-layers
check-layers: $(LIB_OBJECTS) $(CLI_OBJECTS) ## proves that folders use only lower ones, and that files form no circle
	@bash tests/layers.sh
	@bash tests/loops.sh

FORMATTED := $(SOURCES) $(PYTHON_SOURCES) $(HEADERS) $(TEST_SOURCES) $(BENCH_SOURCES)

.PHONY: lint
lint: deps-lint $(EMBEDDED) ## format, clang-tidy, cppcheck; warnings are errors
	@echo "  clang-format"
	@clang-format --dry-run -Werror $(FORMATTED)
	@echo "  cppcheck"
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr --std=c11 \
	    -Iinclude -Isrc -Ibuild/embedded $(SOURCES) $(PYTHON_SOURCES)
	@echo "  clang-tidy"
	@printf '%s\n' $(SOURCES) | xargs -P 2 -n 8 sh -c \
	    'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(STANDARD) $(DEFINED) $(PKG_CFLAGS) 2>/dev/null' lint
	@$(if $(wildcard $(PYTHON_INCLUDE)/Python.h),printf '%s\n' $(PYTHON_SOURCES) | xargs -P 2 -n 8 sh -c \
	    'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(STANDARD) $(PYTHON_CFLAGS) 2>/dev/null' lint, \
	    echo "  src/python is not looked at: there is no Python.h")
	@$(MAKE) --no-print-directory check-layers

.PHONY: analyze format
analyze: deps-lint $(EMBEDDED) ## GCC's analyzer over the sources; takes some minutes
	@nice bash tests/analyze.sh "gcc $(STANDARD) $(DEFINED) $(CPPFLAGS) $(PKG_CFLAGS)" $(SOURCES)

format: deps-lint ## brings the sources into the committed style
	@clang-format -i $(FORMATTED)
