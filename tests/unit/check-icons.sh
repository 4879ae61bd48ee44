#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each icon that the desktop application or its help names is there: ours in desktop/icons, bundled;
# any other in Adwaita, where that is installed. And ours can be given a colour by GTK.
#
# check-icons.sh SOURCE-ROOT

set -eu
LC_ALL=C
export LC_ALL
cd "$1"
bundle=desktop/icons/karne-icons.gresource.xml
adwaita=/usr/share/icons/Adwaita
status=0

complain () {
    echo "$*" >&2
    status=1
}

named=$(grep -rhoE --include='*.c' --include='*.ui' --include=help.xml '[a-z][a-z0-9-]*-symbolic' \
    desktop data/help | sort -u)
[ -n "$named" ] || complain "No icon is named anywhere."
for name in $named; do
    case $name in
        karne-*) [ -f "desktop/icons/$name.svg" ] || complain "$name is not in desktop/icons." ;;
        *)
            if [ -d "$adwaita" ] && [ -z "$(find "$adwaita" -name "$name.svg" | head -n 1)" ]; then
                complain "$name is not in Adwaita."
            fi
            ;;
    esac
done
for file in desktop/icons/*.svg; do
    grep -qF "<file>${file##*/}</file>" "$bundle" || complain "$file is not in $bundle."
    if grep -qE 'stroke|fill="none"|<(g|line|ellipse|polygon|polyline|use)[ >]' "$file"; then
        complain "$file has something that GTK gives no colour: only filled paths, circles and rects have one."
    fi
done
exit $status
