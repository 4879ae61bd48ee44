#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# check-patches.sh ROOT: each patch of this folder says what is wrong in its first line, and still
# applies to the tree.

set -u

root=$1
here=$(cd "$(dirname "$0")" && pwd)
command -v git >/dev/null || exit 77
number=0

echo "1..$(ls "$here"/*.patch | wc -l)"
for patch in "$here"/*.patch; do
    number=$((number + 1))
    name=$(basename "$patch" .patch)
    if ! head -n 1 "$patch" | grep -q '^[A-Z].*\.$'; then
        echo "not ok $number $name: its first line is no sentence"
    elif problem=$(cd "$root" && git apply --check -C1 "$patch" 2>&1); then
        echo "ok $number $name"
    else
        echo "not ok $number $name"
        echo "$problem" | sed 's/^/# /'
    fi
done
