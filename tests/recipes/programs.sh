#!/usr/bin/env bash
# Unpacks Debian's log programs into build/recipes/programs, with what they need that this system lacks. Installs nothing:
# rsyslog and syslog-ng stand in each other's way, and would run as services.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
programs=$PWD/build/recipes/programs
packages=(rsyslog syslog-ng-core logrotate systemd-journal-remote)

[[ ! -e $programs/complete ]] || exit 0
rm -rf "$programs"
mkdir -p "$programs/apt"
command -v apt-get >/dev/null || { echo "there is no apt-get: recipes are tested with the log programs at hand"; exit 0; }
[[ $(apt-cache policy logrotate) == *Candidate:\ [0-9]* ]] || apt-get -qq update

needed() { # PACKAGE: it and what it needs that is not installed, as NAME=VERSION
    apt-get -qq -s --no-install-recommends install "$1" | sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p'
}

echo "unpacking: ${packages[*]}"
cd "$programs/apt"
for package in "${packages[@]}"; do needed "$package"; done | sort -u |
    xargs -r apt-get -qq -o APT::Sandbox::User=root download
for package in *.deb; do [[ ! -e $package ]] || dpkg-deb -x "$package" "$programs"; done
cd "$programs"
rm -rf apt etc usr/share # which have scripts called like programs
touch complete
