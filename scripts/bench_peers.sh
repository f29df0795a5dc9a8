#!/bin/sh
# Installs what benchmarks/peers measures beside Détente, exactly as its lock files name it, apart from all that the program needs.
# What does not install is told, and then left out by name when the benchmark runs.
set -u
cd "$(dirname "$0")/.."
.venv/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps --upgrade --target build/peers -r requirements/peers.txt \
    || echo 'pymerkle does not install here: it will be left out'
if command -v npm >/dev/null 2>&1; then
    (cd benchmarks/peers && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) \
        || echo 'npm ci failed: hypercore, ssb-db2 and automerge will be left out'
else
    echo 'no npm: hypercore, ssb-db2 and automerge will be left out'
fi
