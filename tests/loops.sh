#!/usr/bin/env bash
# Proves from the symbols of objects that no files of src/ use each other in a circle.
#
#   usage: loops.sh [DIR]    DIR holds src/ and build/release/src/; the project itself if none is given
#
# Where there is a circle, prints the files of each group that lead back to themselves, and what they use of each other.
set -euo pipefail
export LC_ALL=C

uses=$(bash "$(dirname "${BASH_SOURCE[0]}")/uses.sh" "$@")
if cut -d' ' -f1,2 <<<"$uses" | tsort >/dev/null 2>&1; then
    echo "loops: $(cut -d' ' -f1 <<<"$uses" | uniq | wc -l) files, no circle"
    exit
fi

awk '
    function reach(from, file,    list, i) {
        if ((from, file) in reached) return
        reached[from, file] = 1
        for (i = split(uses_of[file], list); i > 0; i--) reach(from, list[i])
    }
    { # USER USED SYMBOL
        if (!(($1, $2) in symbols)) {
            user[++count] = $1
            used[count] = $2
            uses_of[$1] = uses_of[$1] " " $2
        }
        symbols[$1, $2] = symbols[$1, $2] " " $3
    }
    END {
        for (i = 1; i <= count; i++) reach(user[i], used[i])
        for (i = 1; i <= count; i++) {
            first = user[i]
            if (printed[first] || !((first, first) in reached)) continue
            print "circle " ++circles ":"
            for (j = i; j <= count; j++) {
                if (!((first, user[j]) in reached && (used[j], first) in reached)) continue
                print "  " user[j] " uses" symbols[user[j], used[j]] " of " used[j]
                printed[user[j]] = 1
            }
        }
        print "loops: " circles " found"
    }' <<<"$uses"
exit 1
