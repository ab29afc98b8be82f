#!/usr/bin/env bats
# Terms in log files: as many spans as grep counts.
load helper

@test "eight terms in the logs: the counts of grep" {
    needs_shared logs
    cat >terms <<'TERMS'
authentication failure
Connection broken
error state
Running task
Receiving block
Received disconnect from
POSSIBLE BREAK-IN ATTEMPT
Interrupted while waiting for message on queue
TERMS
    "$GAZ" build terms --type Term -o m.gaz --quiet
    cat "$SHARED"/logs/*.log >logs
    grep -a -o -F -w -f terms logs | sort | uniq -c >expected
    same "$(wc -l <expected)" 8
    [ "$(awk '{sum += $1} END {print sum}' expected)" -gt 2000 ]
    local j
    for j in 1 2; do
        "$GAZ" tag m.gaz --from text --to jsonl -j $j "$SHARED"/logs/*.log | python3 -c '
import json, sys
for line in sys.stdin:
    for span in json.loads(line)["spans"]:
        print(span["text"])' | sort | uniq -c | diff expected -
    done
    "$GAZ" tag m.gaz --from text --to tsv logs | cut -f7 | sort | uniq -c | diff expected -
}

@test "a record for each line of the logs, with its text" {
    needs_shared logs
    echo 'authentication failure' >terms
    "$GAZ" build terms --type Term -o m.gaz --quiet
    cat "$SHARED"/logs/*.log | "$GAZ" tag m.gaz --from text --to jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    sys.stdout.write(json.loads(line)["text"] + "\n")' >texts
    cat "$SHARED"/logs/*.log | sed 's/\r$//; $a\' | cmp texts -
}
