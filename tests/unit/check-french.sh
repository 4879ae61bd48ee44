#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A French catalogue, merged with what is to be translated, is whole and checked by somebody (nothing fuzzy).
#
# check-french.sh CATALOGUE NAME: the file, and where it comes from in the sources.

set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

status=0
msgfmt --check --output-file=/dev/null "$1" || status=1
for what in untranslated only-fuzzy; do
    msgattrib --"$what" --no-obsolete --no-wrap "$1" | sed -n '1,/^$/d; /^msgid /p' >"$scratch/$what"
    if [ -s "$scratch/$what" ]; then
        echo "Strings of $2 ($what); po/README.md says how to mend that:" >&2
        cat "$scratch/$what" >&2
        status=1
    fi
done

# What a French reader stumbles over.
msgattrib --translated --no-wrap --no-location "$1" | grep '^msgstr' >"$scratch/french"
if grep -nE "[[:alpha:]]'[[:alpha:]]| [:;?!»]|« " "$scratch/french" >"$scratch/typography"; then
    echo "Straight apostrophes, or ordinary spaces where French does not break a line:" >&2
    cat "$scratch/typography" >&2
    status=1
fi
exit $status
