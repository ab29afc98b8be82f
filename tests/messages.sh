#!/usr/bin/env bash
# Proves that no string of the library names an option or a command of gaz: the library is used without the command
# too, so its messages say what is wrong, and a gaz_hint says what can be done.
#
#   usage: messages.sh [LIBRARY]    build/libgaz.so if none is given
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/.."
library=${1:-build/libgaz.so}

# Pages are no messages; their styles have --names.
messages=$(strings -a -n 3 "$library" | grep -vxFf <(cat src/*/*.css src/*/*.js))
commands=$(build/gaz --help | awk '/^  [a-z]+ / { print $1 }' | paste -sd '|')
found=$(grep -E "(^|[ (\"'\`])(--[a-z]{2}|-[oj] [A-Z])|gaz ($commands)\b" <<<"$messages" || true)

if [[ -z $commands || $(wc -l <<<"$messages") -lt 500 ]]; then
    echo "messages: $library cannot be searched"
    exit 1
fi
if [[ -n $found ]]; then
    echo "$found"
    echo "messages: $(wc -l <<<"$found") strings of $library name an option or a command"
    exit 1
fi
echo "messages: $(wc -l <<<"$messages") strings, good"
