#!/usr/bin/env bash
# Packs the sources, always into the same bytes: the files that git tracks, or where there is no repository all but
# what is made.
#
#   usage: dist.sh VERSION TARBALL    TARBALL ends with .tar.gz; its one folder is gaz-VERSION
#
# SOURCE_DATE_EPOCH is the date of every file; without it that of the commit, or of the header.
set -euo pipefail
export LC_ALL=C

tarball=$(realpath -m "$2")
name=gaz-$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p "$(dirname "$tarball")"

# The repository of this folder, not one that it lies in.
in_repository() {
    [[ $(git rev-parse --show-toplevel 2>/dev/null) == "$(pwd -P)" ]]
}

if in_repository; then
    date=$(git log -1 --format=%ct)
    files=(git ls-files -z)
else
    date=$(stat -c %Y include/gaz.h)
    files=(find . '(' -path ./build -o -path ./.git -o -name __pycache__ -o -name '*.egg-info' ')' -prune
        -o '(' -type f -o -type l ')' ! -name '*.gaz' ! -name compile_commands.json -printf '%P\0')
fi

"${files[@]}" | sort -z |
    tar --create --null --no-recursion --verbatim-files-from --format=ustar --transform="flags=r;s,^,$name/," \
        --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime="@${SOURCE_DATE_EPOCH:-$date}" --files-from=- |
    gzip -9 -n >"$tarball.part"
mv "$tarball.part" "$tarball"
echo "$tarball"
