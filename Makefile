# gaz: a gazetteer-driven dictionary tagger.
#
# Honours CC, AR, NM, OBJCOPY, CFLAGS, CPPFLAGS, LDFLAGS, HARDENING, PREFIX, DESTDIR and the folders of `make install`.
# All output goes into build/.

# The header alone says it. A new major number is a new ABI.
VERSION := $(shell awk '/^.define GAZ_VERSION_(MAJOR|MINOR|PATCH) / { printf "%s%s", dot, $$3; dot = "." }' include/gaz.h)
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
AR      ?= ar
NM      ?= nm
OBJCOPY ?= objcopy
SHARED  := libgaz.so
SONAME  := $(SHARED).$(firstword $(subst ., ,$(VERSION)))
REALNAME := $(SHARED).$(VERSION)

# Packages as pkg-config name=Debian package, commands as command=Debian package.
LIBRARIES     := libxxhash=libxxhash-dev libutf8proc=libutf8proc-dev zlib=zlib1g-dev libzstd=libzstd-dev \
                 jansson=libjansson-dev
# What gaz does without, if it must: then XML, RDF, or what is packed so, is not read, and there is no gaz serve.
# libraptor2 and libmicrohttpd are loaded when they are needed.
OPTIONAL      := libxml-2.0=libxml2-dev raptor2=libraptor2-dev liblzma=liblzma-dev liblz4=liblz4-dev bzip2=libbz2-dev \
                 libmicrohttpd=libmicrohttpd-dev
TEST_PACKAGES := cmocka=libcmocka-dev
COMMANDS      := cc=gcc pkg-config=pkg-config
TEST_COMMANDS := c++=g++ bats=bats python3=python3 zstd=zstd xz=xz-utils bzip2=bzip2 lz4=lz4 curl=curl
LINT_COMMANDS := clang-format=clang-format clang-tidy=clang-tidy cppcheck=cppcheck

names = $(foreach pair,$(1),$(firstword $(subst =, ,$(pair))))

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
ifdef CI
WARNINGS += -Werror
endif
# Whether a library is there, for the shell: pkg-config knows it, or a program with bzip2, which Debian gives no file for
# pkg-config, can be made.
USES_BZIP2   := \#include <bzlib.h>\nint main(void) { return !BZ2_bzlibVersion(); }
have_library = { { [ $(1) != bzip2 ] && pkg-config --exists $(1); } || { [ $(1) = bzip2 ] && \
    printf '$(USES_BZIP2)\n' | $(CC) $(CPPFLAGS) -x c - $(LDFLAGS) -lbz2 -o /dev/null; }; } 2>/dev/null
FOUND         := $(foreach name,$(call names,$(OPTIONAL)),$(shell $(call have_library,$(name)) && echo $(name)))
DEFINED       := $(patsubst %,-D%,$(foreach pair,libxml-2.0=GAZ_LIBXML2 raptor2=GAZ_RAPTOR liblzma=GAZ_LZMA liblz4=GAZ_LZ4 \
                 bzip2=GAZ_BZIP2 libmicrohttpd=GAZ_MICROHTTPD,$(if $(filter $(firstword $(subst =, ,$(pair))),$(FOUND)),$(lastword $(subst =, ,$(pair))))))
LIBRARY_NAMES := $(call names,$(LIBRARIES)) $(filter-out raptor2 bzip2 libmicrohttpd,$(FOUND))
OTHER_LIBS    := $(if $(filter bzip2,$(FOUND)),-lbz2)
PKG_CFLAGS := $(subst -I,-isystem ,$(shell pkg-config --cflags $(LIBRARY_NAMES) $(filter raptor2,$(FOUND)) 2>/dev/null))
PKG_LIBS   := $(shell pkg-config --libs $(LIBRARY_NAMES) 2>/dev/null) $(OTHER_LIBS)
# Training must give the same result on every CPU, so FMA contraction is off and the library does without libm; square
# roots are an instruction.
STANDARD   := -std=c11 -D_GNU_SOURCE -ffp-contract=off -fno-math-errno -pthread -fPIC -fvisibility=hidden -Iinclude -Isrc -Ibuild/embedded
ALL_CFLAGS  = $(STANDARD) $(WARNINGS) $(DEFINED) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS)
# Debugging information, and files named by __FILE__, do not say in which folder gaz was built.
MAPPED     := $(foreach folder,$(sort $(CURDIR) $(if $(filter $(CURDIR),$(realpath $(PWD))),$(PWD))),'-ffile-prefix-map=$(folder)=.')
SANITIZE   := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
THREADS    := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
COVERAGE   := -O1 -g -fprofile-instr-generate -fcoverage-mapping

# ---- Hardening of the release build: before CFLAGS and LDFLAGS, which override it; HARDENING= and HARDENED_LINK= end it ----

# Those of the flags $(1) that the compiler has for this machine.
accepted = $(shell for flag in $(1); do $(CC) -Werror $$flag -x c -fsyntax-only - </dev/null 2>/dev/null && echo $$flag; done)
# Level 3 where compiler and C library have it. Without optimization there is none; sanitizers see more; a level that is
# given stays.
FORTIFY_3   := \#include <features.h>\n\#if __USE_FORTIFY_LEVEL != 3\n\#error\n\#endif\n
fortify      = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(shell printf '$(FORTIFY_3)' | \
    $(CC) -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -x c -fsyntax-only - 2>/dev/null && echo 3 || echo 2)
