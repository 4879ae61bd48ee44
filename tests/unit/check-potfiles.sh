#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each source file with strings that a person reads is in po/POTFILES.in, and each file there is one.
#
# check-potfiles.sh SOURCE-ROOT

set -eu
LC_ALL=C
export LC_ALL
cd "$1"

listed=$(grep -v '^#' po/POTFILES.in | grep .)
folders=
for folder in libsync desktop data; do
    [ ! -d "$folder" ] || folders="$folders $folder"
done

# The macros in C, what Glade marks in XML, and the kinds of files that always have something to say.
# shellcheck disable=SC2086
found=$({
    grep -rlE --include='*.c' --include='*.h' --include='*.ui' \
        -e '^[^#]*(^|[^A-Za-z0-9_])(_|N_|C_|NC_|NN_|ngettext|g_dngettext) ?\("' -e 'translatable="yes"' $folders
    [ ! -d data ] || grep -rl --include='*.xml' -e '<title>' data/habilitation data/prevention
    find $folders -name help.xml -o -name '*.desktop.in' -o -name '*.gschema.xml' -o -name '*.metainfo.xml.in'
} | sort)

status=0
if [ "$listed" != "$(printf '%s\n' "$listed" | sort -u)" ]; then
    echo "po/POTFILES.in is not sorted, or names a file twice." >&2
    status=1
fi
for file in $found; do
    if ! printf '%s\n' "$listed" | grep -qxF "$file"; then
        echo "$file has strings to translate and is not in po/POTFILES.in." >&2
        status=1
    fi
done
for file in $listed; do
    if ! printf '%s\n' "$found" | grep -qxF "$file"; then
        echo "$file is in po/POTFILES.in and has no strings to translate." >&2
        status=1
    fi
done
exit $status
