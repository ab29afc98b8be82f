# gaz: a gazetteer-driven dictionary tagger.
#
# Honours CC, AR, NM, OBJCOPY, CFLAGS, CPPFLAGS, LDFLAGS, HARDENING, PREFIX, DESTDIR and the folders of `make install`.
# All output goes into build/. This file builds and installs; what tests, measures and packs is in the rules.mk of its
# folder, which a source distribution of the Python package does without.

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
LIBRARIES     := libxxhash=libxxhash-dev libutf8proc=libutf8proc-dev zlib=zlib1g-dev libzstd=libzstd-dev
# What gaz does without, if it must: then XML, RDF, or what is packed so, is not read, and there is no gaz serve.
# libraptor2 and libmicrohttpd are loaded when they are needed.
OPTIONAL      := libxml-2.0=libxml2-dev raptor2=libraptor2-dev liblzma=liblzma-dev liblz4=liblz4-dev bzip2=libbz2-dev \
                 libmicrohttpd=libmicrohttpd-dev
# jansson reads JSON, too: what gaz reads is compared with it.
TEST_PACKAGES := cmocka=libcmocka-dev jansson=libjansson-dev
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
SOURCES     := $(LIB_SOURCES) $(SERVE_SOURCES) $(CLI_SOURCES)
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
TEST_LIBS    = $(shell pkg-config --libs cmocka jansson) -lm

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

# A program takes what it needs out of an archive: it is linked in a third of the time that all objects take.
build/$(1)/objects.a: $(patsubst %.c,build/$(1)/%.o,$(SERVE_SOURCES) $(LIB_SOURCES))
	@echo "  AR  $$@"
	$$(Q)rm -f $$@ && $$(AR) rcs --thin $$@ $$^

build/$(1)/gaz: $(CLI_SOURCES:%.c=build/$(1)/%.o) build/$(1)/objects.a
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) -o $$@

build/$(1)/unit/%: build/$(1)/tests/unit/%.o build/$(1)/objects.a
	@mkdir -p $$(@D)
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) $$(TEST_LIBS) -o $$@

build/$(1)/fuzz/%: build/$(1)/tests/fuzz/%.o build/$(1)/tests/fuzz/replay.o build/$(1)/objects.a
	@mkdir -p $$(@D)
	@echo "  LD  $$@"
	$$(Q)$$(CC) -pthread $(2) $$(LDFLAGS) $$^ $$(PKG_LIBS) $$(TEST_LIBS) -o $$@
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

.PHONY: deps
deps: ## installs the packages that building and testing need (apt-get; elsewhere prints the list)
	$(call install_missing,$(LIBRARIES) $(OPTIONAL) $(TEST_PACKAGES),$(COMMANDS) $(TEST_COMMANDS))

# pkg-config is asked when make starts, so a package that `deps` installed is known to the next make only.
.PHONY: demo
demo: deps ## installs what is missing, harvests a corpus, builds a model, tags a text, shows the result
	@mkdir -p build && echo "building gaz, which takes a minute"
	@$(MAKE) --no-print-directory -j2 all >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@bash tests/demo.sh

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

.PHONY: libraries
libraries: # what a program is linked with that uses build/libgaz.a
	@echo $(PKG_LIBS)

.PHONY: uninstall
uninstall: ## removes what install put there
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))

.PHONY: clean
clean: ## removes build/
	rm -rf build

# Those of tests/ come first: others use their variables.
RULES := $(wildcard tests/rules.mk tests/*/rules.mk bench/rules.mk src/*/rules.mk)
include $(RULES)

.PHONY: help
help: ## prints this list
	@grep -hE '^[a-z-]+:.*## ' Makefile $(RULES) | sort | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

-include $(shell find build -name debootstrap -prune -o -name '*.d' -type f -print 2>/dev/null)