is_fortified = $(and $(filter -O1 -O2 -O3 -Os -Og,$(lastword $(filter -O%,$(CPPFLAGS) $(CFLAGS)))),$(if \
    $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(findstring -fsanitize,$(CFLAGS)),,yes))
# Asked once, and only if something is compiled.
HARDENING     = $(eval HARDENING := $(call accepted,-fstack-protector-strong -fstack-clash-protection -fcf-protection \
    -mbranch-protection=standard) \
    $(if $(is_fortified),$(fortify)))$(HARDENING)
HARDENED_LINK = -Wl,-z,relro -Wl,-z,now
PIE           = $(if $(filter -static -no-pie,$(CFLAGS) $(LDFLAGS)),,-pie)

CLI_SOURCES := $(sort $(wildcard src/cli/*.c))
SERVE_SOURCES := $(if $(filter libmicrohttpd,$(FOUND)),$(sort $(wildcard src/serve/*.c)))
PYTHON      ?= python3
PYTHON_SOURCES := $(wildcard src/python/*.c)
PYTHON_INCLUDE := $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))' 2>/dev/null)
PYTHON_CFLAGS  := -DPy_LIMITED_API=0x030A0000 -isystem $(PYTHON_INCLUDE)
LIB_SOURCES := $(sort $(filter-out $(CLI_SOURCES) $(PYTHON_SOURCES) $(wildcard src/serve/*.c),$(wildcard src/*/*.c)))
SERVE_TESTS := $(if $(SERVE_SOURCES),,$(shell grep -l '"serve/' tests/unit/*.c tests/fuzz/*.c)) # left out without it
UNIT_TESTS  := $(patsubst tests/unit/%.c,%,$(filter-out $(SERVE_TESTS),$(wildcard tests/unit/*_test.c)))
FUZZ_TESTS  := $(patsubst tests/fuzz/%.c,%,$(filter-out $(SERVE_TESTS),$(wildcard tests/fuzz/fuzz_*.c)))
HEADERS     := $(wildcard include/*.h src/*/*.h tests/*/*.h)
TEST_SOURCES := $(wildcard tests/*/*.c tests/*/*.cpp)
BENCH_SOURCES := $(wildcard bench/*.[ch] bench/peers/*pp)

# Style and scripts of HTML pages, each as an array of bytes in a header: src/base/page.css is page_css.
EMBEDDED := $(patsubst src/%,build/embedded/%.h,$(wildcard src/*/*.css src/*/*.js))

LIB_OBJECTS := $(LIB_SOURCES:%.c=build/release/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=build/release/%.o) $(SERVE_SOURCES:%.c=build/release/%.o)
CHECKED_LIB := $(LIB_SOURCES:%.c=build/checked/%.o)
TEST_CMOCKA  = $(shell pkg-config --cflags --libs cmocka) -lm

.PHONY: all
all: build/gaz build/libgaz.a build/libgaz.so manual ## the command, the static and the shared library, the manual (default)

# V=1 prints the commands.
Q := $(if $(V),,@)

build/embedded/%.h: src/%
	@mkdir -p $(@D)
	$(Q){ echo 'static const unsigned char $(subst .,_,$(notdir $*))[] = {' && \
	    od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g' && echo '};'; } >$@

$(LIB_OBJECTS) $(CLI_OBJECTS): | $(EMBEDDED)

build/release/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC  $<"
	$(Q)$(CC) $(MAPPED) $(HARDENING) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

# Hidden visibility does not apply to static linking. Internal functions get a prefix in the archive, so that none of
# them replaces a function of the program, or the other way round. Programs that need them link the objects instead.
build/libgaz.a: $(LIB_OBJECTS)
	@echo "  AR  $@"
	$(Q)rm -f build/objects.a && $(AR) rcsD build/objects.a $^
	$(Q)$(NM) -g --defined-only build/objects.a >build/symbols.all
	$(Q)awk 'NF == 3 && $$3 !~ /^gaz_/ { print $$3, "gaz_internal_" $$3 }' build/symbols.all | sort -u >build/symbols
	$(Q)$(OBJCOPY) -D --redefine-syms=build/symbols build/objects.a $@

# Every function of the header has the version of the ABI, GAZ_1.0, and nothing else is seen.
build/libgaz.map: include/gaz.h
	@mkdir -p $(@D)
	$(Q){ echo 'GAZ_$(basename $(VERSION)) {' && echo 'global:' && \
	    sed -n 's/^GAZ_API .*\(gaz_[a-z_0-9]*\)(.*/    \1;/p' $< | LC_ALL=C sort && echo 'local:' && echo '    *;' && echo '};'; } >$@

build/$(REALNAME): $(LIB_OBJECTS) build/libgaz.map
	@echo "  LD  $@"
	$(Q)$(CC) -shared -pthread -Wl,-soname,$(SONAME) -Wl,-z,defs -Wl,--version-script=build/libgaz.map $(HARDENED_LINK) \
	    $(LDFLAGS) $(filter %.o,$^) $(PKG_LIBS) -o $@

build/libgaz.so: build/$(REALNAME)
	$(Q)ln -sf $(REALNAME) build/$(SONAME) && ln -sf $(SONAME) $@

build/gaz: $(CLI_OBJECTS) $(LIB_OBJECTS)
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(PIE) $(HARDENED_LINK) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

# The pages that gaz.1 is cut into.
MANUAL := $(addprefix build/man/,$(shell awk '$$2 == "page" && NF > 4 { print $$3 "." $$4 }' src/cli/gaz.1))

.PHONY: manual
manual: build/man/gaz.1

build/man/gaz.1: src/cli/gaz.1 src/cli/pages.awk include/gaz.h
	@echo "  MAN  build/man"
	@rm -rf $(@D) && mkdir -p $(@D)
	$(Q)LC_ALL=C awk -v folder=$(@D) -v version=$(VERSION) -f src/cli/pages.awk src/cli/gaz.1 src/cli/gaz.1

# The command, the unit tests and the fuzz targets in build/$(1), compiled and linked with $(2), from objects there.
define build_with
$(LIB_SOURCES:%.c=build/$(1)/%.o) $(SERVE_SOURCES:%.c=build/$(1)/%.o): | $(EMBEDDED)

build/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	@echo "  CC  $$< ($(1))"
	$$(Q)$$(CC) $$(ALL_CFLAGS) $(2) -MMD -MP -c $$< -o $$@

build/$(1)/gaz: $(patsubst %.c,build/$(1)/%.o,$(CLI_SOURCES) $(SERVE_SOURCES) $(LIB_SOURCES))
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) -o $$@

