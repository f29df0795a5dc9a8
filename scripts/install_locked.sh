#!/bin/sh
# Installs into .venv exactly what requirements/lock.txt names. uv does it in a tenth of pip's time; it knows nothing of how pip was set up
# here, so it is told which registry and which folder of wheels pip would ask. Where uv cannot be had or cannot do it, pip does.
# Run by `make setup`.
set -eu
python=.venv/bin/python
pip() { "$python" -m pip --disable-pip-version-check --quiet "$@"; }
setting() { # setting NAME: what pip's configuration says, of its files or of the environment
    "$python" -m pip config list 2>/dev/null | sed -n "s/^[^.]*\.$1='\(.*\)'\$/\1/p" | tail -n 1
}
with_uv() {
    pip install --require-hashes -r requirements/uv.txt || return 1
    for pair in index-url:UV_DEFAULT_INDEX find-links:UV_FIND_LINKS cert:SSL_CERT_FILE; do
        value=$(setting "${pair%%:*}")
        [ -z "$value" ] || export "${pair##*:}=$value"
    done
    "$python" -m uv pip install --quiet --python "$python" --require-hashes -r requirements/lock.txt
}
with_uv || {
    echo 'uv did not install it; pip does'
    pip install --require-hashes -r requirements/lock.txt
}
pip install --no-deps --no-build-isolation --editable .
