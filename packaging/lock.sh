#!/bin/sh
# Writes the lock files from pyproject.toml, with a hash for every file of every package (`make lock`).
#   lock.sh              keeps versions that still fit
#   lock.sh --upgrade    takes the newest of everything
# Needs uv, here only: whoever installs from the locks needs no more than pip.
set -eu
cd "$(dirname "$0")/.."

if ! command -v uv >/dev/null; then
    echo "Writing the lock files needs uv; it is not on the PATH." >&2
    exit 2
fi

compile() {
    output=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --output-file "packaging/$output" "$@"
}

build_backend() {
    python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
}

compile requirements-dev.lock "$@" --extra dev pyproject.toml
compile requirements.lock "$@" --constraints packaging/requirements-dev.lock pyproject.toml
compile requirements-extras.lock "$@" --constraints packaging/requirements-dev.lock --extra raw --extra heic --extra parquet pyproject.toml
compile requirements-clients.lock "$@" packaging/clients.in
{
    build_backend
    # pip itself, and what pyvips asks for: it is published as source only.
    printf '%s\n' pip setuptools cffi pkgconfig
} | compile build.lock "$@" --constraints packaging/requirements-dev.lock -
