# layers.sh passes over the project, and finds what it is there to find.
load tree.bash

@test "every folder of the project uses only what lies below it" {
    bash "$TESTS/layers.sh"
}

@test "a folder uses what lies below it, and the command what gaz.h declares" {
    compile
    bash "$TESTS/layers.sh" .
}

@test "an include of a folder above is found" {
    source_file base/high.c '#include "text/word.h"'
    finds layers.sh 'src/base/high.c:1: base lies below text: text/word.h'
}

@test "a function of a folder above is found without an include" {
    source_file base/high.c 'void word(void);' 'void high(void) { word(); }'
    finds layers.sh 'src/base/high.c:word: base lies below text: text/word.h'
}

@test "a public function of a folder above is found" {
    source_file base/high.c '#include "gaz.h"' 'void high(void) { gaz_tag(); }'
    finds layers.sh 'src/base/high.c:gaz_tag: base lies below text: text/word.h'
}

@test "functions of folders side by side are found" {
    source_file eval/score.c 'void score(void) {}'
    source_file explain/why.c 'void score(void);' 'void why(void) { score(); }'
    finds layers.sh 'src/explain/why.c:score: explain and eval are strangers: eval/score.h'
}

@test "an internal function that the command uses is found" {
    source_file cli/more.c 'void low(void);' 'void more(void) { low(); }'
    finds layers.sh "src/cli/more.c:low: cli sees gaz.h and its own headers only, not base/low.h"
}

@test "an internal header that the Python module includes is found" {
    source_file python/more.c '#include "base/low.h"'
    finds layers.sh "src/python/more.c:1: python sees gaz.h and its own headers only, not base/low.h"
}

@test "a folder that is in no layer is found" {
    source_file attic/old.c 'int old;'
    finds layers.sh 'src/attic/old.c:1: is in no layer'
}

@test "a missing object is an error" {
    run ! bash "$TESTS/layers.sh" .
    [[ $output == *src/base/low.o* ]]
}
