#!/usr/bin/env bash
# Prints which source file uses which, as their objects have it: a line for each symbol, USER USED SYMBOL.
#
#   usage: uses.sh [DIR]    DIR holds src/ and build/release/src/; the project itself if none is given
#
# Honours NM. The Python module is not compiled by make, and is left out. Objects that have lost their source file are passed over.
set -euo pipefail
export LC_ALL=C

cd "${1:-"$(dirname "${BASH_SOURCE[0]}")/.."}"

mapfile -t objects < <(find src -name '*.c' ! -path 'src/python/*' | sort | sed 's,\(.*\)c$,build/release/\1o,')
"${NM:-nm}" -A -g "${objects[@]}" | sed 's,^build/release/\([^:]*\)o:,\1c ,' | awk '
    $(NF - 1) == "U" { lacks[$1, $NF] = 1; next }
    NF == 4 { owner[$4] = $1 }
    END {
        for (pair in lacks) {
            split(pair, part, SUBSEP)
            if (part[2] in owner) print part[1], owner[part[2]], part[2]
        }
    }' | sort
