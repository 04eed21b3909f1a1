#!/bin/sh
# Makes .venv and installs exactly what the lock files say, checked by hash.
#
#   environment.sh run     what the app needs (requirements.lock)
#   environment.sh test    the same and the developers' tools (requirements-dev.lock)
#   environment.sh clients readers of exports, for tests alone, in .venv-clients (requirements-clients.lock)
#
# Nothing is done when the locks, pyproject.toml and this script are those of the last time.
# PYTHON=/path/to/python3 chooses another interpreter.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }

# Wheels exist for these versions of Python. Debian's venv may come without ensurepip: pip is enough.
suits() {
    "$1" - 2>/dev/null <<'PYTHON'
import importlib.util as util, sys, venv
has_pip = any(util.find_spec(name) for name in ("pip", "ensurepip"))
sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13) and has_pip))
PYTHON
}

newest_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if suits "$candidate"; then
            say "$candidate"
            return
        fi
    done
}

# -qq leaves errors only; wheels only, so that nothing is compiled here (pyvips alone has none: see ADR 1).
pip_install() {
    # shellcheck disable=SC2086  # the installer is a command with its arguments
    PKG_CONFIG_LIBDIR=/nonexistent $installer install -qq --no-input --disable-pip-version-check \
        --root-user-action=ignore --only-binary :all: --no-binary pyvips,review-desk --no-build-isolation "$@" || {
        say "The Python packages could not be installed: pip says why above. Run make again once that is mended." >&2
        exit 1
    }
}

make_venv() {
    python=$(newest_python)
    if [ -z "$python" ]; then
        say "Review Desk needs Python 3.11, 3.12 or 3.13 with pip: sudo apt-get install python3 python3-pip" >&2
        exit 2
    fi
    say "Making $venv with $("$python" -V)"
    rm -rf "$venv"
    if "$python" -c 'import pip' 2>/dev/null; then
        "$python" -m venv --without-pip "$venv"
        installer="$python -m pip --python $venv/bin/python"
    else
        "$python" -m venv "$venv"
        installer="$venv/bin/python -m pip"
    fi
    pip_install --require-hashes --requirement packaging/build.lock
    pwd >"$venv/place"
}

# Scripts in a venv hold its path: a checkout that was moved or half made starts anew.
venv_is_usable() {
    [ "$(cat "$venv/place" 2>/dev/null)" = "$(pwd)" ] && "$venv/bin/python" -c 'import pip' 2>/dev/null
}

fingerprint() { cat packaging/environment.sh packaging/build.lock "$1" pyproject.toml | sha256sum; }

is_installed() { [ "$(cat "$venv/installed-$1" 2>/dev/null)" = "$(fingerprint "$2")" ]; }

purpose=${1:-}
venv=.venv
case "$purpose" in
run) lock=packaging/requirements.lock ;;
test) lock=packaging/requirements-dev.lock ;;
clients)
    lock=packaging/requirements-clients.lock
    venv=.venv-clients
    ;;
*)
    say "usage: environment.sh run|test|clients" >&2
    exit 2
    ;;
esac

venv_is_usable || make_venv
is_installed "$purpose" "$lock" && exit 0
say "Installing $(grep -c '==' "$lock") Python packages into $venv (the first time: about a minute, 1 GB on disk)"
installer="$venv/bin/python -m pip"
pip_install --require-hashes --requirement packaging/build.lock
pip_install --require-hashes --requirement "$lock"
[ "$purpose" = clients ] || pip_install --no-deps --editable .
fingerprint "$lock" >"$venv/installed-$purpose"
