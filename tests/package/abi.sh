#!/usr/bin/env bash
# Compares the interface of the shared library with its description. A program that was linked with the library then must
# run with it now, as long as the soname is the same: functions may be added, nothing may go or change.
#
#   usage: abi.sh LIBRARY DESCRIPTION    GAZ_ABI=write writes the description
set -euo pipefail
export LC_ALL=C

library=$1
description=$2
soname=$(readelf -dW "$library" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
[[ $(uname -m) == x86_64 ]] || { echo "skipped: the description is that of x86-64"; exit 0; }
readelf -SW "$library" | grep -q '\.debug_info' || { echo "FAILED: $library has no debugging information; build it with -g"; exit 1; }

describe() { # output: what programs see, without the insides of types that the header only names
    abidw --headers-dir include --drop-private-types --drop-undefined-syms --no-corpus-path --no-comp-dir-path \
        --no-show-locs --no-elf-needed --no-parameter-names "$library" >"$1.part" && mv "$1.part" "$1"
}

if [[ ${GAZ_ABI:-} == write ]]; then
    describe "$description"
    echo "$description is that of $soname"
    exit 0
fi
grep -q "soname='$soname'" "$description" || {
    echo "FAILED: $soname is not what $description describes. A new soname begins a new description: GAZ_ABI=write"
    exit 1
}
# Any change is a fault, also one that abidiff does not call incompatible: programs allocate the structures of options.
# Descriptions are compared, since a comparison with the library itself passes over changes of types.
describe build/libgaz.abi
abidiff --no-added-syms "$description" build/libgaz.abi || {
    echo "FAILED: programs that are linked with $soname may not run with this library: undo the change, or raise the major version"
    exit 1
}
echo "passed: $soname keeps its interface"
