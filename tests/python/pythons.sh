#!/usr/bin/env bash
# Prints the Pythons at hand that the package runs on, one of each version from 3.10 on: VERSION PATH.
set -uo pipefail

{
    for minor in $(seq 10 20); do command -v "python3.$minor"; done
    command -v python3
    if command -v pyenv >/dev/null; then
        pyenv versions --bare 2>/dev/null | while read -r version; do
            echo "$(pyenv prefix "$version" 2>/dev/null)/bin/python3"
        done
    fi
} | while read -r python; do
    # The stable ABI does not cover builds without the GIL.
    "$python" -c '
import sys, sysconfig, venv, ensurepip
if sys.version_info >= (3, 10) and not sysconfig.get_config_var("Py_GIL_DISABLED"):
    print("%d.%d" % sys.version_info[:2], sys.executable)' 2>/dev/null
done | sort -V -u -k1,1
