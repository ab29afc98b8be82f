#!/usr/bin/env bash
# A million JSON lines of which every hundredth cannot be tagged: each must come out in its place, and every fault be
# counted; with the time of the whole.
#
#   usage: broken_records.sh [COUNT [EVERY]]
set -euo pipefail

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
count=${1:-1000000}
every=${2:-100}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

printf 'kernel\tOperating_System\n' >names.tsv
"$top/build/gaz" build names.tsv -o m.gaz --quiet
python3 "$top/tests/cli/broken_records.py" write "$count" "$every" >r.jsonl
echo "records: $count, $(stat -c %s r.jsonl) bytes"
for threads in 1 2 4; do
    begin=$(date +%s%N)
    "$top/build/gaz" tag m.gaz --from jsonl --to jsonl -j "$threads" r.jsonl >out 2>notes
    end=$(date +%s%N)
    python3 "$top/tests/cli/broken_records.py" check "$count" "$every" out notes
    echo "-j $threads: $(((end - begin) / 1000000)) ms"
done
cat notes
