#!/bin/sh
# Writes requirements/lock.txt anew: exact versions with the hashes of all their files, so that one lock serves every
# Python version and platform. No package younger than a week gets in: a hijacked release is mostly found within days.
# Why it is done so: docs/decisions/0002-locking.md. Run by `make lock`, never by `make setup`.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT INT TERM
python=$(sh scripts/find_python.sh)
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet 'pip>=26,<27' 'pip-tools>=7.6,<8'
week_ago=$("$tools/bin/python" -c 'import datetime as d; print((d.datetime.now(d.timezone.utc) - d.timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ"))')
"$tools/bin/pip-compile" "$@" --quiet --extra dev --build-deps-for editable --build-deps-for wheel \
    --uploaded-prior-to "$week_ago" \
    --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
    --output-file "$tools/lock.txt" pyproject.toml
{
    echo '# Written by `make lock` (scripts/lock.sh); do not edit. Checked with `pip install --require-hashes`.'
    cat "$tools/lock.txt"
    echo
} > requirements/lock.txt
echo 'uv>=0.13,<0.14' > "$tools/uv.in"
"$tools/bin/pip-compile" --quiet --uploaded-prior-to "$week_ago" --generate-hashes --no-header --no-annotate --no-emit-index-url \
    --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file "$tools/uv.txt" "$tools/uv.in"
{
    echo '# What installs the lock (scripts/install_locked.sh). Written by `make lock`; do not edit.'
    cat "$tools/uv.txt"
} > requirements/uv.txt
grep -c '==' requirements/lock.txt | sed 's/$/ packages locked/'
