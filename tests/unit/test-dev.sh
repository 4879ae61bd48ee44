#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# test-dev.sh DEV: the mirror for the backports is found in whatever form apt has its sources.

set -u

dev=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
number=0

# Begins a case: an apt that has no source.
begin () {
    rm -rf "$folder/apt"
    mkdir -p "$folder/apt/sources.list.d"
}

# expect NAME: compares what ./dev finds with standard input.
expect () {
    number=$((number + 1))
    cat >"$folder/expected"
    "$dev" backports-source bookworm "$folder/apt" >"$folder/found" || :
    if cmp -s "$folder/expected" "$folder/found"; then
        echo "ok $number $1"
    else
        echo "not ok $number $1"
        diff "$folder/expected" "$folder/found" | sed 's/^/# /'
    fi
}

echo 1..6

begin
expect /dev/backports/none </dev/null

begin
cat >"$folder/apt/sources.list.d/debian.sources" <<'END'
Types: deb
# a remark, with a mirror of yesterday
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/some.gpg

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main
END
expect /dev/backports/stanzas <<'END'
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/some.gpg
END

begin
cat >"$folder/apt/sources.list.d/a.sources" <<'END'
Enabled: no
Types: deb
URIs: http://disabled.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm
Components: main

Types: deb deb-src
Suites: bookworm-updates bookworm
URIs:
 http://first.example/debian
 http://second.example/debian
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQENBF
 -----END PGP PUBLIC KEY BLOCK-----
END
expect /dev/backports/key-in-place <<'END'
Types: deb
URIs: http://first.example/debian
Suites: bookworm-backports
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQENBF
 -----END PGP PUBLIC KEY BLOCK-----
END

begin
cat >"$folder/apt/sources.list" <<'END'
# deb http://remark.example/debian bookworm main
deb-src http://sources.example/debian bookworm main
deb http://security.example/debian bookworm-security main
deb [arch=amd64 signed-by=/usr/share/keyrings/some.gpg] http://mirror.example/debian bookworm main
END
expect /dev/backports/lines <<'END'
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/some.gpg
END

begin
cat >"$folder/apt/sources.list" <<'END'
deb cdrom:[Debian GNU/Linux 12 _Bookworm_]/ bookworm main
END
cat >"$folder/apt/sources.list.d/mirror.list" <<'END'
deb   mirror+file:/etc/apt/mirrors/debian.list bookworm main
END
expect /dev/backports/no-key <<'END'
Types: deb
URIs: mirror+file:/etc/apt/mirrors/debian.list
Suites: bookworm-backports
Components: main
END

begin
cat >"$folder/apt/sources.list" <<'END'
deb http://mirror.example/debian trixie main
END
expect /dev/backports/other-release </dev/null
