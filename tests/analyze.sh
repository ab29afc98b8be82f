#!/bin/bash
# GCC's analyzer over the sources that are given: prints what it finds, but for what is known to be no fault.
# usage: analyze.sh "COMPILER FLAGS" SOURCE...
#
# What is no fault: file, function, warning, and why not.
known='
src/base/buffer.h buffer_add null-argument         array_reserve has set the pointer, through another type
src/base/decode.c decoder_new malloc-leak          -1 is no descriptor of iconv, and nothing is held by it
src/base/file.c file_find malloc-leak              the paths found so far end in NULL and are freed with the array
src/cli/serve.c name_models malloc-leak            the names are in the array of models, which the caller frees
src/cli/walk.c list_file malloc-leak               the paths are in the array of files, which walk_free frees
src/document/public.c gaz_document_new malloc-leak the document is the first member of what was allocated
src/document/senses.c move_spans use-of-uninitialized-value      find_owners sets one for each span: each has one meaning
src/document/suggestion.c hash_senses null-dereference           array_reserve has set the pointer
src/document/suggestion.c hash_senses null-argument              the same
src/learn/evidence.c add_source null-argument                    the same
src/model/open.c model_choose_types null-argument                a type below the count has a name
src/model/states.c add_state use-of-uninitialized-value          hashes are set for all states of the row
src/model/states.c ask_ahead use-of-uninitialized-value          the same
src/model/states.c add_flat_states use-of-uninitialized-value    the same
src/model/table.c order_groups malloc-leak         the table has what was allocated, and its owner frees that
src/model/table.c fill_records malloc-leak         the same
src/stream/stream.c set_up null-dereference        a stream without a format of documents has one of sentences
'
flags=$1
shift
# What GCC says of each source, together.
analyze() {
    local said
    said=$($flags -O1 -fanalyzer -Wno-error -fdiagnostics-plain-output -c "$1" -o /dev/null 2>&1) || said+=$'\n'"$1: does not compile"
    printf '%s\n' "$said"
}
export -f analyze
export flags
printf '%s\n' "$@" | xargs -P 2 -I % bash -c 'analyze %' >build/analyze.log
# Each finding once, as "file function warning".
said=$(awk '
    / does not compile$/ { print }
    /In function / { name = $0; sub(/.*In function [^A-Za-z_]*/, "", name); sub(/[^A-Za-z0-9_].*/, "", name) }
    match($0, /\[-Wanalyzer-[a-z-]+\]/) { print substr($0, 1, index($0, ":") - 1), name, substr($0, RSTART + 12, RLENGTH - 13) }
    ' build/analyze.log | sort -u)
unknown=$(grep -v '^$' <<<"$said" | while read -r line; do
    grep -qE "^${line//./\\.}( |$)" <<<"$known" || echo "$line"
done)
echo "$# files: $(grep -c . <<<"$said") findings, $(grep -c . <<<"$unknown") of them new"
[ -z "$unknown" ] || { printf '%s\n' "$unknown" "build/analyze.log has more" && exit 1; }
