#!/usr/bin/env bash
# Runs the unit tests of a build, and tags a text with its command as the release build does.
#
#   usage: unit.sh FOLDER [COMMAND...]    FOLDER has gaz and unit/NAME_test; COMMAND runs a program of another machine
set -uo pipefail
export LC_ALL=C

folder=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 count=0
for test in "$folder"/unit/*_test; do
    count=$((count + 1))
    "$@" "$test" >"$work/output" 2>&1 || { echo "FAILED: $test"; grep -v '^\[ .*OK' "$work/output" | tail -20; failed=$((failed + 1)); }
done

tag() { # gaz...
    "$@" build gazetteers/sample -o "$work/model.gaz" --quiet && "$@" tag "$work/model.gaz" README.md --from text --to tsv --quiet &&
        sha256sum <"$work/model.gaz"
}
tag build/gaz >"$work/here" && tag "$@" "$folder/gaz" >"$work/there" && [[ -s $work/there ]] && cmp "$work/here" "$work/there" ||
    { echo "FAILED: the command builds another model, or tags otherwise"; failed=$((failed + 1)); }
echo "$count unit tests and the command: $failed failed"
((failed == 0 && count > 0))