build/$(1)/unit/%: build/$(1)/tests/unit/%.o $(patsubst %.c,build/$(1)/%.o,$(SERVE_SOURCES) $(LIB_SOURCES))
	@mkdir -p $$(@D)
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) $$(TEST_CMOCKA) -o $$@

build/$(1)/fuzz/%: build/$(1)/tests/fuzz/%.o build/$(1)/tests/fuzz/replay.o \
    $(patsubst %.c,build/$(1)/%.o,$(SERVE_SOURCES) $(LIB_SOURCES))
	@mkdir -p $$(@D)
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) -o $$@
endef
$(eval $(call build_with,checked,$(SANITIZE)))
$(eval $(call build_with,threads,$(THREADS)))
$(eval $(call build_with,coverage,$(COVERAGE)))
build/clang/%: CC = clang
build/clang/tests/%: WARNINGS += -Wno-sign-conversion -Wno-string-concatenation # common in tests, and no faults
$(eval $(call build_with,clang,$$(MAPPED) $$(HARDENING)))

.SECONDARY:

# Installs the missing ones of $(1) (pkg-config name=package) and $(2) (command=package) with apt-get, or lists them.
define install_missing
	@missing=; \
	for pair in $(2); do command -v $${pair%%=*} >/dev/null 2>&1 || missing="$$missing $${pair#*=}"; done; \
	for pair in $(1); do $(call have_library,$${pair%%=*}) || missing="$$missing $${pair#*=}"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	    echo "gaz needs these Debian packages, or what this system calls them:$$missing"; exit 1; \
	fi; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "installing with apt-get:$$missing"; \
	export DEBIAN_FRONTEND=noninteractive; \
	$$sudo apt-get install -y -qq $$missing >/dev/null 2>&1 || \
	    { $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing >/dev/null; }
endef

.PHONY: deps deps-lint deps-readers
deps: ## installs the packages that building and testing need (apt-get; elsewhere prints the list)
	$(call install_missing,$(LIBRARIES) $(OPTIONAL) $(TEST_PACKAGES),$(COMMANDS) $(TEST_COMMANDS))

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

# pkg-config is asked when make starts, so a package that `deps` installed is known to the next make only.
.PHONY: demo
demo: deps ## installs what is missing, harvests a corpus, builds a model, tags a text, shows the result
	@mkdir -p build && echo "building gaz, which takes a minute"
	@$(MAKE) --no-print-directory -j2 all >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@bash tests/demo.sh

# Each test program is a target of its own, so that make runs them in parallel. The longest ones start first.
LONGEST  := long-cli-cross_validate long-cli-convert long-cli-harvest long-cli-documents long-cli-eval long-cli-decide \
    cli-faults cli-cross_validate cli-documents cli-eval cli-source unit-fault_test unit-fault_loop_test unit-scored_test \
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

.PHONY: test-threads
build/threads/reload: tests/faults/reload.c $(LIB_SOURCES:%.c=build/threads/%.o)
	@echo "  LD  $@"
	$(Q)$(CC) $(STANDARD) $(WARNINGS) $(THREADS) $^ $(LDFLAGS) $(PKG_LIBS) -o $@

test-threads: all build/threads/gaz build/threads/reload ## tags, harvests, serves on up to eight threads under the thread sanitizer
	@bats tests/threads.bats

# ---- Faults: calls that fail, signals; memory under valgrind; what lasts long ----

$(INJECTOR): tests/faults/inject.c
	@mkdir -p $(@D)
	@echo "  LD  $@"
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -fvisibility=hidden $(WARNINGS) -O2 -g -fPIC -shared $< -o $@ -ldl

FAULTS_MOST := 1000000
FAULTS      := nice python3 -B tests/faults/run.py
# What the C library asks for within the sanitizers is not gaz's to lack.
SYSTEM_KINDS := thread,library,open,read,write,close,stat,access,sync,rename,link,unlink,mkdir,list,truncate,mode,seek,random

