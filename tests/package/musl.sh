#!/usr/bin/env bash
# Compiles sources with the headers of musl, where warnings are errors. Debian has no libraries for musl, so that nothing
# can be linked and run; the headers of the libraries are the system's. A program that needs the C library alone runs.
# Then one source is compiled as if for a big-endian machine: that is refused, with the reason.
#
#   usage: musl.sh FLAGS SOURCE...
set -euo pipefail
export LC_ALL=C

read -ra flags <<<"$1"
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Of the system's folders only these headers, since glibc's own are there too.
multiarch=$(gcc -print-multiarch)
mkdir "$work/include"
for header in xxhash xxh3 utf8proc zlib zconf zstd zstd_errors lzma lz4 lz4frame bzlib microhttpd; do
    for folder in /usr/include "/usr/include/$multiarch"; do
        [[ ! -e $folder/$header.h ]] || ln -s "$folder/$header.h" "$work/include/"
    done
done
for folder in lzma unicode libxml2/libxml; do
    [[ ! -e /usr/include/$folder ]] || ln -s "/usr/include/$folder" "$work/include/"
done
[[ ! -e /usr/include/raptor2 ]] || ln -s /usr/include/raptor2/*.h "$work/include/"

printf '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n' >"$work/program.c"
musl-gcc "$work/program.c" -o "$work/program" && "$work/program" >"$work/output"

export flags_line="${flags[*]}" include="$work/include"
compile() { musl-gcc $flags_line -Werror -O1 -isystem "$include" -c "$1" -o "$2" || exit 255; }
export -f compile
printf '%s\n' "$@" | xargs -P 2 -I@ bash -c 'compile @ "$(mktemp -p "${include%/*}" --suffix=.o)"'
echo "passed: $# sources compile with musl"

if gcc "${flags[@]}" -U__BYTE_ORDER__ -D__BYTE_ORDER__=__ORDER_BIG_ENDIAN__ -Wno-builtin-macro-redefined \
    -fsyntax-only src/model/image.c 2>"$work/output" || ! grep -q 'error.*needs a little-endian machine' "$work/output"; then
    cat "$work/output"
    echo "FAILED: a big-endian machine is not refused"
    exit 1
fi
echo "passed: a big-endian machine is refused"
