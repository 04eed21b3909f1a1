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

# Without CUDA: PyTorch for Linux asks for 3 GB of it, and its CPU build, which asks for none, lies in an index of
# its own. So for Linux the lock names that build, with the hashes of torch-cpu.sha256 (sha256sum of its wheels).
for_the_processor() {
    awk -v known=packaging/torch-cpu.sha256 '
        /^[a-z]/ { finish(); skip = /^(nvidia|cuda|triton)[-=]/ }
        /^torch==/ { version = substr($1, 8); $0 = $1 " ; sys_platform != '"'linux'"' \\" }
        !skip { print }
        END { finish() }
        function finish(    line, found) {
            if (version == "") return
            while ((getline line < known) > 0)
                if (index(line, "torch-" version "+cpu-")) found = found (found ? " \\\n" : "") "    --hash=sha256:" substr(line, 1, 64)
            if (found == "") { print "No hash of the CPU build of torch " version " is known." > "/dev/stderr"; exit 2 }
            print "torch==" version "+cpu ; sys_platform == '"'linux'"' \\\n" found
            version = ""
        }
    ' "$1" >"$1.part"
    mv "$1.part" "$1"
}

build_backend() {
    python3 -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
}

compile requirements-dev.lock "$@" --extra dev pyproject.toml
compile requirements.lock "$@" --constraints packaging/requirements-dev.lock pyproject.toml
compile requirements-extras.lock "$@" --constraints packaging/requirements-dev.lock --extra raw --extra heic --extra parquet pyproject.toml
compile requirements-train.lock "$@" --constraints packaging/requirements-dev.lock --extra train pyproject.toml
for_the_processor packaging/requirements-train.lock
compile requirements-clients.lock "$@" packaging/clients.in
{
    build_backend
    # pip itself, and what pyvips asks for: it is published as source only.
    printf '%s\n' pip setuptools cffi pkgconfig
} | compile build.lock "$@" --constraints packaging/requirements-dev.lock -
