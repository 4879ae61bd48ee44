#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes libsync's list of confirmed translations: confirmed.py OUTPUT FILE.po…

One number for each form of each message that somebody confirmed: the first eight bytes of the
SHA-256 of its key, the character U+0005 and the form. French is the reference and not in it.
"""

import hashlib
import sys

import karne_po


def numbers(catalogue):
    for message in catalogue.messages:
        if catalogue.is_confirmed(message):
            for form in message.forms:
                digest = hashlib.sha256(f"{message.key}\x05{form}".encode()).digest()
                yield int.from_bytes(digest[:8], "big")


def main(output, *paths):
    found = set()
    for catalogue in map(karne_po.Catalogue, paths):
        if catalogue.language not in ("fr", "en"):
            found.update(numbers(catalogue))
    # C wants one element at least; 0 stands for no message.
    rows = "".join(f"  {number:#018x},\n" for number in sorted(found or {0}))
    with open(output, "w", encoding="utf-8") as file:
        file.write(
            "/* Made by po/confirmed.py. */\n\n"
            '#include "config.h"\n\n'
            '#include "words/karne-confirmed-private.h"\n\n'
            f"const guint64 karne_confirmed_table[] = {{\n{rows}}};\n"
            "const guint karne_confirmed_count = G_N_ELEMENTS (karne_confirmed_table);\n"
        )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except karne_po.PoError as error:
        sys.exit(str(error))
