#!/bin/sh
# Opens the demo batch in a window, or draws every workspace to PNG where there is no screen.
set -u
cd "$(dirname "$0")/.." || exit

# Qt aborts where no display answers: that is no reason for a core file.
# shellcheck disable=SC3045  # dash, bash and busybox all know it
ulimit -c 0

has_screen() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && timeout 20 .venv/bin/python packaging/display.py >/dev/null 2>&1
}

if has_screen; then
    exec .venv/bin/review-desk demo
fi

echo "No screen answers here: drawing the workspaces to files instead of a window."
QT_QPA_PLATFORM=offscreen .venv/bin/review-desk demo --shots shots/ || exit
echo "To open it on a screen: run 'make run' in a desktop session, or over 'ssh -X'."
