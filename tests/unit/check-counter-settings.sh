#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each setting of data/dconf/karne-counter that is Karné's exists and takes the value given there,
# and each setting given there is locked.
#
# check-counter-settings.sh SOURCE-ROOT; GSETTINGS_SCHEMA_DIR says where the schema is compiled.

set -eu
cd "$1/data/dconf"
GSETTINGS_BACKEND=memory
export GSETTINGS_BACKEND

group= status=0
while IFS= read -r line; do
    case $line in
        '' | '#'*) continue ;;
        '['*) group=${line#[} group=${group%]} && continue ;;
    esac
    key=${line%%=*} value=${line#*=}
    if [ "$group" = re/karne/Karne ] && ! gsettings set re.karne.Karne "$key" "$value"; then
        echo "The schema has no “$key”, or not with the value $value." >&2
        status=1
    fi
    if ! grep -qxF "/$group/$key" locks/karne-counter; then
        echo "/$group/$key is not locked." >&2
        status=1
    fi
done <karne-counter
[ -n "$group" ] || status=1
exit $status
