# What run.sh builds for other machines.

EMULATED := build/emulated

# ---- Unit tests with kernel_avx512.c in plain C ----

# Then every machine has AVX-512; it need not have AVX2, which the ordinary unit tests see to.
CLAIM_AVX512 := -D'__builtin_cpu_supports(name)=(strcmp(name, "avx2") != 0)'

$(EMULATED)/avx512/kernel_avx512.o: CPPFLAGS += -Itests/emulated/avx512_shim -U__SSE2__
$(EMULATED)/avx512/kernel.o: CPPFLAGS += $(CLAIM_AVX512)
AVX512_OBJECTS := $(EMULATED)/avx512/kernel_avx512.o $(EMULATED)/avx512/kernel.o
AVX512_LIB     := $(filter-out $(AVX512_OBJECTS:$(EMULATED)/avx512/%=build/checked/src/text/%),$(CHECKED_LIB))

$(AVX512_OBJECTS): $(EMULATED)/avx512/%.o: src/text/%.c
	@mkdir -p $(@D)
	@echo "  CC  $< (AVX-512 in plain C)"
	$(Q)$(CC) $(ALL_CFLAGS) $(SANITIZE) -MMD -MP -c $< -o $@

$(EMULATED)/avx512/%_test: build/checked/tests/unit/%_test.o $(AVX512_OBJECTS) $(AVX512_LIB)
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(SANITIZE) $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_LIBS) -o $@

# ---- Unit tests with kernel_scalar.c as on a machine without SSE2 ----

PORTABLE_OBJECT := $(EMULATED)/portable/kernel_scalar.o

$(PORTABLE_OBJECT): src/text/kernel_scalar.c
	@mkdir -p $(@D)
	@echo "  CC  $< (without SSE2)"
	$(Q)$(CC) $(ALL_CFLAGS) -U__SSE2__ $(SANITIZE) -MMD -MP -c $< -o $@

$(EMULATED)/portable/%_test: build/checked/tests/unit/%_test.o $(PORTABLE_OBJECT) \
    $(filter-out build/checked/src/text/kernel_scalar.o,$(CHECKED_LIB))
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(SANITIZE) $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_LIBS) -o $@

# ---- The command and unit tests for AArch64: CC and pkg-config are those for it ----

ARM64_LIB := $(LIB_SOURCES:%.c=$(EMULATED)/arm64/%.o)
ARM64_CLI := $(patsubst %.c,$(EMULATED)/arm64/%.o,$(CLI_SOURCES) $(SERVE_SOURCES))

$(EMULATED)/arm64/%.o: %.c | $(EMBEDDED)
	@mkdir -p $(@D)
	@echo "  CC  $< (AArch64)"
	$(Q)$(CC) $(MAPPED) $(HARDENING) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(EMULATED)/arm64/gaz: $(ARM64_CLI) $(ARM64_LIB)
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(PIE) $(HARDENED_LINK) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

$(EMULATED)/arm64/libgaz.so: $(ARM64_LIB) build/libgaz.map
	@echo "  LD  $@"
	$(Q)$(CC) -shared -pthread -Wl,-soname,libgaz.so -Wl,-z,defs -Wl,--version-script=build/libgaz.map $(HARDENED_LINK) \
	    $(LDFLAGS) $(filter %.o,$^) $(PKG_LIBS) -o $@

# A program of the test of installations, linked with the shared library.
$(EMULATED)/arm64/tag_tokens: tests/install/tag_tokens.c $(EMULATED)/arm64/libgaz.so
	@echo "  LD  $@"
	$(Q)$(CC) -std=c11 -Iinclude $< -L$(@D) -lgaz $(LDFLAGS) -Wl,--allow-shlib-undefined -o $@

$(EMULATED)/arm64/%_test: $(EMULATED)/arm64/tests/unit/%_test.o $(ARM64_LIB)
	@echo "  LD  $@"
	$(Q)$(CC) -pthread $(LDFLAGS) $^ $(PKG_LIBS) $(TEST_LIBS) -o $@
