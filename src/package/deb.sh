#!/usr/bin/env bash
# Builds Debian's packages from the tarball of the sources.
#
#   usage: deb.sh VERSION TARBALL FOLDER    the packages go into FOLDER
set -euo pipefail
export LC_ALL=C

version=$1
tarball=$(realpath "$2")
mkdir -p "$3"
folder=$(realpath "$3")
debian=$(realpath "$(dirname "${BASH_SOURCE[0]}")/debian")
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS # dpkg-buildpackage has its own

rm -rf "${folder:?}"/*
cp "$tarball" "$folder/gaz_$version.orig.tar.gz"
cd "$folder"
tar xf "gaz_$version.orig.tar.gz"
cp -r "$debian" "gaz-$version/debian"
cd "gaz-$version"
dpkg-buildpackage --build=full --unsigned-source --unsigned-changes --jobs=2 >"$folder/log" 2>&1 ||
    { tail -40 "$folder/log"; exit 1; }
cd ..
rm -rf "gaz-$version"
ls ./*.deb
