#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# French says everything that the sources say, and is checked by somebody (nothing fuzzy).
#
# check-translations.sh SOURCE-ROOT XGETTEXT-ARGUMENT…

set -eu
check_french=$(realpath "$(dirname "$0")/check-french.sh")
cd "$1"
shift

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

GETTEXTDATADIRS=po xgettext "$@" --files-from=po/POTFILES.in --directory=. --package-name=karne \
    --output="$scratch/karne.pot" 2>"$scratch/said" || { cat "$scratch/said" >&2; exit 1; }
msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/fr.po" po/fr.po "$scratch/karne.pot"

"$check_french" "$scratch/fr.po" po/fr.po
