#!/usr/bin/env bats
# A model that changes while gaz tags with it.
load helper

# The models old.gaz and new.gaz, which give the same words another type.
two_models() {
    local type
    for type in Old New; do
        printf 'kernel\t%s\nshell\t%s\n' $type $type >$type.tsv
        "$GAZ" build $type.tsv -o ${type,}.gaz --quiet
    done
    cp old.gaz m.gaz
}

# replaced COUNT COMMAND ARGUMENT...: replaced so often in each way, each in a folder of its own, at the same time.
replaced() {
    local count=$1
    shift
    local how j pid pids=
    for how in rename cp truncate; do
        for j in 1 4; do
            mkdir $how$j
            cp old.gaz new.gaz $how$j
            (cd $how$j && exec timeout 60 python3 "$TESTS/live.py" "$count" $how "$@" m.gaz --watch -j $j 3>&-) &
            pids+=" $!"
        done
    done
    for pid in $pids; do wait "$pid"; done
}

# bats test_tags=long
@test "a model replaced 1,000 times by rename, by cp, by truncation: every line once, from one of both" {
    two_models
    replaced 1000 "$RELEASE" tag
}

@test "the same 100 times, with an eye on memory" {
    two_models
    replaced 100 "$GAZ" tag
}

# bats test_tags=long
@test "gaz grep: a model replaced 1,000 times: every line once, by one of both" {
    echo kernel | "$GAZ" build - --type T -o old.gaz --quiet
    echo shell | "$GAZ" build - --type T -o new.gaz --quiet
    cp old.gaz m.gaz
    replaced 1000 "$RELEASE" grep -n -o
    fails 2 '--watch is of a model' "$GAZ" grep --watch --count-by type m.gaz old.gaz
}

# repeat COUNT LINE
repeat() {
    awk -v count="$1" -v line="$2" 'BEGIN { while (count-- > 0) print line }'
}

# A command that waits for lines: what it gives is in out and err.
start() {
    rm -f in
    mkfifo in
    "$@" <in >out 2>err 3>&- &
    pid=$!
    exec 4>in
}

line() {
    echo 'kernel shell' >&4
}

# types: those of the spans so far.
types() {
    grep -o 'Old\|New\|Other' out | tr '\n' ' '
}

# await TEXT COMMAND...: until that is what the command prints.
await() {
    local wanted=$1
    shift
    for _ in {1..400}; do
        [ "$("$@")" != "$wanted" ] || return 0
        sleep 0.05
    done
    same "$("$@")" "$wanted"
}

# Ends the input.
finish() {
    exec 4>&-
    wait $pid
}

@test "a sentence longer than a block is tagged with one model, the next line with the other" {
    two_models
    local to
    for to in conll jsonl; do
        cp old.gaz m.gaz
        (repeat 200000 'kernel n shell' | tr '\n' ' '
            cp new.gaz fresh && mv fresh m.gaz
            repeat 200000 'kernel n shell' | tr '\n' ' '
            echo
            sleep 0.3 # what comes with the end of the sentence is tagged as it is
            echo 'kernel n shell') |
            "$RELEASE" tag m.gaz --watch --to $to 2>err | grep -o 'Old\|New' | uniq -c >counts
        same "$(tr -s ' ' <counts)" $' 800000 Old\n 2 New'
        same "$(cat err)" 'gaz: m.gaz: read again: 2 entries'
    done
}

@test "documents get the names of the new model's types" {
    two_models
    start "$GAZ" tag m.gaz --watch --to doccano --document line --from text
    line
    await 'Old Old ' types
    printf 'a\tAnother\nkernel\tNew\nshell\tOther\n' >more.tsv
    "$GAZ" build more.tsv -o m.gaz --quiet # which renames
    line
    await 'Old Old New Other ' types
    finish
    same "$(cat err)" 'gaz: m.gaz: read again: 3 entries'
}

# bats test_tags=long
@test "a bad model is told once, when it no longer changes, and the one before stays" {
    two_models
    start "$GAZ" tag m.gaz --watch --type Old
    line
    await 'Old Old ' types
    local all='Old Old '
    check_bad() { # TEXT: what is told of the file that m.gaz is now
        line
        sleep 1.1
        line
        line
        all+='Old Old Old Old Old Old '
        await "$all" types
        same "$(cat err)" "gaz: m.gaz: $1; the model read before stays"
        : >err
    }
    head -c 5000 /dev/urandom >m.gaz
    check_bad 'is not a gaz model; gaz build makes one'
    head -c 1000 old.gaz >m.gaz
    check_bad "the model is cut off (1000 of $(wc -c <old.gaz) bytes); build it again"
    cp new.gaz fresh
    mv fresh m.gaz
    check_bad 'the model has no type "Old"; gaz info lists its types'
    rm m.gaz # another may be about to get its name
    line
    await "${all}Old Old " types
    cp old.gaz m.gaz # the bytes that are in use
    line
    await "${all}Old Old Old Old " types
    finish
    same "$(cat err)" ''
}

@test "SIGHUP reads the model again, with --watch and without, and tells it" {
    two_models
    local option
    for option in --watch --paragraphs; do
        start "$GAZ" tag m.gaz $option
        line
        await 'Old Old ' types
        kill -HUP $pid
        line
        await 'Old Old Old Old ' types
        await 'gaz: m.gaz: read again: 2 entries' cat err
        : >err
        mv m.gaz away
        kill -HUP $pid
        line
        await 'Old Old Old Old Old Old ' types
        same "$(cat err)" 'gaz: m.gaz: cannot open: No such file or directory; the model read before stays'
        : >err
        cp new.gaz m.gaz
        kill -HUP $pid
        line
        await 'Old Old Old Old Old Old New New ' types
        finish
        same "$(cat err)" 'gaz: m.gaz: read again: 2 entries'
        cp old.gaz m.gaz
    done
}

@test "without --watch a model may be written over under a pipe, and stays; SIGHUP ends who reads files" {
    two_models
    start "$GAZ" tag m.gaz
    line
    await 'Old Old ' types
    : >m.gaz
    line
    await 'Old Old Old Old ' types
    cp new.gaz m.gaz
    line
    await 'Old Old Old Old Old Old ' types
    finish
    same "$(cat err)" ''
    repeat 4000000 'kernel n shell' >long
    mkfifo full # nobody reads: it is at work until it is ended
    exec 9<>full
    "$GAZ" tag m.gaz long >full 3>&- 9>&- &
    sleep 0.2
    kill -HUP $!
    exec 9>&-
    local status=0
    wait $! || status=$?
    same $status 129
}

@test "--watch with files; what it cannot stand with" {
    two_models
    repeat 1000 'kernel shell' >long
    same "$("$GAZ" tag m.gaz long long --watch)" "$("$GAZ" tag m.gaz long long)"
    fails 2 '--review compares the entries of one model; leave --watch out' "$GAZ" tag m.gaz long --watch --review 3
    mkfifo late
    "$GAZ" tag m.gaz long late --watch 2>err >out 3>&- &
    exec 4>late
    cp new.gaz m.gaz
    echo kernel >&4
    exec 4>&-
    wait $!
    same "$(grep -o 'Old\|New' out | uniq -c | tr -s ' ')" $' 2000 Old\n 1 New'
}