.PHONY: test-faults
test-faults: all build/checked/gaz $(INJECTOR) ## every call of every command fails in turn, and signals come: FAULTS_MOST=N of a kind
	@$(FAULTS) build/faults/release build/gaz $(INJECTOR) --most $(FAULTS_MOST)
	@$(FAULTS) build/faults/checked build/checked/gaz $(INJECTOR) --release build/gaz --kinds $(SYSTEM_KINDS) --most 40
	@$(FAULTS) build/faults/leaks build/checked/gaz $(INJECTOR) --release build/gaz --kinds memory --most 40
	@nice python3 -B tests/faults/serve.py build/faults/serve build/gaz $(INJECTOR)
	@nice python3 -B tests/faults/signals.py build/faults/signals build/gaz $(INJECTOR)

# Memory that is used before it is set, which no sanitizer of GCC sees.
build/release/unit/%: build/release/tests/unit/%.o $(LIB_OBJECTS) $(SERVE_SOURCES:%.c=build/release/%.o)
	@mkdir -p $(@D)
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_CMOCKA) -o $@

VALGRIND_UNITS := match_test scanner_test choose_test scored_test senses_test abbreviations_test markup_test inline_test \
    lexicon_test input_test json_test document_api_test eval_test growth_test

.PHONY: deps-valgrind test-valgrind
deps-valgrind: deps
	$(call install_missing,,valgrind=valgrind)

test-valgrind: deps-valgrind ## every command, and some unit tests, under valgrind: no leak, no byte used before it is set
	@$(MAKE) --no-print-directory -j2 all $(VALGRIND_UNITS:%=build/release/unit/%)
	@nice python3 -B tests/faults/memcheck.py build/faults/memcheck build/gaz $(VALGRIND_UNITS:%=build/release/unit/%)

ENDURANCE_GB      := 20
ENDURANCE_FILES   := 100000
ENDURANCE_RELOADS := 1000000

build/faults/reload: tests/faults/reload.c build/libgaz.a
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(STANDARD) $(WARNINGS) -O2 -g $< build/libgaz.a $(LDFLAGS) $(PKG_LIBS) -o $@

.PHONY: test-endurance
test-endurance: all build/faults/reload ## much text, many files, many models: ENDURANCE_GB=20 _FILES=100000 _RELOADS=1000000
	@nice python3 -B tests/faults/endurance.py build/gaz build/faults/reload $(ENDURANCE_GB) $(ENDURANCE_FILES) $(ENDURANCE_RELOADS)

.PHONY: deps-recipes test-recipes
deps-recipes: deps ## unpacks rsyslog, syslog-ng, logrotate and more into build/, which test-recipes needs; installs nothing
	@bash tests/recipes/programs.sh

test-recipes: deps-recipes all ## runs the manual's recipes for logs with the real programs
	@GAZ_BUILD=release bats tests/recipes/recipes.bats

COVERED := $(UNIT_TESTS:%=build/coverage/unit/%) $(FUZZ_TESTS:%=build/coverage/fuzz/%)

.PHONY: deps-coverage coverage
deps-coverage: deps-fuzz
	$(call install_missing,,llvm-cov=llvm)

# Branches as they are written, which gcc does not count: those of the sanitizers would be among them.
coverage: deps-coverage ## the shares of lines and branches that the tests run, by folder; build/coverage/missed lists the rest
	@$(MAKE) --no-print-directory -j2 all
	@$(MAKE) --no-print-directory -j2 CC=clang build/coverage/gaz $(COVERED)
	@python3 tests/coverage.py build/coverage

# ---- Fuzzing: libFuzzer with the sanitizers, starting from tests/fuzz/NAME; findings go to build/fuzz/NAME-* ----

FUZZ_SECONDS := 60
FUZZ_TIMEOUT := 20
FUZZ_LIB     := $(patsubst %.c,build/fuzz/%.o,$(SERVE_SOURCES) $(LIB_SOURCES))
# A target makes and frees much memory: what is freed is not watched for as long, and not written over.
FUZZ_ASAN    := quarantine_size_mb=4:max_malloc_fill_size=0:malloc_context_size=6
FUZZ_CFLAGS  := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

.PHONY: deps-fuzz fuzz $(FUZZ_TESTS:%=run-%)
deps-fuzz: deps
	$(call install_missing,,clang=clang)

$(FUZZ_LIB): | $(EMBEDDED)

build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC  $< (fuzzed)"
	$(Q)clang $(ALL_CFLAGS) $(FUZZ_CFLAGS) -MMD -MP -c $< -o $@

# What fits weights compares numbers all the time: nothing can be learnt of that, which takes four times as long.
build/fuzz/src/learn/logistic.o build/fuzz/src/base/math.o: FUZZ_CFLAGS += -fno-sanitize-coverage=trace-cmp

build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o $(FUZZ_LIB)
	@echo "  LD  $@"
	$(Q)clang -pthread -fsanitize=fuzzer,address,undefined $(LDFLAGS) $^ $(PKG_LIBS) -o $@

run-fuzz_harvest: FUZZ_TIMEOUT := 120

