# What the command-line tests share. Each file sources it; each test runs in a folder of its own.
bats_require_minimum_version 1.8.0

TESTS=$BATS_TEST_DIRNAME
TOP=$(cd "$TESTS/../.." && pwd)
GOLDEN=$TESTS/golden
SHARED=$(cd "$TOP" && realpath -m "${GAZ_SHARED:-../shared}")
SAMPLE=$TOP/gazetteers/sample
RELEASE=$TOP/build/gaz         # for large data and for time

# For all else: the address and undefined-behaviour sanitizers look on, or with GAZ_BUILD=release they do not, and the
# compiler optimizes as it does for users.
case ${GAZ_BUILD:=checked} in
release) GAZ=$RELEASE ;;
checked | coverage) GAZ=$TOP/build/$GAZ_BUILD/gaz ;;
*) echo "GAZ_BUILD is checked, release or coverage, not $GAZ_BUILD" >&2 && exit 1 ;;
esac

# A sanitizer's finding is none of gaz's exit codes.
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 LSAN_OPTIONS=exitcode=99
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
export SOURCE_DATE_EPOCH=1767225600 # pages say when they were made

setup() {
    set -o pipefail
    mkdir "$BATS_TEST_TMPDIR/work"
    cd "$BATS_TEST_TMPDIR/work"
}

# Python's modules that `make deps-readers` installs.
[ ! -d "$TOP/build/readers" ] || export PYTHONPATH=$TOP/build/readers

# Skips the test where Python lacks a module.
needs_module() {
    python3 -c "import $1" 2>/dev/null || skip "python3 has no module $1: make deps-readers"
}

# Skips the test where the data outside the project is absent.
needs_shared() {
    [ -e "$SHARED/$1" ] || skip "GAZ_SHARED is absent: $1"
}

# Compares standard input with a golden file. GAZ_GOLDEN=write writes the file instead: read it before you keep it.
golden() {
    if [ "${GAZ_GOLDEN:-}" = write ]; then
        cat >"$GOLDEN/$1"
    else
        diff -a -u "$GOLDEN/$1" -
    fi
}

# fails STATUS TEXT COMMAND...: the command ends with that status, having written exactly one line on standard error,
# which holds TEXT. Standard output is kept in $BATS_TEST_TMPDIR/out.
fails() {
    local expected=$1 text=$2 status=0
    shift 2
    "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
    fails_with "$expected" "$text" "$status" "$BATS_TEST_TMPDIR/err"
}

# fails_with STATUS TEXT ACTUAL FILE: the same of a command that ran already.
fails_with() {
    local lines
    lines=$(wc -l <"$4")
    if [ "$1" -ne "$3" ] || [ "$lines" -ne 1 ] || ! grep -q '^gaz' "$4" || ! grep -qF -e "$2" "$4"; then
        echo "expected: status $1, one line on standard error with: $2"
        echo "got: status $3, $lines lines:"
        head -c 4000 "$4"
        return 1
    fi
}

# same LEFT RIGHT: two texts are equal.
same() {
    [ "$1" == "$2" ] || { printf 'expected: %s\ngot:      %s\n' "$2" "$1"; return 1; }
}

# files NAME...: the working folder holds these files and no others.
files() {
    same "$(ls -A | LC_ALL=C sort | tr '\n' ' ')" "$([ $# -eq 0 ] || printf '%s\n' "$@" | LC_ALL=C sort | tr '\n' ' ')"
}

# For setup_file: a corpus in which what surrounds a name decides, context.conll, and the lists of it, context.
context_lists() {
    cd "$BATS_FILE_TMPDIR"
    python3 "$TESTS/context_corpus.py" 600 >context.conll
    "$RELEASE" harvest context.conll -o context --quiet
}

# A small list and its model: m.gaz.
small_model() {
    cat >small.tsv <<'LIST'
operating system	Operating_System
kernel	Operating_System
kernel space	Operating_System
user space	Operating_System
virtual memory	Architecture
memory	Device
input/output	General_Concept
C	Language
C ++	Language
café	Application
한국어 처리	Language
👩‍👩‍👧 kernel	Device
LIST
    "$GAZ" build small.tsv -o m.gaz --quiet
}

# A model of what the sample corpus has: $1.
sample_model() {
    "$RELEASE" build "$SAMPLE/sample.conll" -o "$1" --quiet
}
