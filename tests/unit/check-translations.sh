#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# French says everything that the sources say, and is checked by somebody (nothing fuzzy).
#
# check-translations.sh SOURCE-ROOT XGETTEXT-ARGUMENT…

set -eu
cd "$1"
shift

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

GETTEXTDATADIRS=po xgettext "$@" --files-from=po/POTFILES.in --directory=. --package-name=karne \
    --output="$scratch/karne.pot" 2>"$scratch/said" || { cat "$scratch/said" >&2; exit 1; }
msgmerge --quiet --no-fuzzy-matching --output-file="$scratch/fr.po" po/fr.po "$scratch/karne.pot"

status=0
msgfmt --check --output-file=/dev/null "$scratch/fr.po" || status=1
for what in untranslated only-fuzzy; do
    msgattrib --"$what" --no-obsolete --no-wrap "$scratch/fr.po" | sed -n '1,/^$/d; /^msgid /p' >"$scratch/$what"
    if [ -s "$scratch/$what" ]; then
        echo "Strings of po/fr.po ($what); po/README.md says how to mend that:" >&2
        cat "$scratch/$what" >&2
        status=1
    fi
done

# What a French reader stumbles over.
msgattrib --translated --no-wrap --no-location "$scratch/fr.po" | grep '^msgstr' >"$scratch/french"
if grep -nE "[[:alpha:]]'[[:alpha:]]| [:;?!»]|« " "$scratch/french" >"$scratch/typography"; then
    echo "Straight apostrophes, or ordinary spaces where French does not break a line:" >&2
    cat "$scratch/typography" >&2
    status=1
fi
exit $status
