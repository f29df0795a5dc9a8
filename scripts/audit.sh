#!/bin/sh
# Asks the package registry for known weaknesses of exactly what requirements/lock.txt names. Run by `make audit`; needs the network,
# so no test does it. 1 if there is one.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT INT TERM
python=$(sh scripts/find_python.sh)
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet 'pip-audit>=2.9,<3'
"$tools/bin/pip-audit" --requirement requirements/lock.txt --require-hashes --disable-pip --progress-spinner off "$@"
