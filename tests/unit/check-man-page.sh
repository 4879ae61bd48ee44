#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# French has every paragraph of the manual page.
#
# check-man-page.sh SOURCE-ROOT

set -eu
check_french=$(realpath "$(dirname "$0")/check-french.sh")
cd "$1"

if ! command -v po4a >/dev/null; then
    echo "po4a is missing: whether the French manual page is whole was not checked."
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

# po4a writes into the catalogue: into a copy of it.
mkdir -p "$scratch/po/man" "$scratch/libsync/tools"
cat po/man/po4a.cfg >"$scratch/po/man/po4a.cfg"
cat po/man/fr.po >"$scratch/po/man/fr.po"
cat libsync/tools/karne.1 >"$scratch/libsync/tools/karne.1"
cd "$scratch"
po4a --quiet --force --no-translations po/man/po4a.cfg

"$check_french" po/man/fr.po po/man/fr.po