$(FUZZ_TESTS:%=run-%): run-%: build/fuzz/%
	@mkdir -p build/fuzz/corpus/$*
	@echo "  FUZZ  $*"
	$(Q)ASAN_OPTIONS=$(FUZZ_ASAN) $< -max_total_time=$(FUZZ_SECONDS) -max_len=2048 -timeout=$(FUZZ_TIMEOUT) -rss_limit_mb=1024 \
	    -use_value_profile=1 -print_final_stats=1 -artifact_prefix=build/fuzz/$*- build/fuzz/corpus/$* tests/fuzz/$* \
	    >>build/fuzz/$*.log 2>&1 || { tail -40 build/fuzz/$*.log; exit 1; }

fuzz: deps-fuzz ## hostile input made by libFuzzer, FUZZ_SECONDS=60 for each kind; how often, and what was found
	@$(MAKE) --no-print-directory -j2 $(FUZZ_TESTS:%=build/fuzz/%)
	@$(MAKE) --no-print-directory -j2 -k $(FUZZ_TESTS:%=run-%); status=$$?; python3 tests/fuzz/table.py build/fuzz; \
	    exit $$status

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

.PHONY: deps-emulated test-emulated
deps-emulated: deps ## installs what test-emulated needs
	$(call install_missing,,aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu qemu-aarch64=qemu-user clang=clang)
	@bash tests/emulated/arm64_libraries.sh

test-emulated: all ## tests the kernels that this CPU lacks: NEON and older CPUs by emulation, AVX-512 in plain C
	@bash tests/emulated/run.sh

.PHONY: pictures
pictures: all ## pictures of the pages into build/pictures, and that of README.md (needs Chromium)
	@python3 tests/pictures.py build/gaz build/pictures

.PHONY: check-layers
check-layers: $(LIB_OBJECTS) $(CLI_OBJECTS) ## proves that folders use only lower ones, and that files form no circle
	@bash tests/layers.sh
	@bash tests/loops.sh

.PHONY: lint
lint: deps-lint $(EMBEDDED) ## format, clang-tidy, cppcheck; warnings are errors
	@echo "  clang-format"
	@clang-format --dry-run -Werror $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES) $(PYTHON_SOURCES) $(HEADERS) $(TEST_SOURCES) $(BENCH_SOURCES)
	@echo "  cppcheck"
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --inline-suppr --std=c11 \
	    -Iinclude -Isrc -Ibuild/embedded $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES) $(PYTHON_SOURCES)
	@echo "  clang-tidy"
	@printf '%s\n' $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES) | xargs -P 2 -n 8 sh -c \
	    'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(STANDARD) $(DEFINED) $(PKG_CFLAGS) 2>/dev/null' lint
	@$(if $(wildcard $(PYTHON_INCLUDE)/Python.h),printf '%s\n' $(PYTHON_SOURCES) | xargs -P 2 -n 8 sh -c \
	    'clang-tidy --quiet --warnings-as-errors="*" "$$@" -- $(STANDARD) $(PYTHON_CFLAGS) 2>/dev/null' lint, \
	    echo "  src/python is not looked at: there is no Python.h")
	@$(MAKE) --no-print-directory check-layers

.PHONY: analyze format
analyze: deps-lint $(EMBEDDED) ## GCC's analyzer over the sources; takes some minutes
	@nice bash tests/analyze.sh "gcc $(STANDARD) $(DEFINED) $(CPPFLAGS) $(PKG_CFLAGS)" $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES)

format: deps-lint ## brings the sources into the committed style
	@clang-format -i $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES) $(PYTHON_SOURCES) $(HEADERS) $(TEST_SOURCES) $(BENCH_SOURCES)

BINDIR       ?= $(PREFIX)/bin
LIBDIR       ?= $(PREFIX)/lib
INCLUDEDIR   ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
DATADIR      ?= $(PREFIX)/share
MANDIR       ?= $(DATADIR)/man
BASHCOMPDIR  ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR   ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR  ?= $(DATADIR)/fish/vendor_completions.d

INSTALLED := $(BINDIR)/gaz $(addprefix $(LIBDIR)/,libgaz.a $(SHARED) $(SONAME) $(REALNAME)) $(INCLUDEDIR)/gaz.h \
    $(PKGCONFIGDIR)/gaz.pc $(foreach page,$(notdir $(MANUAL)),$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(page)) \
    $(BASHCOMPDIR)/gaz $(ZSHCOMPDIR)/_gaz $(FISHCOMPDIR)/gaz.fish

# What runs the command, where it was compiled for another machine: EMULATOR=qemu-aarch64.
EMULATOR ?=
build/completions/gaz.fish: build/gaz
	@mkdir -p $(@D)
	$(Q)$(EMULATOR) build/gaz completion bash >$(@D)/gaz && $(EMULATOR) build/gaz completion zsh >$(@D)/_gaz && \
	    $(EMULATOR) build/gaz completion fish >$@.part && mv $@.part $@

# Below the prefix, as pkg-config's users move it.
below_prefix = $(patsubst $(PREFIX)/%,$${prefix}/%,$(1))

