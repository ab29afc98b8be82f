#!/usr/bin/env bash
# Installs gaz into a temporary folder, builds a C and a C++ program against that through pkg-config, shared and static,
# runs them, and uninstalls. Honours CC, CXX and MAKE.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL # of the make that calls this; its variables are in the environment
make=${MAKE:-make}
cc=${CC:-cc}
cxx=${CXX:-c++}
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
usr=$root/usr
# The folders below /usr would be left out of the flags, as the compiler's own; here they are not.
export PKG_CONFIG_PATH=$usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

passed=0
failed=0
check() { # name, command...
    local name=$1
    shift
    if "$@" >"$work/output" 2>&1; then
        echo "passed: $name"
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        sed 's/^/    /' "$work/output"
        failed=$((failed + 1))
    fi
}

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

compile_shared() { # program, compiler, arguments...
    local program=$1 cflags libs
    shift
    flags cflags --cflags && flags libs --libs || return 1
    "$@" "${cflags[@]}" "${libs[@]}" -o "$program"
}

# A linker that finds both takes the shared library, so that the static one is named; all else is pkg-config's word.
compile_static() { # program, compiler, arguments...
    local program=$1 cflags libs
    shift
    flags cflags --cflags && flags libs --static --libs || return 1
    "$@" "${cflags[@]}" "${libs[@]/#-lgaz/-l:libgaz.a}" -o "$program"
}

needed() { # program: prints the shared libraries of gaz that it needs
    readelf --dynamic "$1" | sed -n 's/.*(NEEDED).*\[\(libgaz[^]]*\)\].*/\1/p'
}

needs_shared() { # program
    [[ $(needed "$1") == libgaz.so.0 ]]
}

needs_none() { # program
    nothing needed "$1"
}

foreign_symbols() { # library: prints the visible ones that are not gaz's
    nm -D --defined-only "$1" | awk '$NF !~ /^gaz_/ { print $NF }'
}

hidden_functions() { # header, library: prints the header's functions that are not visible
    sed -n 's/^GAZ_API .*\(gaz_[a-z_]*\)(.*/\1/p' "$1" | sort >"$work/functions"
    nm -D --defined-only "$2" | awk '{ print $NF }' | sort | comm -23 "$work/functions" -
    [[ -s $work/functions ]]
}

same_version() {
    local version
    version=$(pkg-config --modversion gaz)
    [[ "$("$usr/bin/gaz" --version)" == "gaz $version" ]]
}

man_page_shows() { # the commands that the program has are in its man page
    local name
    for name in $("$usr/bin/gaz" --help | sed -n 's/^  \([a-z]*\)  *.*/\1/p'); do
        grep -q "^\.SS .*$name" "$usr/share/man/man1/gaz.1" || { echo "gaz $name is not in the man page" && return 1; }
    done
}

run_shared() { # program, arguments...
    LD_LIBRARY_PATH=$usr/lib "$@"
}

run_tagged() { # the installed command with the model that the C program left
    printf 'The operating system kernel\n' | "$usr/bin/gaz" tag "$work/shared/model.gaz" --to tsv | cut -f3- |
        diff - <(printf '4\t27\tConcept\t1\toperating system kernel\n')
}

check "make install" "$make" -s install DESTDIR="$root" PREFIX=/usr
for file in bin/gaz lib/libgaz.a lib/libgaz.so lib/libgaz.so.0 include/gaz.h lib/pkgconfig/gaz.pc share/man/man1/gaz.1; do
    check "/usr/$file is there" test -s "$usr/$file"
done
check "the header is the project's" cmp include/gaz.h "$usr/include/gaz.h"
check "no @WORD@ is left in gaz.pc" nothing sed -n '/@[A-Z]*@/p' "$usr/lib/pkgconfig/gaz.pc"
check "no path of the temporary folder is in gaz.pc" nothing sed -n "\\|$work|p" "$usr/lib/pkgconfig/gaz.pc"
check "pkg-config accepts gaz.pc" pkg-config --validate gaz
check "the command has gaz.pc's version" same_version
check "the man page has every command" man_page_shows
check "libgaz.so shows gaz_* only" nothing foreign_symbols "$usr/lib/libgaz.so"
check "libgaz.so shows every function of gaz.h" nothing hidden_functions "$usr/include/gaz.h" "$usr/lib/libgaz.so"

mkdir "$work/shared" "$work/static"
sources=tests/install
check "C11, shared: compiles" compile_shared "$work/tokens" "$cc" -std=c11 "${warnings[@]}" $sources/tag_tokens.c
check "C11, shared: needs libgaz.so.0" needs_shared "$work/tokens"
check "C11, shared: runs" run_shared "$work/tokens" "$work/shared"
check "the model from the lists is the same" cmp "$work/shared/model.gaz" "$work/shared/again.gaz"
check "C++17, shared: compiles" compile_shared "$work/stream" "$cxx" -std=c++17 "${warnings[@]}" $sources/tag_stream.cpp
check "C++17, shared: needs libgaz.so.0" needs_shared "$work/stream"
check "C++17, shared: runs" run_shared "$work/stream" "$work/shared/model.gaz" "$work/shared"

check "C11, static: compiles" compile_static "$work/tokens" "$cc" -std=c11 "${warnings[@]}" $sources/tag_tokens.c
check "C11, static: needs no libgaz" needs_none "$work/tokens"
check "C11, static: runs" "$work/tokens" "$work/static"
check "C++17, static: compiles" compile_static "$work/stream" "$cxx" -std=c++17 "${warnings[@]}" $sources/tag_stream.cpp
check "C++17, static: needs no libgaz" needs_none "$work/stream"
check "C++17, static: runs" "$work/stream" "$work/static/model.gaz" "$work/static"
check "the installed command tags with that model" run_tagged

check "make uninstall" "$make" -s uninstall DESTDIR="$root" PREFIX=/usr
check "nothing is left behind" nothing find "$root" ! -type d

echo "$passed passed, $failed failed"
((failed == 0))
