#!/usr/bin/env bash
# Prints the components of a program as CycloneDX JSON: what is compiled in, linked, loaded when it is needed, and what
# these need themselves.
#
#   usage: sbom.sh VERSION PROGRAM LIBRARY...    libraries as pkg-config calls them, and bzip2
#
# Of a library that pkg-config does not know, the version is that in the name of its file.
set -euo pipefail
export LC_ALL=C

version=$1
program=$2
shift 2

# SPDX expressions, by the name that pkg-config or the file has.
licence() { # name, version
    case $1 in
    libxxhash | liblz4) echo BSD-2-Clause ;;
    libutf8proc) echo 'MIT AND Unicode-DFS-2015' ;;
    zlib) echo Zlib ;;
    libzstd) echo 'BSD-3-Clause OR GPL-2.0-only' ;;
    libxml-2.0) echo MIT ;;
    liblzma) [[ $(printf '%s\n' 5.6 "$2" | sort -V | head -n 1) == 5.6 ]] && echo 0BSD || echo LicenseRef-public-domain ;;
    bzip2) echo bzip2-1.0.6 ;;
    raptor2) echo 'LGPL-2.1-or-later OR GPL-2.0-or-later OR Apache-2.0' ;;
    libmicrohttpd | libc | libm | ld-linux*) echo LGPL-2.1-or-later ;;
    libstdc++ | libgcc_s) echo 'GPL-3.0-or-later WITH GCC-exception-3.1' ;;
    libicu*) echo Unicode-DFS-2016 ;;
    esac
}

soname() { # library of pkg-config: the name of its file, or nothing if it is compiled in
    case $1 in
    libutf8proc) echo libutf8proc.so ;;
    zlib) echo libz.so ;;
    libzstd | liblzma | liblz4) echo "$1.so" ;;
    libxml-2.0) echo libxml2.so ;;
    bzip2) echo libbz2.so ;;
    raptor2) echo libraptor2.so.0 ;;
    libmicrohttpd) echo libmicrohttpd.so.12 ;;
    esac
}

bzip2_version() {
    local program
    program=$(mktemp)
    printf '#include <bzlib.h>\n#include <stdio.h>\nint main(void) { return puts(BZ2_bzlibVersion()) < 0; }\n' |
        ${CC:-cc} -x c - -lbz2 -o "$program" && "$program" | cut -d, -f1
    rm -f "$program"
}

separator=
component() { # name, version, file or nothing, how it is used
    local scope=required expression
    [[ $4 != loaded ]] || scope=optional
    expression=$(licence "$1" "$2")
    printf '%s\n    {"type": "library", "bom-ref": "%s", "name": "%s", "version": "%s", "scope": "%s"' \
        "$separator" "$1" "$1" "$2" "$scope"
    [[ -z $expression ]] || printf ', "licenses": [{"expression": "%s"}]' "$expression"
    printf ',\n     "properties": [{"name": "gaz:use", "value": "%s"}' "$4"
    [[ -z $3 ]] || printf ', {"name": "gaz:file", "value": "%s"}' "$3"
    printf ']}'
    separator=,
}

direct=$(readelf -dW "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
linked=$(ldd "$program" | awk '$2 == "=>" { print $1, $3 } $1 ~ /^\// { print $1, $1 }' | sort)
named=

printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.5",\n  "version": 1,\n  "metadata": {\n'
printf '    "component": {"type": "application", "bom-ref": "gaz", "name": "gaz", "version": "%s",\n' "$version"
printf '      "licenses": [{"expression": "MIT"}]}\n  },\n  "components": ['
for library in "$@"; do
    [[ $library == bzip2 ]] && found=$(bzip2_version) || found=$(pkg-config --modversion "$library")
    file=$(soname "$library")
    real=$(grep -m 1 "^${file:-none}\b" <<<"$direct" || true)
    how='compiled in'
    [[ -z $file ]] || how=loaded
    [[ -z $real ]] || how=linked
    component "$library" "$found" "${real:-$file}" "$how"
    named+=" $real "
done
while read -r file path; do
    file=${file##*/}
    [[ $named != *" $file "* ]] || continue
    real=$(realpath "$path")
    name=${file%%.so*}
    found=$(sed -n 's/.*\.so\.//p' <<<"$real")
    case $file in libc.so.* | libm.so.* | ld-linux*) found=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2) ;; esac
    how='needed by a library'
    ! grep -qxF "$file" <<<"$direct" || how=linked
    component "$name" "$found" "$file" "$how"
done <<<"$linked"
printf '\n  ]\n}\n'