.PHONY: install
install: all build/completions/gaz.fish ## installs command, libraries, header, manual and completion below DESTDIR/PREFIX
	@rm -f build/gaz.pc
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(call below_prefix,$(LIBDIR))|' \
	    -e 's|@INCLUDEDIR@|$(call below_prefix,$(INCLUDEDIR))|' -e 's|@VERSION@|$(VERSION)|' \
	    -e 's|@REQUIRES@|$(LIBRARY_NAMES)|' -e 's|@LIBS@|$(OTHER_LIBS)|' src/gaz.pc.in >build/gaz.pc
	umask 022 && install -d $(addprefix $(DESTDIR),$(sort $(patsubst %/,%,$(dir $(INSTALLED)))))
	install -m 755 build/gaz $(DESTDIR)$(BINDIR)/gaz
	install -m 644 build/libgaz.a $(DESTDIR)$(LIBDIR)/libgaz.a
	install -m 755 build/$(REALNAME) $(DESTDIR)$(LIBDIR)/$(REALNAME)
	ln -sf $(REALNAME) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/$(SHARED)
	install -m 644 include/gaz.h $(DESTDIR)$(INCLUDEDIR)/gaz.h
	install -m 644 build/gaz.pc $(DESTDIR)$(PKGCONFIGDIR)/gaz.pc
	for section in 1 5 7; do install -m 644 build/man/*.$$section $(DESTDIR)$(MANDIR)/man$$section || exit 1; done
	install -m 644 build/completions/gaz $(DESTDIR)$(BASHCOMPDIR)/gaz
	install -m 644 build/completions/_gaz $(DESTDIR)$(ZSHCOMPDIR)/_gaz
	install -m 644 build/completions/gaz.fish $(DESTDIR)$(FISHCOMPDIR)/gaz.fish

# ---- For distributions: the tarball, Debian's packages, what they are tested with ----

TARBALL := build/dist/gaz-$(VERSION).tar.gz
DEB_PACKAGES := dh=debhelper dh_python3=dh-python lintian=lintian fakeroot=fakeroot debootstrap=debootstrap \
    $(if $(wildcard /usr/include/python3*/Python.h),,Python.h=python3-dev) \
    $(if $(wildcard /usr/lib/python3/dist-packages/wheel),,wheel=python3-wheel) \
    $(if $(wildcard /usr/lib/python3/dist-packages/setuptools),,setuptools=python3-setuptools)

.PHONY: dist deps-deb deb test-deb test-reproducible sbom test-sbom deps-abi test-abi deps-clang test-clang \
    deps-musl test-musl
dist: ## the tarball of the sources in build/dist, which has the same bytes whenever and wherever it is made
	@bash src/package/dist.sh $(VERSION) $(TARBALL)

deps-deb: deps ## installs what deb and test-deb need
	$(call install_missing,,$(DEB_PACKAGES))

