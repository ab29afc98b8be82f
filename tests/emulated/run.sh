#!/usr/bin/env bash
# Runs what this x86-64 machine may not be able to: the AVX-512 kernel in plain C, the scalar kernel without SSE2, the
# NEON kernel and the whole command on an emulated AArch64 machine, and the command on x86-64 machines without AVX. Needs
# build/gaz; installs nothing.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL # of the make that calls this
unset CFLAGS CPPFLAGS LDFLAGS    # they may be of use on this machine only
make=${MAKE:-make}
emulated=build/emulated
libraries=$PWD/$emulated/libraries

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

output=$work/output
. tests/check.bash

without() { # name, packages that it needs...
    skip "$1" "needs the Debian packages: ${*:2}; make deps-emulated installs them"
}

build() { # target, variables for make...
    "$make" -s -j2 "$@" >/dev/null
}

# Unit tests that run with every kernel; those of the scanner do too, but take minutes here.
unit_tests=(kernel_cut_test kernel_spread_test kernel_units_test match_test)

# They name each kernel on a line of its own before its tests.
ran_with() { # kernel, command...
    "${@:2}" && grep -qx "kernel $1" "$output"
}

# ---- The AVX-512 kernel ----

# The compiler makes of it what it was written for.
has_instructions() { # compiler
    local instruction instructions flags
    flags=(-std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    "$1" "${flags[@]}" -Iinclude -Isrc -c src/text/kernel_avx512.c -o "$work/kernel.o" || return 1
    objdump -d "$work/kernel.o" >"$work/instructions"
    instructions=(vpcmpeqb vpcompressb vpcompressd vpermb vpermi2b vpexpandb vpgatherdd vpmaddwd vpmovb2m vpmovzxbd)
    for instruction in "${instructions[@]}"; do
        grep -q "\<$instruction .*%zmm" "$work/instructions" || {
            echo "there is no $instruction"
            return 1
        }
    done
}

for compiler in gcc clang; do
    if command -v "$compiler" >/dev/null; then
        check "AVX-512: $compiler emits its instructions" has_instructions "$compiler"
    else
        without "AVX-512: $compiler emits its instructions" "$compiler"
    fi
done

test_avx512() { # unit test
    build "$emulated/avx512/$1" && ran_with avx512 "$emulated/avx512/$1"
}

for test in "${unit_tests[@]}"; do check "AVX-512 in plain C: $test" test_avx512 "$test"; done

# ---- The scalar kernel of machines that have no SSE2 ----

test_portable() { # unit test
    build "$emulated/portable/$1" && ran_with scalar "$emulated/portable/$1"
}

for test in "${unit_tests[@]}"; do check "without SSE2: $test" test_portable "$test"; done

# ---- What gaz writes, here and there ----

cat README.md gazetteers/*/README.md gazetteers/sample/*.tsv >"$work/text"
here=(build/gaz)

build_model() { # model, gaz...
    "${@:2}" build gazetteers/sample -o "$1" --quiet
}

tag() { # output, gaz..., options of tag...
    local input output=$1
    shift
    for input in tokenized text "text --paragraphs" "text --all"; do
        # shellcheck disable=SC2086
        "$@" --to tsv --quiet --from $input "$work/model.gaz" "$work/text" || return 1
    done >"$output"
    [[ -s $output ]]
}

tags_the_same() { # gaz tag..., options
    tag "$work/there.tsv" "$@" && cmp "$work/here.tsv" "$work/there.tsv"
}

refuses() { # kernel, gaz...
    local kernel=$1 message
    shift
    message=$("$@" tag --kernel "$kernel" "$work/model.gaz" "$work/text" 2>&1 >/dev/null) && return 1
    echo "$message"
    [[ $message == *"kernel \"$kernel\" is not supported"* ]]
}

check "this machine builds a model" build_model "$work/model.gaz" "${here[@]}"
check "this machine tags with it" tag "$work/here.tsv" "${here[@]}" tag

# ---- The NEON kernel ----

missing=()
command -v aarch64-linux-gnu-gcc >/dev/null || missing+=(gcc-aarch64-linux-gnu)
command -v qemu-aarch64 >/dev/null || missing+=(qemu-user)
[[ -e $libraries/complete ]] || missing+=(lib{xxhash,utf8proc,zstd,jansson,cmocka}-dev:arm64 libcmocka0:arm64 zlib1g-dev:arm64)

build_arm64() { # target
    PKG_CONFIG_LIBDIR=$libraries/usr/lib/aarch64-linux-gnu/pkgconfig PKG_CONFIG_SYSROOT_DIR=$libraries \
        PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 \
        build "$1" CC=aarch64-linux-gnu-gcc CPPFLAGS="-isystem $libraries/usr/include" \
        LDFLAGS="-L$libraries/usr/lib/aarch64-linux-gnu -Wl,-rpath-link,$libraries/usr/lib/aarch64-linux-gnu:$libraries/lib/aarch64-linux-gnu"
}

arm64=(qemu-aarch64 -L /usr/aarch64-linux-gnu
    -E "LD_LIBRARY_PATH=$libraries/usr/lib/aarch64-linux-gnu:$libraries/lib/aarch64-linux-gnu:$PWD/$emulated/arm64")
there=("${arm64[@]}" "$emulated/arm64/gaz")

test_neon() { # unit test
    build_arm64 "$emulated/arm64/$1" && ran_with neon "${arm64[@]}" "$emulated/arm64/$1"
}

# Tests of what else a machine may do in its own way: atomics, alignment, floating point, files, packed files.
other_tests=(builder_test documents_test hostile_test input_test lexicon_test logistic_test math_test model_test sort_test
    tagger_test unicode_test)

test_arm64() { # unit test
    build_arm64 "$emulated/arm64/$1" && "${arm64[@]}" "$emulated/arm64/$1"
}

# Branches are protected as the machine can, the stack, and what is relocated.
hardened_arm64() { # file
    aarch64-linux-gnu-readelf -lW "$1" | grep GNU_RELRO && aarch64-linux-gnu-readelf -dW "$1" | grep BIND_NOW &&
        aarch64-linux-gnu-readelf -sW "$1" | grep __stack_chk_fail &&
        (($(aarch64-linux-gnu-objdump -d "$1" | grep -c '[[:space:]]paciasp') > 100))
}

# The program of tests/install, with the shared library, there.
program_arm64() {
    build_arm64 "$emulated/arm64/tag_tokens" && mkdir -p "$work/program" && "${arm64[@]}" "$emulated/arm64/tag_tokens" "$work/program"
}

reads_packed() { # gaz...
    local tool
    for tool in gzip zstd xz bzip2 lz4; do
        "$tool" -c <"$work/text" >"$work/text.$tool" && "$@" tag --to tsv --quiet --from text "$work/model.gaz" - \
            <"$work/text.$tool" >"$work/$tool.tsv" && "${here[@]}" tag --to tsv --quiet --from text "$work/model.gaz" - \
            <"$work/text" | cmp - "$work/$tool.tsv" || return 1
    done
}

if ((${#missing[@]})); then
    without "AArch64" "${missing[@]}"
else
    for test in "${unit_tests[@]}"; do check "AArch64: $test" test_neon "$test"; done
    for test in "${other_tests[@]}"; do check "AArch64: $test" test_arm64 "$test"; done
    check "AArch64: gaz builds" build_arm64 "$emulated/arm64/gaz"
    check "AArch64: gaz is hardened" hardened_arm64 "$emulated/arm64/gaz"
    check "AArch64: a program runs with the shared library" program_arm64
    check "AArch64: gaz builds a model" build_model "$work/there.gaz" "${there[@]}"
    check "AArch64: the model is the same" cmp "$work/model.gaz" "$work/there.gaz"
    check "AArch64: gaz tags the same" tags_the_same "${there[@]}" tag
    for kernel in scalar neon; do
        check "AArch64: gaz tags the same, $kernel" tags_the_same "${there[@]}" tag --kernel $kernel
    done
    check "AArch64: gaz reads packed texts" reads_packed "${there[@]}"
    check "AArch64: gaz refuses avx2" refuses avx2 "${there[@]}"
fi

# ---- Other x86-64 machines ----

on_x86() { # kernel, machine: it runs that kernel and the plain one, and none above
    local kernel above
    there=(qemu-x86_64 -cpu "$2" build/gaz)
    check "$2: gaz tags the same" tags_the_same "${there[@]}" tag
    for kernel in $1; do
        check "$2: gaz tags the same, $kernel" tags_the_same "${there[@]}" tag --kernel "$kernel"
    done
    for above in avx2 avx512; do
        [[ " $1 " == *" $above "* ]] || check "$2: gaz refuses $above" refuses $above "${there[@]}"
    done
}

# QEMU 7.2 takes the vector register 4 as the index of a gather for none, as if it were an ordinary register.
gathers() { # machine
    cat >"$work/gather.c" <<'SOURCE'
int main(void) {
    int table[8] = {1, 2, 3, 4, 5, 6, 7, 8}, places[8] = {7, 6, 5, 4, 3, 2, 1, 0}, found[8];
    __asm__ volatile("vmovdqu (%1), %%ymm4; vpcmpeqd %%ymm2, %%ymm2, %%ymm2; vpgatherdd %%ymm2, (%2, %%ymm4, 4), %%ymm0; "
                     "vmovdqu %%ymm0, (%0)" ::"r"(found), "r"(places), "r"(table) : "memory", "xmm0", "xmm2", "xmm4");
    return found[0] != 8;
}
SOURCE
    gcc "$work/gather.c" -o "$work/gather" && qemu-x86_64 -cpu "$1" "$work/gather" 2>/dev/null
}

if command -v qemu-x86_64 >/dev/null; then
    on_x86 scalar Nehalem           # no AVX
    on_x86 scalar SandyBridge       # no AVX2
    on_x86 scalar Haswell,bmi2=off  # AVX2 is not enough
    if gathers Haswell; then
        on_x86 "scalar avx2" Haswell
    else
        skip Haswell "the gathers of this QEMU are wrong; later ones than 7.2 will do"
    fi
else
    without "x86-64 machines without AVX" qemu-user
fi

end_checks
