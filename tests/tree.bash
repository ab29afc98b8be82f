# A made-up project in the folder of the test, for scripts that read sources and objects.

bats_require_minimum_version 1.5.0

TESTS=$BATS_TEST_DIRNAME

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir include
    echo 'void gaz_tag(void);' >include/gaz.h
    source_file base/low.c 'void low(void) {}'
    source_file base/low.h 'void low(void);'
    source_file cli/main.c '#include "gaz.h"' 'int main(void) { gaz_tag(); return 0; }'
    source_file text/word.h 'void word(void);'
    source_file text/word.c '#include "base/low.h"' '#include "text/word.h"' 'void word(void) { low(); }' \
        '#include "gaz.h"' 'void gaz_tag(void) { word(); }'
}

# source_file PATH LINE...: a file of src/.
source_file() {
    mkdir -p "src/${1%/*}"
    printf '%s\n' "${@:2}" >"src/$1"
}

compile() {
    local source object
    for source in src/*/*.c; do
        object=build/release/${source%c}o
        mkdir -p "${object%/*}"
        ${CC:-cc} -Iinclude -Isrc -c "$source" -o "$object"
    done
}

# finds SCRIPT LINE...: it fails, having printed these lines.
finds() {
    local line script=$1
    shift
    compile
    run bash "$TESTS/$script" .
    echo "$output"
    [ "$status" -eq 1 ]
    for line; do grep -qxF -e "$line" <<<"$output"; done
}