deb: deps-deb ## Debian's packages, from the tarball, into build/deb; lintian looks at them
	@bash src/package/dist.sh $(VERSION) $(TARBALL)
	@bash src/package/deb.sh $(VERSION) $(TARBALL) build/deb
	@lintian --fail-on error --suppress-tags-from-file src/package/lintian build/deb/*.changes

test-deb: deb ## installs Debian's packages in a new system, uses them, removes them (root; some minutes)
	@bash tests/package/deb.sh build/deb build/debootstrap

test-reproducible: ## builds the tarball in two folders and proves that all bytes are the same (some minutes)
	@bash tests/package/reproducible.sh $(VERSION)

sbom: all ## what the command and the library consist of, into build/gaz.cdx.json (CycloneDX)
	@CC="$(CC)" bash src/package/sbom.sh $(VERSION) build/gaz $(LIBRARY_NAMES) $(filter raptor2 bzip2 libmicrohttpd,$(FOUND)) \
	    >build/gaz.cdx.json.part && mv build/gaz.cdx.json.part build/gaz.cdx.json && echo build/gaz.cdx.json

test-sbom: sbom ## every library that is linked or loaded is in it
	@python3 tests/package/sbom.py build/gaz.cdx.json $(VERSION) build/gaz build/libgaz.so

deps-abi: deps ## installs what test-abi needs
	$(call install_missing,,abidiff=abigail-tools)

test-abi: deps-abi all ## the shared library keeps the interface of tests/package/libgaz.abi; GAZ_ABI=write writes that anew
	@bash tests/package/abi.sh build/$(REALNAME) tests/package/libgaz.abi

deps-clang: deps ## installs what test-clang needs
	$(call install_missing,,clang=clang)

# Without those that make calls fail: they need the allocator of the sanitizers.
CLANG_TESTS := $(filter-out fault_%,$(UNIT_TESTS))

test-clang: deps-clang all ## builds library and command with Clang, hardened, and runs the unit tests of that
	@$(MAKE) --no-print-directory -j2 build/clang/gaz $(CLANG_TESTS:%=build/clang/unit/%)
	@bash tests/package/unit.sh build/clang

deps-musl: deps ## installs what test-musl needs
	$(call install_missing,,musl-gcc=musl-tools)

test-musl: deps-musl $(EMBEDDED) ## compiles library and command with musl's headers, and for a big-endian machine not at all
	@bash tests/package/musl.sh "$(STANDARD) $(WARNINGS) $(DEFINED)" $(LIB_SOURCES) $(CLI_SOURCES) $(SERVE_SOURCES)

.PHONY: libraries
libraries: # what a program is linked with that uses build/libgaz.a
	@echo $(PKG_LIBS)

.PHONY: uninstall
uninstall: ## removes what install put there
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))

.PHONY: clean
clean: ## removes build/
	rm -rf build

# ---- Python: the package in src/python; what it needs from PyPI goes into build/python ----

PYTHON_TOOLS := build/python/tools/bin/python
PYTHON_NEEDS := setuptools>=64 wheel build>=1 ziglang>=0.13,<0.18 auditwheel>=6 mypy
FRAMES_NEEDS := pytest>=8,<10 spacy>=3.8,<3.9 pandas>=2.2,<4 pyarrow polars>=1,<3 duckdb>=1,<3 datasets>=3,<6
SPARK_NEEDS  := pytest>=8,<10 pyspark>=4,<5 pandas>=2.2,<3 pyarrow
WHEELS       := build/python/wheels

# An environment build/python/$(1) with the packages $(2) from PyPI. Without them, what $(3) says is not tested.
define python_environment
	@[ -e build/python/$(1)/complete ] || { echo "installing from PyPI: $(2)"; \
	    rm -rf build/python/$(1) && $(PYTHON) -m venv build/python/$(1) && \
	    build/python/$(1)/bin/pip install --quiet --disable-pip-version-check $(2:%='%') && \
	    touch build/python/$(1)/complete; } || echo "they cannot be had: $(3) is not tested"
endef
install_wheel = build/python/$(1)/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps $(WHEELS)/*.whl

.PHONY: deps-python python wheel test-python test-python-checked deps-frames deps-spark test-spark
deps-python: deps ## installs what builds the Python package: headers, and from PyPI a compiler and checkers
	$(call install_missing,,$(if $(wildcard $(PYTHON_INCLUDE)/Python.h),,Python.h=python3-dev venv=python3-venv))
	@[ -e build/python/tools/complete ] || { echo "installing from PyPI: $(PYTHON_NEEDS)"; \
	    rm -rf build/python/tools && $(PYTHON) -m venv build/python/tools && \
	    $(PYTHON_TOOLS) -m pip install --quiet --disable-pip-version-check $(PYTHON_NEEDS:%='%') && \
	    touch build/python/tools/complete; }

deps-frames: ## installs spaCy and data frames, from PyPI, with which test-python tests the package too
	$(call python_environment,frames,$(FRAMES_NEEDS),gaz with spaCy and data frames)

deps-spark: ## installs what test-spark needs: Java, and from PyPI Spark
	-$(call install_missing,,java=default-jre-headless)
	$(call python_environment,spark,$(SPARK_NEEDS),gaz on Spark)

python: deps-python ## builds the Python package for PYTHONPATH=build/python/lib
	@cd src/python && $(abspath $(PYTHON_TOOLS)) setup.py -q build --build-lib $(abspath build/python/lib)

wheel: deps-python ## builds a wheel of the Python package for Linux with glibc 2.17 or later, and checks it
	@bash src/python/wheel.sh $(PYTHON_TOOLS) $(WHEELS)

# The extension as the wheel has it, but with the sanitizers.
CHECKED_PYTHON := build/checked/python/gaz/_gaz.abi3.so

$(CHECKED_PYTHON): $(PYTHON_SOURCES) $(wildcard src/python/*.h src/python/gaz/*) $(CHECKED_LIB) build/gaz
	@mkdir -p $(@D)/bin && cp src/python/gaz/*.py $(@D) && cp build/gaz $(@D)/bin
	@echo "  LD  $@"
	$(Q)$(CC) -shared $(STANDARD) $(SANITIZE) $(PYTHON_CFLAGS) $(filter %.c %.o,$^) $(PKG_LIBS) -o $@

test-python-checked: $(CHECKED_PYTHON) ## tests the Python extension under the sanitizers, after test-python
	@environment=$$(ls -d build/python/tests/*/ | sort -V | tail -1); cd tests/python && \
	LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=1 \
	    PYTHONPATH=$(abspath build/checked/python) PYTHONMALLOC=malloc $(CURDIR)/$${environment}bin/python -B -m pytest -q \
	    -p no:cacheprovider --deselect test_memory.py::test_memory_is_constant .

