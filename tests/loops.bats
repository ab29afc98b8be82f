# loops.sh passes over the project, and finds what it is there to find.
load tree.bash

@test "no files of the project use each other in a circle" {
    bash "$TESTS/loops.sh"
}

@test "files that use each other one way are no circle" {
    compile
    bash "$TESTS/loops.sh" .
}

@test "two files that use each other are found" {
    source_file text/one.c 'void two(void);' 'void one(void) { two(); }'
    source_file text/two.c 'void one(void);' 'void two(void) { one(); }'
    finds loops.sh '  src/text/one.c uses two of src/text/two.c' '  src/text/two.c uses one of src/text/one.c' \
        'loops: 1 found'
}

@test "circles of three files and of tables are found, each as a group" {
    source_file base/one.c 'void two(void);' 'void one(void) { two(); }'
    source_file base/two.c 'extern int three[];' 'void two(void) { three[0] = 1; }'
    source_file base/three.c 'void one(void), low(void);' 'int three[2];' 'void more(void) { one(); low(); }'
    source_file text/one.c 'extern int b;' 'int *a = &b;'
    source_file text/two.c 'extern int *a;' 'int b;' 'void add(void) { b += *a; }'
    finds loops.sh '  src/base/two.c uses three of src/base/three.c' '  src/text/one.c uses b of src/text/two.c' \
        'loops: 2 found'
    run ! grep -F low.c <<<"$output"
}

@test "an object whose source file is gone is passed over" {
    source_file text/one.c 'void two(void);' 'void one(void) { two(); }'
    source_file text/two.c 'void one(void);' 'void two(void) { one(); }'
    compile
    rm src/text/two.c
    bash "$TESTS/loops.sh" .
}
