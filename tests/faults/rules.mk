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
	$(Q)$(CC) -pthread $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_LIBS) -o $@

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
