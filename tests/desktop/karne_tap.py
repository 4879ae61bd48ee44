# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs functions as the cases of a TAP test."""

import sys
import time
import traceback


class Skip(Exception):
    """A case that has nothing to be tried on."""


def say(text):
    for line in str(text).splitlines():
        print("# " + line, flush=True)


def run(cases):
    """cases: of names like /desktop/journeys/j2 and functions. Arguments of the command line narrow
    it down to the names that begin with one of them."""
    wanted = sys.argv[1:]
    cases = [case for case in cases if not wanted or any(case[0].startswith(word) for word in wanted)]
    failed = 0
    print(f"1..{len(cases)}", flush=True)
    for number, (name, function) in enumerate(cases, 1):
        began = time.monotonic()
        try:
            function()
            print(f"ok {number} {name}", flush=True)
        except Skip as skip:
            print(f"ok {number} {name} # SKIP {skip}", flush=True)
        except Exception as error:
            failed += 1
            say("".join(traceback.format_exception(error)))
            print(f"not ok {number} {name}", flush=True)
        say(f"{time.monotonic() - began:.1f} s")
    sys.exit(1 if failed else 0)
