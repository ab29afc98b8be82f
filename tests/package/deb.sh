#!/usr/bin/env bash
# Installs Debian's packages with apt in a new, minimal system, uses them there, purges them, and proves that they leave
# nothing behind. Needs root. The system comes from the mirror that this machine's apt has, once, and is kept.
#
#   usage: deb.sh PACKAGES FOLDER    PACKAGES has the .deb files; FOLDER is for the system
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

packages=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

[[ $(id -u) == 0 ]] || { echo "skipped: a system of its own needs root"; exit 0; }
command -v debootstrap >/dev/null || { echo "skipped: debootstrap is absent (make deps-deb installs it)"; exit 0; }

# Where apt gets this machine's packages from, and the name of the release.
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Identifier: Packages' |
    awk -v release="$release" '$2 == release { print $1; exit }')
[[ $mirror ]] || { echo "skipped: apt has no mirror of $release"; exit 0; }

if [[ ! -e $folder/base/complete ]]; then
    echo "installing a minimal $release"
    rm -rf "$folder/base"
    debootstrap --variant=minbase "$release" "$folder/base" "$mirror" >"$folder/log" 2>&1 || { tail -20 "$folder/log"; exit 1; }
    touch "$folder/base/complete"
fi

# A copy, so that every run begins with the same system; mounts end with this namespace.
root=$folder/root
if [[ ${GAZ_UNSHARED:-} != yes ]]; then
    GAZ_UNSHARED=yes exec unshare --mount --pid --fork "$0" "$packages" "$folder"
fi
rm -rf "$root"
cp -a "$folder/base" "$root"
rm "$root/complete"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$folder/archives/partial" # what apt has downloaded once
mount --bind "$folder/archives" "$root/var/cache/apt/archives"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
find "$packages" -name '*.deb' ! -name '*-dbgsym_*' -exec install -D -m 644 -t "$root/packages" {} +
cp -r gazetteers/sample "$root/lists"

inside() { # command...
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"
}

output=$folder/output
. tests/check.bash

# All files but what apt and dpkg keep of every package that was ever there.
files() {
    inside find / -xdev '(' -path /proc -o -path /dev -o -path /packages -o -path /var/lib/dpkg -o -path /var/lib/apt -o \
        -path /var/cache -o -path /var/log -o -path /tmp ')' -prune -o -print | sort
}

prints() { # text, command...
    local text=$1
    shift
    inside "$@" | tee "$folder/printed" | grep -F -e "$text" || { cat "$folder/printed"; return 1; }
}

apt_install() { # package...
    inside apt-get install -y -q --no-install-recommends "$@"
}

check "apt knows what there is" inside apt-get update -q
# What gaz depends on, and what it is looked at with, stays: the comparison is about gaz alone.
check "what the test needs is installed" apt_install man-db bash-completion gcc libc6-dev pkg-config python3 binutils
check "the packages are installed" inside bash -c 'apt-get install -y -q --no-install-recommends /packages/*.deb'
check "nothing is left to be configured" inside bash -c '! dpkg -l | grep -E "^i[^i]"'
check "gaz --version" prints "gaz $(awk '/^.define GAZ_VERSION_(MAJOR|MINOR|PATCH) / { printf "%s%s", dot, $3; dot = "." }' include/gaz.h)" gaz --version
check "gaz build" inside gaz build /lists -o /tmp/sample.gaz --quiet
check "gaz tag" prints 'Operating_System' bash -c "echo 'the Linux kernel' | gaz tag /tmp/sample.gaz --from text --to tsv"
check "without libmicrohttpd, gaz serve says what is missing" prints 'libmicrohttpd' bash -c 'gaz serve /tmp/sample.gaz 2>&1 || true'
check "man gaz" prints 'gaz-tag(1)' man gaz
check "man gaz-tag" prints '--min-score' man gaz-tag
check "man 5 gaz-formats" prints 'webanno' man 5 gaz-formats
check "whatis finds the commands" prints 'gaz-serve (1)' whatis gaz-serve
check "bash completes" prints '--min-score' bash -c '. /usr/share/bash-completion/bash_completion && _completion_loader gaz
    COMP_WORDS=(gaz tag --min) COMP_CWORD=2 && _gaz; [[ $? == 0 ]] && echo "${COMPREPLY[@]}"'
check "zsh and fish can complete" inside test -s /usr/share/zsh/vendor-completions/_gaz -a -s /usr/share/fish/vendor_completions.d/gaz.fish
check "Python tags" prints "[(4, 16, 'Operating_System')]" python3 -c 'import gaz
print([(span.start, span.end, span.label) for span in gaz.Model("/tmp/sample.gaz").tag("the Linux kernel")])'
check "python3 -m gaz is the command" prints 'gaz 1' python3 -m gaz --version
for how in '' '--static'; do
    check "a program is linked with libgaz${how:+, }$how" prints '1.' sh -c "cd /tmp && printf '%s\n' '#include <gaz.h>' \
        '#include <stdio.h>' 'int main(void) { return puts(gaz_version()) < 0; }' >p.c &&
        cc p.c -o p \$(pkg-config --cflags $how --libs gaz | sed '${how:+s/-lgaz/-l:libgaz.a/}') && ./p"
done
check "what is recommended is installed" inside apt-get install -y -q --fix-policy gaz libgaz1
check "with libmicrohttpd, gaz serve answers" prints 'Linux kernel' python3 -c '
import re, subprocess, urllib.request
server = subprocess.Popen(["gaz", "serve", "/tmp/sample.gaz", "--port", "0"], stderr=subprocess.PIPE, text=True)
try:
    address = re.search(r"http://\S+?/", server.stderr.readline())[0]
    request = urllib.request.Request(address + "tag", b"{\"text\": \"the Linux kernel\"}", {"Content-Type": "application/json"})
    print(urllib.request.urlopen(request, timeout=30).read().decode())
finally:
    server.terminate()'
check "with libraptor2, RDF is read" prints 'Thing' sh -c 'printf "%s\n" "<http://a/1> <http://www.w3.org/2004/02/skos/core#prefLabel> \"kernel space\" ." >/tmp/t.ttl
    gaz build /tmp/t.ttl --type Thing -o /tmp/t.gaz && echo "in kernel space" | gaz tag /tmp/t.gaz --from text --to tsv'

# Everything but gaz stays as it is, and gaz goes.
inside apt-mark manual $(inside apt-mark showauto) >/dev/null
files >"$folder/with"
inside dpkg -L gaz libgaz1 libgaz-dev python3-gaz | sort -u >"$folder/owned"
check "the packages are purged" inside apt-get purge -y -q gaz libgaz1 libgaz-dev python3-gaz
files >"$folder/without"
left() { # prints what has gaz in its name, and what a package had and no other one has
    grep -E 'gaz' "$folder/without" | grep -v '^/lists\|gazetteer' && return 1
    comm -12 "$folder/owned" "$folder/without" | while IFS= read -r path; do
        inside dpkg -S "$path" >/dev/null 2>&1 || echo "$path"
    done | grep . && return 1
    # What is gone, and did not belong to the packages: nothing but what they had Python compile.
    comm -13 "$folder/with" "$folder/without" | grep . && return 1
    comm -23 "$folder/with" "$folder/without" | comm -23 - "$folder/owned" | grep -v 'gaz/__pycache__' | grep . && return 1
    return 0
}
check "nothing is left behind, and nothing else is gone" left

end_checks
