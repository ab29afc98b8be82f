#!/usr/bin/env bash
# Installs gaz into a temporary folder, builds a C and a C++ program against that through pkg-config, shared and static,
# runs them, and uninstalls. Honours CC, CXX, NM and MAKE.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL # of the make that calls this; its variables are in the environment
make=${MAKE:-make}
read -ra cc <<<"${CC:-cc}"
read -ra cxx <<<"${CXX:-c++}"
nm=${NM:-nm}
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
usr=$root/usr
# The folders below /usr would be left out of the flags, as the compiler's own; here they are not.
export PKG_CONFIG_PATH=$usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

output=$work/output
. tests/check.bash

nothing() { # command...: good if it prints nothing
    "$@" >"$work/printed" || return 1
    cat "$work/printed"
    [[ ! -s $work/printed ]]
}

flags() { # variable, pkg-config options...
    local -n into=$1
    shift
    read -ra into < <(pkg-config "$@" gaz)
    ((${#into[@]}))
}

# A linker that finds both takes the shared library, so that the static one is named; all else is pkg-config's word.
compile() { # kind, program, compiler, arguments...
    local kind=$1 program=$2 cflags libs
    shift 2
    flags cflags --cflags || return 1
    if [[ $kind == static ]]; then
        flags libs --static --libs || return 1
        libs=("${libs[@]/#-lgaz/-l:libgaz.a}")
    else
        flags libs --libs || return 1
    fi
    "$@" "${warnings[@]}" "${cflags[@]}" "${libs[@]}" -o "$program"
}

needs() { # program, name of a library or nothing: what it needs of gaz at run time
    readelf --dynamic "$1" | sed -n 's/.*(NEEDED).*\[\(libgaz[^]]*\)\].*/\1/p' >"$work/needed"
    [[ $(<"$work/needed") == "$2" ]]
}

foreign_symbols() { # library, options of nm...: prints the visible ones that are not gaz's
    "$nm" "${@:2}" --defined-only "$1" | awk 'NF == 3 && $2 != "A" && $3 !~ /^gaz_/ { print $3 }'
}

# What the library's objects share with each other and not with a program, but for what own_names.c defines itself.
internal_names() {
    find build/release/src -name '*.o' ! -path '*/cli/*' -exec "$nm" -g --defined-only {} + |
        awk 'NF == 3 && $3 !~ /^(gaz_.*|predict|buffer_free)$/ { print "INTERNAL(" $3 ")" }' | sort -u
}

hidden_functions() { # header, library: prints the header's functions that are not visible
    sed -n 's/^GAZ_API .*\(gaz_[a-z_]*\)(.*/\1/p' "$1" | sort >"$work/functions"
    nm -D --defined-only "$2" | awk '{ sub(/@.*/, "", $NF); print $NF }' | sort | comm -23 "$work/functions" -
    [[ -s $work/functions ]]
}

same_version() {
    local version
    version=$(pkg-config --modversion gaz)
    [[ "$("$usr/bin/gaz" --version)" == "gaz $version" ]]
}

# Prints what the help texts have and the page of the command has not.
undocumented() { # folder of the pages
    local page name option
    for name in $("$usr/bin/gaz" --help | sed -n 's/^  \([a-z]*\)  *.*/\1/p'); do
        page=$(sed 's/\\-/-/g' "$1/gaz-$name.1")
        for option in "gaz $name" $("$usr/bin/gaz" "$name" --help | grep -o -e '--[a-z][a-z-]*' | sort -u); do
            grep -q -e "$option\>" <<<"$page" || echo "gaz $name: $option"
        done
    done
}

# The dynamic symbols are the header's functions, each of version GAZ_1.0.
versions() { # library
    objdump -T "$1" | awk '/GAZ_1\.0/ && $NF != "GAZ_1.0" { print $NF }' | sort >"$work/versioned"
    sed -n 's/^GAZ_API .*\(gaz_[a-z_]*\)(.*/\1/p' include/gaz.h | sort | diff - "$work/versioned" &&
        ! objdump -T "$1" | grep -v '\*UND\*' | grep gaz_ | grep -v '  GAZ_1\.0  '
}

modes() { # mode, folder, find's condition...: prints what has another mode
    find "$2" "${@:3}" ! -perm "$1"
}

# What tools that look for hardening look for, in an ELF file.
hardened() { # file
    readelf -lW "$1" | grep GNU_RELRO && readelf -dW "$1" | grep BIND_NOW && readelf -sW "$1" | grep __stack_chk_fail &&
        readelf -sW "$1" | grep __memcpy_chk && { [[ $(uname -m) != x86_64 ]] || (($(objdump -d "$1" | grep -c endbr64) > 100)); } &&
        readelf -hW "$1" | grep 'DYN' && ! readelf -lW "$1" | grep 'GNU_STACK.*E '
}

# The folders of Debian and of Fedora.
installs_elsewhere() {
    "$make" -s install DESTDIR="$work/other" PREFIX=/usr LIBDIR=/usr/lib/some-linux-gnu MANDIR=/usr/man BINDIR=/opt/bin \
        ZSHCOMPDIR=/usr/share/zsh/vendor-completions &&
        grep -qx 'libdir=${prefix}/lib/some-linux-gnu' "$work/other/usr/lib/some-linux-gnu/pkgconfig/gaz.pc" &&
        [[ -x $work/other/opt/bin/gaz && -e $work/other/usr/lib/some-linux-gnu/libgaz.so.1 ]] &&
        [[ -e $work/other/usr/man/man1/gaz.1 && -e $work/other/usr/share/zsh/vendor-completions/_gaz ]] &&
        "$make" -s uninstall DESTDIR="$work/other" PREFIX=/usr LIBDIR=/usr/lib/some-linux-gnu MANDIR=/usr/man \
            BINDIR=/opt/bin ZSHCOMPDIR=/usr/share/zsh/vendor-completions && nothing find "$work/other" ! -type d
}

run() { # program, arguments...
    LD_LIBRARY_PATH=$usr/lib "$@"
}

run_tagged() { # the installed command with the model that the C program left
    printf 'The operating system kernel\n' | "$usr/bin/gaz" tag "$work/model.gaz" --to tsv | cut -f3- |
        diff - <(printf '4\t27\tConcept\t1.0\toperating system kernel\n')
}

umask 077 # of a careful administrator: what is installed is for all
check "make install" "$make" -s install DESTDIR="$root" PREFIX=/usr
umask 022
for file in bin/gaz lib/libgaz.a lib/libgaz.so lib/libgaz.so.1 lib/libgaz.so.1.0.0 lib/pkgconfig/gaz.pc \
    include/gaz.h share/man/man1/gaz.1 share/man/man1/gaz-tag.1 share/man/man5/gaz-formats.5 share/man/man7/gaz-logs.7 \
    share/bash-completion/completions/gaz share/zsh/site-functions/_gaz share/fish/vendor_completions.d/gaz.fish; do
    check "/usr/$file is there" test -s "$usr/$file"
done
check "folders have mode 755" nothing modes 755 "$usr" -type d
check "programs and shared libraries have mode 755" nothing modes 755 "$usr" -type f '(' -path '*/bin/*' -o -name '*.so.*' ')'
check "all else has mode 644" nothing modes 644 "$usr" -type f ! -path '*/bin/*' ! -name '*.so.*'
check "the links are relative" test "$(readlink "$usr/lib/libgaz.so") $(readlink "$usr/lib/libgaz.so.1")" = "libgaz.so.1 libgaz.so.1.0.0"
check "every function has a version, and only functions of the header" versions "$usr/lib/libgaz.so"
if ! grep -q -e -fsanitize <<<"${CFLAGS:-}"; then
    check "the command is hardened" hardened "$usr/bin/gaz"
    check "the library is hardened" hardened "$usr/lib/libgaz.so"
fi
check "other folders can be chosen" installs_elsewhere
check "the header is the project's" cmp include/gaz.h "$usr/include/gaz.h"
check "no @WORD@ is left in gaz.pc" nothing sed -n '/@[A-Z]*@/p' "$usr/lib/pkgconfig/gaz.pc"
check "no path of the temporary folder is in gaz.pc" nothing sed -n "\\|$work|p" "$usr/lib/pkgconfig/gaz.pc"
check "pkg-config accepts gaz.pc" pkg-config --validate gaz
check "the command has gaz.pc's version" same_version
check "the man pages have every command and option" nothing undocumented "$usr/share/man/man1"
if command -v groff >/dev/null; then
    check "the man pages have no faults" nothing eval "groff -man -ww -z '$usr'/share/man/man?/* 2>&1"
fi
if command -v man >/dev/null; then
    check "man gaz-tag finds its page" eval "MANPATH='$usr/share/man' man -w gaz-tag"
fi
check "libgaz.so shows gaz_* only" nothing foreign_symbols "$usr/lib/libgaz.so" -D
check "libgaz.a shows gaz_* only" nothing foreign_symbols "$usr/lib/libgaz.a" -g
check "libgaz.so shows every function of gaz.h" nothing hidden_functions "$usr/include/gaz.h" "$usr/lib/libgaz.so"

for kind in shared static; do
    library=libgaz.so.1
    [[ $kind == shared ]] || library=
    tokens=$work/tokens-$kind
    stream=$work/stream-$kind
    check "C11, $kind: compiles" compile $kind "$tokens" "${cc[@]}" -std=c11 tests/install/tag_tokens.c
    check "C11, $kind: needs ${library:-no libgaz}" needs "$tokens" "$library"
    check "C11, $kind: runs" run "$tokens" "$work"
    check "C++17, $kind: compiles" compile $kind "$stream" "${cxx[@]}" -std=c++17 tests/install/tag_stream.cpp
    check "C++17, $kind: needs ${library:-no libgaz}" needs "$stream" "$library"
    check "C++17, $kind: runs" run "$stream" "$work/model.gaz" "$work"
    check "the model from the lists is the same" cmp "$work/model.gaz" "$work/again.gaz"
    rm -rf "$work/lists"
done
internal_names >"$work/internal_names.h"
check "the library has names inside" test -s "$work/internal_names.h"
check "a program with the same names: compiles" \
    compile static "$work/own_names" "${cc[@]}" -std=c11 -fno-builtin -I"$work" tests/install/own_names.c
check "a program with the same names: runs" run "$work/own_names" "$work"
check "the installed command tags with that model" run_tagged

check "make uninstall" "$make" -s uninstall DESTDIR="$root" PREFIX=/usr
check "nothing is left behind" nothing find "$root" ! -type d

end_checks
