#!/usr/bin/env bash
# Builds a wheel that runs on every Linux with glibc 2.17 or later and every Python from 3.10 on, and checks that it does.
#
#   usage: wheel.sh PYTHON FOLDER    PYTHON has build, ziglang and auditwheel; the wheel goes into FOLDER
#
# Zig compiles against an old glibc. It does not look where the system's headers are, so those of the C libraries are
# copied; the libraries themselves are linked in.
set -euo pipefail

python=$(realpath -s "$1")
mkdir -p "$2"
folder=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")"
machine=$(uname -m)
platform=manylinux_2_17_$machine

rm -rf "$folder"/*.whl "$folder/include" "$folder/lib"
mkdir -p "$folder/include" "$folder/lib"
for header in xxhash xxh3 utf8proc zlib zconf zstd zstd_errors lzma lz4 lz4frame bzlib; do
    cp /usr/include/"$header.h" /usr/include/*-linux-gnu/"$header.h" "$folder/include" 2>/dev/null || true
done
cp -r /usr/include/lzma "$folder/include"
for config in /usr/include/*-linux-gnu/python3.*; do # Debian's pyconfig.h includes one for each machine
    [[ ! -d $config ]] || (cd /usr/include && cp -r --parents "${config#/usr/include/}" "$folder/include")
done

cat >"$folder/zig-cc" <<END
#!/bin/sh
exec "$python" -m ziglang cc -target $machine-linux-gnu.2.17 -fno-sanitize=undefined "\$@"
END
chmod +x "$folder/zig-cc"

for library in xxhash utf8proc z zstd lzma lz4 bz2; do
    cp "$(cc -print-file-name="lib$library.a")" "$folder/lib"
done
# What reads files in libbz2, which gaz does not call, takes the address of stdin, stdout and stderr as only a program can:
# let it have another one.
echo 'void *gaz_no_stdin, *gaz_no_stdout, *gaz_no_stderr;' | "$folder/zig-cc" -fPIC -fvisibility=hidden -x c -c - -o "$folder/lib/stdin.o"
for stream in stdin stdout stderr; do
    objcopy --redefine-sym $stream=gaz_no_$stream "$folder/lib/libbz2.a"
done
ar rs "$folder/lib/libbz2.a" "$folder/lib/stdin.o"

# Python's own LDSHARED may name folders of this machine.
CC=$folder/zig-cc LDSHARED="$folder/zig-cc -shared" CPPFLAGS="-I$folder/include" LDFLAGS="-s -L$folder/lib" GAZ_STATIC=$folder/lib GAZ_PLATFORM=$platform \
    "$python" -m build --no-isolation --outdir "$folder" . >"$folder/log" 2>&1 || { tail -40 "$folder/log"; exit 1; }

wheel=$(echo "$folder"/*.whl)
"$python" -m auditwheel show "$wheel" >"$folder/audit" 2>&1 || { cat "$folder/audit"; exit 1; }
tr '\n' ' ' <"$folder/audit" | grep -q "constrains the platform tag to \"$platform\"" || {
    cat "$folder/audit"
    echo "the wheel does not run on $platform"
    exit 1
}
rm -rf "$folder/unpacked"
"$python" -m zipfile -e "$wheel" "$folder/unpacked"
exported=$(nm -D --defined-only "$folder/unpacked/gaz/_gaz.abi3.so" | awk '{ print $NF }' | paste -sd ' ')
[[ $exported == PyInit__gaz ]] || {
    echo "the extension exports more than its init function: $exported"
    exit 1
}
echo "$wheel"
