#!/usr/bin/env bash
# Runs the tests of the Python package with the installed wheel, in a clean environment of each Python at hand.
#
#   usage: run.sh WHEEL FOLDER [PYTEST OPTION...]    environments go into FOLDER, and are used again
set -euo pipefail

wheel=$(realpath "$1")
folder=$2
shift 2
tests=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
failed=0

while read -r version python; do
    environment=$folder/$version
    if [[ ! -e $environment/complete ]]; then
        rm -rf "$environment"
        "$python" -m venv "$environment"
        "$environment/bin/pip" install --quiet --disable-pip-version-check 'pytest>=8,<10'
        "$environment/bin/pip" install --quiet --disable-pip-version-check pyarrow polars ||
            echo "Python $version: pyarrow and polars cannot be had: what needs them is skipped"
        touch "$environment/complete"
    fi
    "$environment/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheel"
    echo "Python $version"
    (cd "$tests" && "$(cd - >/dev/null && realpath -s "$environment")/bin/python" -B -m pytest -q -p no:cacheprovider "$@" .) ||
        failed=1
done < <(bash "$tests/pythons.sh")
exit $failed
