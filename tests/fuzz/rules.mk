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

build/fuzz/objects.a: $(FUZZ_LIB)
	@echo "  AR  $@"
	$(Q)rm -f $@ && $(AR) rcs --thin $@ $^

build/fuzz/fuzz_%: build/fuzz/tests/fuzz/fuzz_%.o build/fuzz/objects.a
	@echo "  LD  $@"
	$(Q)clang -pthread -fsanitize=fuzzer,address,undefined $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_LIBS) -o $@

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
