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
