#!/usr/bin/env bash
# Proves that the tarball has the same bytes with and without a repository, and that two builds of it, in folders of
# different names, at different times, with another umask, language and time zone, install the same bytes and build the
# same model. No cache of the compiler answers for it.
#
#   usage: reproducible.sh VERSION
set -euo pipefail
export LC_ALL=C CCACHE_DISABLE=1

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL
make=${MAKE:-make}
name=gaz-$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000

same() { # what, one, other
    cmp "$2" "$3" || { echo "FAILED: $1 differs"; exit 1; }
    echo "passed: $1 is the same"
}

build() { # folder, date of its files
    mkdir -p "$1"
    tar xf "$work/here.tar.gz" -C "$1"
    find "$1" -type f -exec touch -d "$2" {} +
    (
        cd "$1/$name"
        "$make" -s -j2 all >/dev/null
        "$make" -s install DESTDIR="$1/installed" PREFIX=/usr >/dev/null
    )
    (umask 022 && "$1/installed/usr/bin/gaz" build gazetteers/sample -o "$1/installed/sample.gaz" --quiet) # modes follow it
    
}

# Prints mode, size and sum of everything.
list() { # folder
    cd "$1" && find . -printf '%m %y %l %P\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum
}

bash src/package/dist.sh "$1" "$work/here.tar.gz"
(umask 077 && tar xf "$work/here.tar.gz" -C "$work" && cd "$work/$name" &&
    LC_ALL=C.UTF-8 TZ=Asia/Tokyo bash src/package/dist.sh "$1" "$work/there.tar.gz")
same "the tarball without a repository" "$work/here.tar.gz" "$work/there.tar.gz"

build "$work/a" 2001-01-01
(
    umask 077
    export LC_ALL=C.UTF-8 LANG=C.UTF-8 TZ=Asia/Tokyo
    build "$work/another-folder-with-a-longer-name" 2021-12-31
)
(list "$work/a/installed") >"$work/a.list"
(list "$work/another-folder-with-a-longer-name/installed") >"$work/b.list"
diff "$work/a.list" "$work/b.list" || { echo "FAILED: what two builds install differs"; exit 1; }
echo "passed: two builds install the same $(wc -l <"$work/a.list") files and folders"
if grep -rlaF "$work" "$work/a/installed"; then
    echo "FAILED: the folder of the build is in these"
    exit 1
fi
echo "passed: the folder of the build is nowhere in it"
