#!/usr/bin/env bash
# Unpacks Debian's arm64 libraries into build/emulated/libraries, from where run.sh links them. Installs nothing: apt-get
# keeps its lists of that architecture there too, and the system's stay as they are.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
libraries=$PWD/build/emulated/libraries
packages=(libxxhash-dev libutf8proc-dev libutf8proc2 zlib1g-dev zlib1g libzstd-dev libzstd1 libjansson-dev libjansson4
    libcmocka-dev libcmocka0 libxml2-dev libxml2 libicu-dev libicu72 libstdc++6 liblzma-dev liblzma5 liblz4-dev liblz4-1
    libbz2-dev libbz2-1.0)

[[ $(cat "$libraries/complete" 2>/dev/null) != "${packages[*]}" ]] || exit 0
rm -rf "$libraries"
mkdir -p "$libraries/apt/lists/partial" "$libraries/apt/archives/partial"

apt() { # apt-get's arguments...
    apt-get -qq -o APT::Architectures::=arm64 -o APT::Sandbox::User=root -o Dir::State::lists="$libraries/apt/lists" \
        -o Dir::Cache="$libraries/apt" "$@"
}

echo "unpacking for arm64: ${packages[*]}"
apt update
cd "$libraries/apt"
apt download "${packages[@]/%/:arm64}"
for package in ./*.deb; do dpkg-deb -x "$package" "$libraries"; done
cd "$libraries"
rm -rf apt usr/share
echo "${packages[*]}" >complete