test-python: deps-frames wheel ## tests the wheel in every Python at hand from 3.10 on, and its type stubs
	@$(PYTHON_TOOLS) -m mypy --config-file src/python/pyproject.toml src/python/gaz
	@PYTHONPATH=$(WHEELS)/unpacked $(PYTHON_TOOLS) -B -m mypy.stubtest gaz._gaz --ignore-disjoint-bases
	@bash tests/python/run.sh $(WHEELS)/*.whl build/python/tests
	@[ ! -e build/python/frames/complete ] || { echo "spaCy and data frames"; $(call install_wheel,frames) && cd tests/python && \
	    ../../build/python/frames/bin/python -B -m pytest -q -p no:cacheprovider test_spacy.py test_frames.py test_readme.py; }

test-spark: deps-spark wheel ## tests gaz.spark on a cluster of two workers, one of which is killed
	@if ! command -v java >/dev/null || [ ! -e build/python/spark/complete ]; then \
	    echo "skipped: gaz on Spark, which needs Java, and pyspark from PyPI"; \
	else $(call install_wheel,spark) && cd tests/python && \
	    bash spark/cluster.sh 2 ../../build/python/spark/bin/python ../../build/python/spark/logs \
	        -m pytest --rootdir . -q -p no:cacheprovider spark; fi

# ---- Benchmark: bench/README.md has the method ----

BENCH_PYTHON    := orjson>=3,<4 python-crfsuite>=0.9.11,<1
BENCH_LIBRARIES := libhs=libhyperscan-dev
BENCH_COMMANDS  := cargo=cargo rg=ripgrep jq=jq wrk=wrk valgrind=valgrind c++=g++ python3=python3 zstd=zstd \
    $(if $(wildcard /usr/share/wordnet/data.noun),,wordnet=wordnet-base) \
    $(if $(wildcard /usr/lib/python3/dist-packages/ahocorasick*),,ahocorasick=python3-ahocorasick) pip3=python3-pip
BENCH_PROGRAMS  := $(addprefix build/bench/,gaz-engine limits measure)
BENCH_LINK       = $(CC) $(STANDARD) $(WARNINGS) $(PKG_CFLAGS) -O2 $(filter %.c %.o %.a,$^) $(PKG_LIBS) -o $@

.PHONY: quality
quality: all ## F1 on text that was not harvested, from CORPORA=DIR with NAME/train.conll and NAME/dev.conll
	@python3 bench/quality.py build/gaz $(or $(CORPORA),$(error say where the corpora are: CORPORA=DIR))
	@$(if $(TERMINOLOGIES),python3 bench/concepts.py build/gaz $(TERMINOLOGIES))
	@echo
	@python3 bench/gazetteers.py build/gaz $(CORPORA) $(TERMINOLOGIES)
	@echo
	@python3 bench/variants.py build/gaz $(CORPORA) $(TERMINOLOGIES)

.PHONY: deps-bench bench bench-memory bench-scale bench-instr bench-grep bench-logs bench-serve bench-serve-learn deps-bench-python bench-python
deps-bench: deps ## installs what the benchmark can use (apt-get, PyPI)
	$(call install_missing,$(BENCH_LIBRARIES),$(BENCH_COMMANDS))
	@[ -e build/bench/python/installed ] || { echo "installing from PyPI: $(BENCH_PYTHON)"; \
	    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-conflicts \
	        --upgrade --target build/bench/python $(BENCH_PYTHON:%='%') && touch build/bench/python/installed; }

build/bench/gaz-engine: bench/gaz.c bench/engine.h build/libgaz.a
	@mkdir -p $(@D)
	$(Q)$(BENCH_LINK)

build/bench/limits: bench/limits.c bench/engine.h $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(Q)$(BENCH_LINK)

build/bench/measure: bench/measure.c bench/engine.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(STANDARD) $(WARNINGS) -O2 $< -o $@

bench: all $(BENCH_PROGRAMS) ## compares gaz with its peers: BENCH_DATA=DIR BENCH_ROUNDS=5 PLOT=1
	@python3 -B bench/run.py $(if $(PLOT),--plot)

bench-instr: all build/bench/measure ## instructions per token, by kernel and stage, under callgrind: BENCH_DATA=DIR
	@python3 -B bench/instructions.py

bench-grep: all build/bench/measure ## gaz grep against grep and ripgrep: BENCH_DATA=DIR with *.log
	@python3 -B bench/grep.py

build/bench/hello: bench/hello.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(STANDARD) $(WARNINGS) -O2 $< -lmicrohttpd -o $@

bench-serve: all build/bench/hello ## requests a second of gaz serve, its memory, changes of its model under load
	@python3 -B bench/serve.py

bench-serve-learn: all ## how good the suggestions of gaz serve become while documents are annotated: CORPORA=DIR
	@python3 -B bench/serve_learn.py $(or $(CORPORA),$(error say where the corpora are: CORPORA=DIR))

bench-memory: all ## what a byte of a document takes in memory, by input and output format: MB='10 20'
	@python3 -B bench/memory.py build/gaz $(MB)

bench-logs: all build/bench/measure ## gaz tag on logs, as text and as JSON lines: BENCH_DATA=DIR with *.log
	@python3 -B bench/logs.py

# Each by itself: what cannot be had is missing, and the others are not.
BENCH_PACKAGES := pyahocorasick>=2,<3 ahocorasick_rs>=1,<2 flashtext2>=1,<2 spacy>=3.8,<3.9 hyperscan>=0.7,<1

deps-bench-python: deps-python deps-spark ## installs the packages that bench-python compares with, from PyPI, and Spark
	@[ -e build/python/bench/complete ] || { rm -rf build/python/bench && $(PYTHON) -m venv build/python/bench && \
	for package in $(BENCH_PACKAGES:%='%'); do echo "installing from PyPI: $$package"; \
	    build/python/bench/bin/pip install --quiet --disable-pip-version-check "$$package" || \
	    echo "$$package cannot be had: bench-python skips it"; done && touch build/python/bench/complete; }

bench-python: deps-bench-python python ## compares gaz in Python with packages from PyPI, and measures it on Spark: BENCH_DATA=DIR
	@PYTHONPATH=$(abspath build/python/lib) BENCH_INTERPRETER=build/python/bench/bin/python python3 -B bench/python.py

bench-scale: all $(BENCH_PROGRAMS) ## the cost of tagging by dictionary, text, hits, entry length, threads: BENCH_DATA=DIR
	@python3 -B bench/scale.py

.PHONY: help
help: ## prints this list
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

-include $(shell find build -name debootstrap -prune -o -name '*.d' -type f -print 2>/dev/null)
