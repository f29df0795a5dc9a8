#!/bin/sh
# Prints the first Python of at least 3.11 that can make a virtual environment; `PYTHON=...` overrides the search.
# As root on Debian it installs python3-venv when only that is missing. Otherwise it says what to do, and fails.
set -eu
old=''
bare=''
for name in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    # A name on PATH is not yet a Python: version managers leave stubs that only print an error. So run it.
    path=$(command -v "$name" 2>/dev/null) || continue
    if ! "$path" -c 'import sys' >/dev/null 2>&1; then continue; fi
    if ! "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then old="$path"; continue; fi
    if "$path" -c 'import venv, ensurepip' >/dev/null 2>&1; then echo "$path"; exit 0; fi
    bare="$path"
done
if [ -n "$bare" ]; then
    package="python$("$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing $package" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"; } >&2 || true
        if "$bare" -c 'import venv, ensurepip' >/dev/null 2>&1; then echo "$bare"; exit 0; fi
    fi
    echo "$bare cannot make a virtual environment: install its venv module first (on Debian: apt-get install python3-venv)." >&2
    exit 1
fi
if [ -n "$old" ]; then
    echo "Détente needs Python 3.11 or newer; $old is older. With a newer one elsewhere: make PYTHON=/path/to/python3.12 ..." >&2
else
    echo "Détente needs Python 3.11 or newer, and none was found. With one that is not on PATH: make PYTHON=/path/to/python3 ..." >&2
fi
exit 1
