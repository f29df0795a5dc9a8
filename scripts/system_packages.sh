#!/bin/sh
# Programs that some tests use and that pip cannot bring: age (another implementation of the containers' encryption),
# Node (the second verifier, in JavaScript), Go with the libraries of its checksum database (a client of published logs), Chromium without windows (the pages), poppler's tools (which read printed reports again),
# PostgreSQL (where rules are counted a second time), strace (which lets single system calls fail). As
# root on Debian it installs what is missing. Anywhere else it says what is missing and goes on: the tests that need it
# are skipped by name. It never fails.
set -u
missing=''
want() { # want PROGRAM PACKAGE
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
want age age
# It does with less than half the work of Chromium with windows, which will do where it cannot be had.
{ command -v chromium >/dev/null 2>&1 && [ "$(id -u)" != 0 ]; } || want chromium-headless-shell chromium-headless-shell
want go golang-go
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || missing="$missing golang-golang-x-mod-dev"
want node nodejs
want npm npm
want pdftotext poppler-utils
want strace strace
# Debian keeps the server's programs away from the path, a folder for each version.
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want initdb postgresql
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not on this machine:$missing. Tests that need them are skipped; the list at the end names what enables each."
    exit 0
fi
echo "Installing from the system's packages:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || echo 'apt-get update failed; trying with the lists that are there'
for package in $missing; do # one by one, so that a package that cannot be had does not keep out the others
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "could not install $package"
done
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
    apt-get install -y -qq --no-install-recommends chromium >/dev/null || echo 'could not install chromium'
exit 0
