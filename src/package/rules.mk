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
	@bash tests/package/musl.sh "$(STANDARD) $(WARNINGS) $(DEFINED)" $(SOURCES)
