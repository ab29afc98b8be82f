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
