#!/bin/sh
# Installs the Debian packages that are missing, and only those.
#
#   system.sh run     libraries Qt loads, for a window or offscreen, and the font
#   system.sh test    the same, with an X server, a window manager and a hand for the keys
#   system.sh bench   the same, with the viewers the desk is measured beside
#
# Exit 0: the work can go on (a warning says what is still missing). 1: Qt cannot load at all. 2: wrong use.
set -u

# The lists are what `ldd` reports for PySide6-Essentials 6.12 on a bare Debian: "soname package".
# Without these no Qt window can be made, not even offscreen.
NEEDED='libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11.so.6 libx11-6
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgthread-2.0.so.0 libglib2.0-0
libxkbcommon.so.0 libxkbcommon0'

# Without these Qt has no screen to draw on; offscreen still works.
SCREEN='libX11-xcb.so.1 libx11-xcb1
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxcb.so.1 libxcb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0'

# What tests start for themselves: "command package".
TOOLS='Xvfb xvfb
xdotool xdotool
openbox openbox
dbus-daemon dbus-daemon
transicc liblcms2-utils'

VIEWERS='geeqie geeqie
vipsthumbnail libvips-tools
qimgv qimgv'

say() { printf '%s\n' "$*"; }

# Reads "soname package" lines, prints the packages whose library the loader does not know.
missing_libraries() {
    while read -r soname package; do
        case "$libraries" in *"	$soname "*) ;; *) say "$package" ;; esac
    done
}

missing_tools() {
    while read -r tool package; do
        command -v "$tool" >/dev/null || say "$package"
    done
}

missing_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.local/share/fonts" "${HOME:-}/.fonts"; do
        [ -d "$folder" ] && [ -n "$(find "$folder" -iname 'Inter*.[ot]t[fc]' -print -quit)" ] && return
    done
    say fonts-inter
}

all_missing() {
    say "$NEEDED" | missing_libraries
    say "$SCREEN" | missing_libraries
    missing_font
    [ "$purpose" != run ] && say "$TOOLS" | missing_tools
    [ "$purpose" = bench ] && say "$VIEWERS" | missing_tools
}

# Sets what the loader knows and what is missing, each package once, on one line.
look() {
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    # shellcheck disable=SC2005,SC2046  # the echo puts the names on one line
    missing=$(echo $(all_missing | sort -u))
}

# Without a terminal nobody can type a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# dpkg wants sbin on its PATH, and `su` does not put it there.
apt() {
    as_root env DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin" \
        apt-get -qq -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1
}

# shellcheck disable=SC2086  # $1 is a list of package names
apt_install() { apt install --yes --no-install-recommends $1; }

have_package_lists() { [ -n "$(find /var/lib/apt/lists -name '*Packages*' -print -quit 2>/dev/null)" ]; }

# Lists that are absent or too old are fetched once.
install() {
    if have_package_lists && apt_install "$1"; then return 0; fi
    apt update && apt_install "$1"
}

# Says why apt-get is not even tried; nothing where it can be.
why_not() {
    if ! command -v apt-get >/dev/null; then
        say "there is no apt-get here"
    elif [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        say "this is not root and there is no sudo"
    fi
}

try_to_install() {
    reason=$(why_not)
    [ -n "$reason" ] && return
    log=$(mktemp)
    say "Installing system packages with apt-get: $missing"
    if ! install "$missing"; then
        reason="apt-get failed"
        grep -E "^(E:|sudo:)" "$log" | tail -n 3 >&2
    fi
    rm -f "$log"
}

complain() {
    say "These system packages are still missing (${reason:-apt-get did not bring them}): $missing" >&2
    say "Install them with: sudo apt-get install --no-install-recommends $missing" >&2
}

stop_if_qt_cannot_load() {
    if [ -n "$(say "$NEEDED" | missing_libraries)" ]; then
        say "Without the libraries among them Review Desk cannot start." >&2
        exit 1
    fi
}

purpose=${1:-}
case "$purpose" in
run | test | bench) ;;
*)
    say "usage: system.sh run|test|bench" >&2
    exit 2
    ;;
esac

look
[ -z "$missing" ] && exit 0
try_to_install
look
[ -z "$missing" ] && exit 0
complain
stop_if_qt_cannot_load
